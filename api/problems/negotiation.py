"""What a reader's headers ask for: a language, a compression. Pure; a header that makes no sense asks for nothing."""

from collections.abc import Sequence

# Our keys of languages differ from the tags that headers and HTML may carry: a bare "easy" is no valid subtag.
TAGS = {"ja-easy": "ja-x-easy", "zh-hans": "zh-Hans"}
# Readers of traditional characters are not served the simplified ones unasked.
TRADITIONAL_CHINESE = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
RANGES_READ = 20


def language_tag(language: str) -> str:
    """Return the tag under which HTTP and HTML know one of our languages."""
    return TAGS.get(language, language)


def preferred_language(header: str, offered: Sequence[str], *, default: str) -> str:
    """Return which of the offered languages an Accept-Language header likes best, or the default."""
    by_tag = {language_tag(language).lower(): language for language in offered}
    for tag in _ranges(header):
        if tag == "*":
            return default
        if tag.startswith(TRADITIONAL_CHINESE):
            continue
        while tag:
            if tag in by_tag:
                return by_tag[tag]
            if tag == "zh" and "zh-hans" in by_tag:
                return by_tag["zh-hans"]
            tag = tag.rpartition("-")[0]
    return default


def accepts_gzip(header: str) -> bool:
    """Return whether an Accept-Encoding header allows gzip."""
    weights = dict(_weighted(header))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _ranges(header: str) -> list[str]:
    weighted = [(tag, weight) for tag, weight in _weighted(header) if weight > 0]
    return [tag for tag, _ in sorted(weighted, key=lambda pair: -pair[1])]


def _weighted(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.lower().split(",", RANGES_READ)[:RANGES_READ]:
        name, *settings = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for setting in settings:
            if setting.startswith("q="):
                try:
                    weight = float(setting[2:])
                except ValueError:
                    weight = 0.0
        if name:
            found.append((name, weight if 0 <= weight <= 1 else 0.0))
    return found
