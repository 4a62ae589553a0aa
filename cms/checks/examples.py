"""Short ways to write the readings of the rules' examples."""

from datetime import date

from cms.checks.reading import Contact, Day, Link, Picture, Place, Reading, Text, Translation
from cms.checks.rule import Example, Known, Told, Word

SUMMARY = "「概要(日本語)」"


def japanese(text: str, known: Known | None = None, **more: object) -> Example:
    """A Japanese text of a listing."""
    place = Place("summary", "ja", SUMMARY)
    return Example(text, Reading(texts=(Text(place, text),), **more), known or Known())  # type: ignore[arg-type]


def easy(text: str, known: Known | None = None) -> Example:
    """A text in easy Japanese."""
    place = Place("summary", "ja-easy", "「概要(やさしい日本語)」")
    return Example(text, Reading(texts=(Text(place, text),)), known or Known())


def kids(text: str) -> Example:
    """A text for kids."""
    return Example(text, Reading("kids_text", texts=(Text(Place("text", where="「本文」"), text, kids=True),)))


def in_language(language: str, text: str) -> Example:
    """A text in another language."""
    return Example(text, Reading(texts=(Text(Place("summary", language, "「概要」"), text),)))


def number(value: str, *, free: bool | None = None, note: str = "", others: tuple[str, ...] = ()) -> Example:
    """A telephone; ``others`` have the same number."""
    contact = Contact("contact_points-0", "連絡先「電話」", "phone", value, free_of_charge=free, note=note)
    shown = value + {True: "(無料)", False: "(有料)", None: ""}[free] + (f"、補足「{note}」" if note else "")
    known = Known(others={value.replace("-", ""): others} if others else {})
    return Example(f"{shown}({'・'.join(others)}にもある)" if others else shown, Reading(contacts=(contact,)), known)


def reached_by(channel: str, value: str) -> Example:
    """A service for crises with one contact."""
    contact = Contact("contact_points-0", "連絡先", channel, value)
    return Example(f"{channel}:{value}", Reading(contacts=(contact,), leads_to_crisis_help=True))


def hours(expression: str) -> Example:
    """A telephone with these hours."""
    contact = Contact("contact_points-0", "連絡先「電話」", "phone", "0120-279-338", hours=expression)
    return Example(expression, Reading(contacts=(contact,)))


def link(url: str, *, provider: str = "", told: Told | None = None) -> Example:
    """An official page."""
    known = Known(links={url: told} if told else {})
    return Example(url, Reading(links=(Link(Place("url", where="「公式ページ」"), url),), provider=provider), known)


def picture(alt: str, *, decorative: bool = False) -> Example:
    """A picture in a body."""
    reading = Reading("article", pictures=(Picture(Place("body", "ja", "「本文(日本語)」"), alt, decorative),))
    return Example("(飾りの画像)" if decorative else f"代わりの文「{alt}」", reading)


def named(name: str, kana: str) -> Example:
    """A name with its reading."""
    return Example(f"{name} / {kana or '(なし)'}", Reading(name=name, kana=kana))


def day(until: date, shown: str) -> Example:
    """The end of a closure."""
    place = Place("closure_until", where="「臨時休止の最終日」")
    return Example(shown, Reading(days=(Day(place, until, "臨時休止は終わっています。", "日付を消してください。"),)))


def translation(state: str, shown: str, level: str = "warn") -> Example:
    """The English name."""
    found = Translation(Place("name", "en", "「名称(English)」"), "名称", state, level)
    return Example(shown, Reading(translations=(found,)))


def listed(kind: str, word: str, instead: str = "", *, reason: str = "", unless: tuple[str, ...] = ()) -> Known:
    """What is known where the editors' list has one word."""
    return Known(words=(Word(kind, word, reason, instead, unless=unless),))
