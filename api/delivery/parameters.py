"""What a request may ask: each parameter knows how to read its text, and how to say so in OpenAPI. Pure.

`read` raises Unreadable with the reason in both languages; nothing is guessed, clipped or ignored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.problems.catalogue import Bilingual

JAPAN = ZoneInfo("Asia/Tokyo")
VALUE_LIMIT = 200
LISTED_CHOICES = 12

_SPOKEN = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
    pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
# ISO 639-1 and our own やさしい日本語: the languages that a desk may say it speaks.
SPOKEN_LANGUAGES = tuple(sorted([*_SPOKEN.split(), "ja-easy", "zh-hans", "zh-hant"]))


MOMENT = r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?([Zz]?|[-+ ][0-9]{2}:[0-9]{2})"
NO_MOMENT = Bilingual(
    "日時は 2026-11-25T21:00(日本時間)か 2026-11-25T21:00:00+09:00 のように書いてください。",
    "Write a moment as 2026-11-25T21:00 (Japanese time) or 2026-11-25T21:00:00+09:00.",
)
NO_INSTANT = Bilingual(
    "日時は 2026-11-25T21:00:00+09:00 のように、時差を付けて書いてください。",
    "Write an instant with its offset, as 2026-11-25T21:00:00+09:00.",
)


class Unreadable(Exception):
    """The text of a parameter is not what it may be."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter that a view declares. Each may be given once."""

    name: str
    description: str
    limit: int = VALUE_LIMIT

    def read(self, text: str) -> Any:
        """Return the value. Raises Unreadable."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One of a closed list."""

    choices: Sequence[str]
    default: str | None = None

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise Unreadable(one_of(self.choices, text))
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)} | ({"default": self.default} if self.default else {})


@dataclass(frozen=True, kw_only=True)
class Number(Parameter):
    """A whole number between two bounds."""

    minimum: int
    maximum: int
    default: int

    def read(self, text: str) -> int:
        # Digits are counted before they are converted: a number of 30 digits is refused, not computed.
        if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or not self.minimum <= int(text) <= self.maximum:
            raise Unreadable(
                Bilingual(
                    f"{self.minimum} から {self.maximum} までの整数を指定してください。",
                    f"Give a whole number from {self.minimum} to {self.maximum}.",
                )
            )
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum, "default": self.default}


@dataclass(frozen=True, kw_only=True)
class Listed(Parameter):
    """Several values between commas, meant as OR."""

    limit: int = 1000
    item: dict[str, Any] = field(default_factory=dict)

    def read(self, text: str) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(text.split(",")))
        for value in values:
            self.check(value)
        return values

    def check(self, value: str) -> None:
        """Raise Unreadable unless the value may stand in the list."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item, "minItems": 1}


@dataclass(frozen=True, kw_only=True)
class Choices(Listed):
    """Several of a closed list."""

    choices: Sequence[str]

    def check(self, value: str) -> None:
        if value not in self.choices:
            raise Unreadable(one_of(self.choices, value))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": list(self.choices)}, "minItems": 1}


@dataclass(frozen=True, kw_only=True)
class Terms(Listed):
    """Several names of published items; whether each is known is decided by what stands now."""

    pattern: str

    def check(self, value: str) -> None:
        if not re.fullmatch(self.pattern, value, re.ASCII):
            raise Unreadable(unknown(value))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "pattern": f"^{self.pattern}$"}, "minItems": 1}


@dataclass(frozen=True, kw_only=True)
class Moment(Parameter):
    """A moment: RFC 3339, or without an offset a time in Japan. Its value is the minute in Japan, as a text."""

    limit: int = 40

    def read(self, text: str) -> str:
        # A plus sign in a query means a space, and is often written so by mistake: nothing else can be meant.
        match = re.fullmatch(MOMENT, text, re.ASCII)
        if match is None:
            raise Unreadable(NO_MOMENT)
        try:
            told = datetime.fromisoformat(match[1] + match[2].upper().replace(" ", "+"))
            moment = told.replace(tzinfo=JAPAN) if told.tzinfo is None else told.astimezone(JAPAN)
        except (ValueError, OverflowError) as error:
            raise Unreadable(NO_MOMENT) from error
        return moment.isoformat(timespec="minutes")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{MOMENT}$", "examples": ["2026-11-25T21:00"]}


@dataclass(frozen=True, kw_only=True)
class Instant(Parameter):
    """An instant: RFC 3339, with its offset. Its value is the second in Japan, as a text."""

    limit: int = 40

    def read(self, text: str) -> str:
        match = re.fullmatch(MOMENT, text, re.ASCII)
        if match is None or not match[2]:
            raise Unreadable(NO_INSTANT)
        try:
            told = datetime.fromisoformat(match[1] + match[2].upper().replace(" ", "+"))
            return told.astimezone(JAPAN).isoformat(timespec="seconds")
        except (ValueError, OverflowError) as error:
            raise Unreadable(NO_INSTANT) from error

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time", "examples": ["2026-11-25T21:00:00+09:00"]}


@dataclass(frozen=True, kw_only=True)
class Keys(Listed):
    """Several ids or slugs, whether or not they are known."""

    pattern: str
    most: int
    limit: int = 4000

    def read(self, text: str) -> tuple[str, ...]:
        if text.count(",") >= self.most:
            raise Unreadable(
                Bilingual(f"一度に指定できるのは {self.most} 件までです。", f"Give at most {self.most} at once.")
            )
        return super().read(text)

    def check(self, value: str) -> None:
        if not re.fullmatch(self.pattern, value, re.ASCII):
            raise Unreadable(
                Bilingual(
                    f"「{shown(value)}」は ID でも slug でもありません。", f"“{shown(value)}” is no id and no slug."
                )
            )

    def schema(self) -> dict[str, Any]:
        items = {"type": "string", "pattern": f"^{self.pattern}$"}
        return {"type": "array", "items": items, "minItems": 1, "maxItems": self.most}


@dataclass(frozen=True, kw_only=True)
class Opaque(Parameter):
    """A text that only this API makes and reads."""

    limit: int = 3000

    def read(self, text: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", text, re.ASCII):
            raise Unreadable(
                Bilingual("この API が渡した値をそのまま使ってください。", "Use the value as this API gave it.")
            )
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}


def one_of(choices: Sequence[str], text: str) -> Bilingual:
    """Say that a text is not in a closed list, and what is."""
    listed = ", ".join(choices[:LISTED_CHOICES]) + (", …" if len(choices) > LISTED_CHOICES else "")
    return Bilingual(
        f"「{shown(text)}」は使えません。使える値: {listed}", f"“{shown(text)}” is not allowed. Allowed: {listed}"
    )


def unknown(value: str) -> Bilingual:
    """Say that nothing published has this name."""
    return Bilingual(f"「{shown(value)}」は知られていません。", f"“{shown(value)}” is not known.")


def shown(text: str) -> str:
    """Return a text as it may be repeated to its sender: short and printable."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return printable if len(printable) <= 40 else printable[:40] + "…"
