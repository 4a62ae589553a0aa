"""The columns of our own files: what each is called, which field it is, and what its cells look like."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.db.models import Field, Model
from django.utils.translation import override

from catalog.languages import JAPANESE, column, language_name, languages
from catalog.models import ContactPoint, Service, ServiceSource
from catalog.publishable import CHANNELS
from catalog.spoken_languages import SPOKEN
from catalog.verification import VERIFIABLE

Kind = Literal[
    "id", "told", "slug", "text", "kana", "url", "value", "hours", "date", "yes_no", "choice", "choices", "provider",
    "topics", "audiences", "areas",
]  # fmt: skip

#: Between several values of one cell, as in the municipal datasets.
BETWEEN = ";"
# stays Japanese: headings and words of a spreadsheet
YES, NO = "はい", "いいえ"

#: The parts of a service of which there are several, and what their numbered columns begin with.
# stays Japanese: headings and words of a spreadsheet
PARTS = {"contact": "連絡先", "source": "出典"}
RELATIONS = {"contact": "contact_points", "source": "sources"}
#: Empty groups that a file gets at least, so that there is a place to write into.
AT_LEAST = {"contact": 3, "source": 1}


@dataclass(frozen=True, kw_only=True)
class Column:
    """`part` is "" for what a service has once. `language` is "" for what is not translated."""

    part: str
    name: str
    header: str
    kind: Kind
    language: str = ""
    labels: tuple[tuple[Any, str], ...] = ()
    longest: int = 0
    about: str = ""

    @property
    def field(self) -> str:
        """The column of the table."""
        return column(self.name, self.language) if self.language else self.name

    @property
    def key(self) -> str:
        return f"{self.part}.{self.field}" if self.part else self.field

    @property
    def foreign(self) -> bool:
        """Whether a file in Japanese only leaves it out."""
        return self.language not in {"", JAPANESE}


@dataclass(frozen=True, kw_only=True)
class Place:
    """One column of one file: `number` counts the groups of a part from 1, and is 0 where there is one of it."""

    column: Column
    number: int = 0

    @property
    def key(self) -> str:
        part, _, field = self.column.key.partition(".")
        return f"{part}{self.number}.{field}" if self.number else self.column.key

    @property
    def header(self) -> str:
        return f"{PARTS[self.column.part]}{self.number}_{self.column.header}" if self.number else self.column.header


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of a file: those of the service, then those of one contact, then of one source."""
    with override(settings.LANGUAGE_CODE):  # a file is the same, whoever writes or reads it
        return (*_of_service(), *_of_contact(), *_of_source())


def service_columns() -> tuple[Column, ...]:
    return tuple(one for one in columns() if not one.part)


def part_columns(part: str) -> tuple[Column, ...]:
    return tuple(one for one in columns() if one.part == part)


@cache
def by_key() -> dict[str, Column]:
    return {one.key: one for one in columns()}


def places(numbers: dict[str, int], *, all_languages: bool) -> list[Place]:
    """The columns of a file with this many groups of each part."""
    wanted = [one for one in columns() if all_languages or not one.foreign]
    of_parts = [
        Place(column=one, number=number)
        for part in PARTS
        for number in range(1, max(numbers.get(part, 0), AT_LEAST[part]) + 1)
        for one in wanted
        if one.part == part
    ]
    return [*(Place(column=one) for one in wanted if not one.part), *of_parts]


# stays Japanese: the explanations of the handbook
def _of_service() -> list[Column]:
    one = _Maker(Service, "")
    return [
        one.plain("content_id", "id", about="どの項目かを表します。空なら新しい項目です。書きかえないでください。"),
        one.plain("public_slug", "slug", about="公開IDが空なら、これで項目をさがします。公開後は変えられません。"),
        Column(part="", name="state", header="状態", kind="told", about="書き出すときだけ入ります。読み取りません。"),
        Column(
            part="", name="revision", header="書き出した版", kind="told",
            about="書き出したあとにだれかが変えたことを知るための番号です。書きかえないでください。",
        ),
        *one.translated("name"),
        one.plain("kana", "kana", about="ひらがなで書きます。カタカナは、ひらがなになおして読みます。"),
        one.plain("kind", "choice"),
        one.plain("provider", "provider", about="登録されている提供機関の名称です。"),
        *one.translated("summary"),
        *one.translated("description"),
        *one.translated("how_to_use"),
        *one.translated("cost"),
        *one.translated("conditions"),
        one.plain("topics", "topics", about="名称を「;」で区切ります。"),
        one.plain("audiences", "audiences", about="名称を「;」で区切ります。"),
        one.plain("anonymous_ok", "choice"),
        one.plain("coverage_kind", "choice"),
        one.plain("areas", "areas", about="全国地方公共団体コード(6けた)か、地域の名前を「;」で区切ります。"),
        one.plain("crisis", "yes_no"),
        one.plain("url", "url"),
        one.listed("channels", CHANNELS),
        *_closure(one),
        one.listed("verified_fields", VERIFIABLE),
        one.plain("unverified_note", "text"),
        one.plain("verified_on", "date"),
        one.plain("review_by", "date"),
        *one.translated("search_words"),
    ]  # fmt: skip


# stays Japanese: the explanations of the handbook
def _of_contact() -> list[Column]:
    one = _Maker(ContactPoint, "contact")
    return [
        one.plain("content_id", "id", about="どの連絡先かを表します。新しい連絡先では空にします。"),
        one.plain("channel", "choice", about="空のときは、番号・URL・場所の形から決めます。"),
        one.plain(
            "value", "value", about="電話番号は全角でもかまいません。先頭の0が消えていれば、なおして知らせます。"
        ),
        *one.translated("label"),
        *one.translated("note"),
        one.plain("free_of_charge", "choice"),
        one.plain("hours", "hours", about="例:Mo-Fr 09:00-17:00; PH off"),
        one.listed("languages", SPOKEN),
        *_closure(one),
    ]


def _of_source() -> list[Column]:
    one = _Maker(ServiceSource, "source")
    return [one.plain("url", "url"), one.plain("title", "text")]


def _closure(one: "_Maker") -> list[Column]:
    return [one.plain("closure_from", "date"), one.plain("closure_until", "date"), *one.translated("closure_text")]


class _Maker:
    """Columns of one model; headings are the words of its form."""

    def __init__(self, model: type[Model], part: str) -> None:
        self._model = model
        self._part = part

    def plain(self, name: str, kind: Kind, *, about: str = "") -> Column:
        return self._column(name, kind, about=about)

    def listed(self, name: str, labels: Iterable[tuple[str, object]]) -> Column:
        return self._column(name, "choices", labels=tuple((value, str(words)) for value, words in labels))

    def translated(self, name: str) -> list[Column]:
        return [self._column(name, "text", language=language) for language in languages()]

    def _column(
        self,
        name: str,
        kind: Kind,
        *,
        language: str = "",
        labels: tuple[tuple[Any, str], ...] = (),
        about: str = "",
    ) -> Column:
        field: Field[Any, Any] = self._model._meta.get_field(name)  # type: ignore[assignment] # never a relation back
        label = str(field.verbose_name)
        return Column(
            part=self._part,
            name=name,
            header=label if language in {"", JAPANESE} else f"{label}({language_name(language)})",
            kind=kind,
            language=language,
            labels=labels or _choices(field),
            longest=getattr(field, "max_length", None) or 0,
            about=about or _about(kind, labels or _choices(field)),
        )


def _choices(field: "Field[Any, Any]") -> tuple[tuple[Any, str], ...]:
    return tuple((value, str(text)) for value, text in field.flatchoices)


# stays Japanese: the explanations of the handbook
def _about(kind: Kind, labels: Any) -> str:
    words = "・".join(f"「{label}」" for value, label in labels if value != "")
    match kind:
        case "choice":
            return f"{words}のどれかです。"
        case "choices":
            return f"{words}を「;」で区切ります。"
        case "yes_no":
            return "「はい」か「いいえ」です。"
        case "date":
            return "2026-11-25 や 2026年11月25日 のように書きます。"
        case "url":
            return "https:// から始まるURLです。"
    return ""
