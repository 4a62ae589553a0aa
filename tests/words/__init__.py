"""Whether the words of the editors' screens are all there, in Japanese."""
