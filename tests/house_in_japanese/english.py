"""What counts as English on an editor's screen, and what does not."""

import re
from functools import cache

#: Words in Latin letters that Japanese readers know as they are: names, kinds of files, keys. At most forty.
ALLOWED = frozenset(
    {
        *("url", "line", "sns", "npo", "api", "id", "csv", "xlsx", "excel", "cp", "utf", "jis", "json", "html", "ph"),
        *("jpeg", "jpg", "png", "webp", "avif", "kb", "mb", "ctrl", "cmd", "shift", "alt", "esc", "enter", "tab"),
        *("javascript", "wagtail", "english", "web", "http", "dv", "faq"),
    }
)
assert len(ALLOWED) <= 40

#: Data by its shape: an address of a page or a person, a path, a file, a digest, a slug of several parts or one that
#: our own form proposes, a model, an opening-hours expression, the example of a translation.
_DATA = re.compile(
    r"例:「[^」]*」は「[^」]*」|"
    r"(?:https?|tel|mailto):\S*|(?<!\w)/[\w./-]+|[\w.+-]+@[\w.-]+|\b[0-9a-f]{8}[0-9a-f-]*\b"
    r"|\b[\w-]+\.(?:png|jpe?g|avif|webp|csv|xlsx|lg\.jp|go\.jp|test)\b"
    r"|\b[a-z0-9]+(?:-[a-z0-9]+)+\b|案:[a-z0-9-]+|\b(?:catalog|pages)\.[a-z]+\b"
    r"|\b(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|off)[-,;:+/\d ]*)+(?![A-Za-z])",
    re.ASCII,
)
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF]+")


@cache
def english(text: str) -> tuple[str, ...]:
    """The English words of two letters or more in a text, without what has the shape of data."""
    words = _LATIN.findall(_DATA.sub(" ", text))
    return tuple(word for word in words if len(word) >= 2 and word.isascii() and word.lower() not in ALLOWED)
