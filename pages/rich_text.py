"""Rich text: what editors may use in it, and what of the stored HTML a person wrote."""

import html
import re
from typing import Final

import nh3

# What every channel and a plain-text reader can show.
FEATURES = ["h3", "bold", "ol", "ul", "link"]

# Elements whose content is no text for readers: it goes with them.
NO_TEXT: Final = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "textarea", "title"}
    | {"xmp", "noembed", "noframes", "plaintext", "select", "audio", "video", "canvas", "head", "form"}
)
# Draftail gives every paragraph a random key: the editor's bookkeeping, and another one after an import.
_KEY = re.compile(r' data-block-key="[^"<>]*"')


def written(stored: str | None) -> str:
    """The stored HTML without the editor's marks: the same text saved twice is the same. "" where nothing is said."""
    bare = _KEY.sub("", stored or "")
    said = html.unescape(nh3.clean(bare, tags=set(), clean_content_tags=set(NO_TEXT)))
    return bare if said.strip() else ""
