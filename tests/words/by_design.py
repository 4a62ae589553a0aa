"""Modules and templates whose Japanese stays Japanese whatever language an editor reads, each with the reason."""

from fnmatch import fnmatch

from tests.words import marked

#: Path, or pattern of paths -> why.
STAYS = {
    "*/management/commands/*.py": "what a command prints is for operators",
    "catalog/starter/*": "content that a new installation begins with",
    "catalog/kana.py": "the letters of the language itself",
}


def bare() -> dict[str, list[tuple[int, str]]]:
    """The Japanese that is told as it stands, outside of what stays by design."""
    return {path: texts for path, texts in marked.bare().items() if not any(fnmatch(path, one) for one in STAYS)}
