"""The harness of the doors proof: every URL of the editors' site, what to fill in and post, what may not change."""
