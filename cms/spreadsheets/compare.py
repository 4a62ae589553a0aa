"""What one row says against the newest draft: which fields would change, from what to what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from catalog.imports.fault import Fault
from cms.spreadsheets.columns import PARTS, Column, Place, part_columns
from cms.spreadsheets.text import GETA, fold, for_cp932, plain
from cms.spreadsheets.values import Cell, cell, channel_of, lost_zero, nothing, value
from cms.spreadsheets.words import Words


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """How the rows of one file are read. `clears`: an empty cell empties the field, else it leaves it."""

    file: str
    clears: bool
    cp932: bool
    words: Words


@dataclass(frozen=True, kw_only=True)
class Filled:
    """One mapped cell of a row, empty ones too."""

    place: Place
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that would change, as cells show it."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PartPlan:
    """What becomes of one contact or source. `old` is its stored content, None for a new one; no values: it goes."""

    old: dict[str, Any] | None
    values: dict[str, Any] | None


@dataclass(kw_only=True)
class Plan:
    """What a row would do to a draft."""

    values: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[PartPlan]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plan(
    cells: Iterable[Filled],
    content: Mapping[str, Any],
    parts: Mapping[str, list[dict[str, Any]]],
    sheet: Sheet,
    row: int,
) -> Plan:
    """Compare a row with a stored draft: its `content`, and its `parts` in their order. Both empty: a new service."""
    found = Plan()
    here = list(cells)
    compare = _Comparison(sheet, found, gettext("%(row)s行目") % {"row": row})
    found.values = compare.fields([one for one in here if not one.place.number], content)
    for part in PARTS:
        groups: dict[int, list[Filled]] = {}
        for one in here:
            if one.place.column.part == part:
                groups.setdefault(one.place.number, []).append(one)
        filled = {number: group for number, group in sorted(groups.items()) if any(one.text for one in group)}
        found.parts[part] = compare.parts(part, filled, list(parts.get(part, [])), mentioned=bool(groups))
    return found


class _Comparison:
    def __init__(self, sheet: Sheet, found: Plan, place: str) -> None:
        self._sheet = sheet
        self._found = found
        self._place = place

    def fields(self, cells: Iterable[Filled], old: Mapping[str, Any], *, channel: str = "") -> dict[str, Any]:
        """The new values, by field, of what the cells change."""
        values: dict[str, Any] = {}
        for one in cells:
            column = one.place.column
            before = cell(column, old.get(column.field), self._sheet.words)
            if column.kind in {"id", "told"} or self._same(one.text, before):
                continue
            if not one.text:
                if not self._sheet.clears:
                    continue
                new = nothing(column)
            elif (new := self._read(one, channel)) is _WRONG:
                continue
            after = cell(column, new, self._sheet.words)
            if fold(after) != fold(before) and not (column.kind == "value" and _without_hyphens(after, before)):
                values[column.field] = new
                self._found.differences.append(Difference(heading=one.heading, before=before, after=after))
        return values

    def parts(
        self, part: str, groups: dict[int, list[Filled]], olds: list[dict[str, Any]], *, mentioned: bool
    ) -> list[PartPlan]:
        """What becomes of each contact or source; [] where nothing does."""
        matched = _matched(groups, olds, part)
        before = len(self._found.differences)
        plans: list[PartPlan] = []
        for group, old in zip(groups.values(), matched, strict=True):
            if old is not None and self._sheet.clears and not _says_more(group):
                plans.append(self._leaving(part, old))
                continue
            channel = self._channel(group, old) if part == "contact" else ""
            values = self.fields(group, old or {}, channel=channel)
            if channel and (old or {}).get("channel") != channel:
                values["channel"] = channel
            if old is not None or values:
                plans.append(PartPlan(old=old, values=values))
        kept = [one for one in olds if not any(one is old for old in matched)]
        for old in kept:
            goes = mentioned and self._sheet.clears and not _blank(part, old)
            plans.append(self._leaving(part, old) if goes else PartPlan(old=old, values={}))
        return plans if len(self._found.differences) > before else []

    def _leaving(self, part: str, old: dict[str, Any]) -> PartPlan:
        said = str(old.get("value") or old.get("url") or old.get("label_ja") or gettext("(番号のない連絡先)"))
        self._found.differences.append(Difference(heading=PARTS[part], before=said, after=""))
        return PartPlan(old=old, values=None)

    def _same(self, text: str, before: str) -> bool:
        """Whether the cell is what a file of ours would have had there: then it is as it was, be it right or wrong."""
        return fold(before) == text or (self._sheet.cp932 and fold(for_cp932(fold(before))) == text)

    def _read(self, one: Filled, channel: str) -> Any:
        at = Cell(
            text=one.text, heading=one.heading, file=self._sheet.file, place=self._place, faults=self._found.faults
        )
        before = len(self._found.faults)
        if self._sheet.cp932 and GETA in one.text:
            at.fault(
                gettext("「〓」は、CP932で書けなかった文字のしるしです"),
                gettext("正しい文字に直すか、UTF-8かExcelで書き出したファイルを使ってください。"),
            )
        new = value(one.place.column, at, self._sheet.words, channel=channel)
        if channel == "phone" and one.place.column.kind == "value" and lost_zero(one.text):
            self._found.notes.append(
                gettext("「%(heading)s」の「%(text)s」は先頭の0が消えているので「%(new)s」として読みました。")
                % {"heading": one.heading, "text": one.text, "new": new}
            )
        return _WRONG if len(self._found.faults) > before else new

    def _channel(self, group: list[Filled], old: dict[str, Any] | None) -> str:
        """The kind of a contact: as the file says, else as it was, else as its value looks."""
        said = {one.place.column.name: one.text for one in group}
        labels = {label: key for key, label in _channel_column().labels}
        word = plain(said.get("channel", ""))
        if word:
            return labels.get(word, word)
        return (old or {}).get("channel") or channel_of(said.get("value", ""))


_WRONG = object()


def _without_hyphens(after: str, before: str) -> bool:
    """Whether it is the same number of which only the desk's own grouping is lost."""
    return after.isdecimal() and before.replace("-", "") == after


def _channel_column() -> Column:
    return next(column for column in part_columns("contact") if column.name == "channel")


_Key = Callable[[Mapping[str, str]], Any]


def _says_more(group: list[Filled]) -> bool:
    """Whether more is left of a group than the id."""
    return any(one.text for one in group if one.place.column.kind != "id")


def _matched(groups: dict[int, list[Filled]], olds: list[dict[str, Any]], part: str) -> list[dict[str, Any] | None]:
    """For each group the old part that it means: the one with the same key, by the surest kind of key first."""
    found: list[dict[str, Any] | None] = [None] * len(groups)
    said = [
        {one.place.column.name: one.text for one in group if not one.place.column.foreign} for group in groups.values()
    ]
    free = list(olds)
    for key in _KEYS[part]:
        for number, texts in enumerate(said):
            wanted = key(texts)
            if found[number] is not None or wanted is None:
                continue
            fitting = [old for old in free if key(_as_texts(old)) == wanted]
            alone = key is not _by_channel or len(fitting) == 1
            if fitting and alone:
                found[number] = fitting[0]
                free = [old for old in free if old is not fitting[0]]
    if part == "source":  # it has no id: what is left is told by its place
        for position, number in enumerate(groups):
            if found[position] is None and number <= len(olds) and any(old is olds[number - 1] for old in free):
                found[position] = olds[number - 1]
    return found


def _as_texts(old: Mapping[str, Any]) -> dict[str, str]:
    return {name: fold(str(text)) for name, text in old.items() if text is not None}


def _by_id(texts: Mapping[str, str]) -> Any:
    return texts.get("content_id") or None


def _by_value(texts: Mapping[str, str]) -> Any:
    said = texts.get("value", "")
    return plain(said).replace("-", "").lstrip("0") or None


def _by_channel(texts: Mapping[str, str]) -> Any:
    """A number that changed is still the number, where the service has one alone."""
    if texts.get("content_id") and "pk" not in texts:
        return None
    word = plain(texts.get("channel", ""))
    return {label: key for key, label in _channel_column().labels}.get(word, word) or channel_of(texts.get("value", ""))


def _by_url(texts: Mapping[str, str]) -> Any:
    return (texts.get("url", ""), texts.get("title", ""))


def _by_address(texts: Mapping[str, str]) -> Any:
    return texts.get("url") or None


_KEYS: dict[str, tuple[_Key, ...]] = {
    "contact": (_by_id, _by_value, _by_channel),
    "source": (_by_url, _by_address),
}


def _blank(part: str, old: Mapping[str, Any]) -> bool:
    """An unfinished source, of which a file shows nothing: it is not there to be emptied."""
    return part == "source" and not old.get("url") and not old.get("title")
