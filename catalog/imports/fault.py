"""What is wrong with a file, where, and how to mend it: all of it at once, before anything is changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One wrong place."""

    file: str
    place: str
    field: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        where = " ".join(
            part
            for part in (self.file, self.place, gettext("「%(field)s」") % {"field": self.field} if self.field else "")
            if part
        )
        return f"{where}:{self.wrong} → {self.mend}"


class FilesInvalid(Exception):
    """Some files cannot be imported. Carries every fault that was found; nothing was changed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class Fields:
    """One object of a file, read field by field; what is wrong is noted in `faults`, and reading goes on."""

    def __init__(self, data: object, *, file: str, place: str, faults: list[Fault]) -> None:
        self.file = file
        self.place = place
        self.faults = faults
        self._data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        self._read: set[str] = set()
        if not isinstance(data, dict):
            self.fault("", gettext("項目の集まり({…})ではありません"), gettext('{"項目": 値, …} の形にしてください。'))

    def fault(self, field: str, wrong: str, mend: str) -> None:
        self.faults.append(Fault(file=self.file, place=self.place, field=field, wrong=wrong, mend=mend))

    def value(self, field: str) -> Any:
        self._read.add(field)
        return self._data.get(field)

    def text(self, field: str, *, required: bool = False) -> str:
        """A trimmed text; null and a missing field are empty."""
        value = self.value(field)
        if value is not None and not isinstance(value, str):
            self.fault(
                field,
                gettext("文字ではありません(%(value)r)") % {"value": value},
                gettext('"…" で囲んだ文字にしてください。'),
            )
            return ""
        text = (value or "").strip()
        if required and not text:
            self.fault(field, gettext("空です"), gettext("必ず入れてください。"))
        return text

    def choice(self, field: str, allowed: Collection[str]) -> str:
        value = self.text(field, required=True)
        if value and value not in allowed:
            self._not_allowed(field, value, allowed)
        return value

    def choices(self, field: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of known values, each once."""
        values = self.value(field)
        if values is None:
            return ()
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.fault(field, gettext("文字のならび([…])ではありません"), gettext('["…", "…"] の形にしてください。'))
            return ()
        for value in values:
            if value not in allowed:
                self._not_allowed(field, value, allowed)
        if len(set(values)) < len(values):
            self.fault(field, gettext("同じ値が2回あります"), gettext("1つにしてください。"))
        return tuple(values)

    def yes_no(self, field: str, *, unknown: bool = False) -> bool | None:
        value = self.value(field)
        if isinstance(value, bool) or (unknown and value is None):
            return value
        self.fault(
            field,
            gettext("はい・いいえではありません(%(value)r)") % {"value": value},
            gettext("true か false%(more)s にします。") % {"more": gettext(" か null") if unknown else ""},
        )
        return None

    def parts(self, field: str, *, label: str) -> Iterator["Fields"]:
        """The objects of a list inside this one."""
        values = self.value(field)
        if values is None:
            return
        if not isinstance(values, list):
            self.fault(field, gettext("ならび([…])ではありません"), gettext("[{…}, {…}] の形にしてください。"))
            return
        for number, data in enumerate(values, start=1):
            yield Fields(data, file=self.file, place=f"{self.place} {label}{number}", faults=self.faults)

    def nothing_else(self, *ignored: str) -> None:
        """Fields that nobody reads are misspelt ones."""
        for field in self._data.keys() - self._read - set(ignored):
            self.fault(field, gettext("知らない項目です"), gettext("項目の名前を確かめるか、消してください。"))

    def _not_allowed(self, field: str, value: str, allowed: Collection[str]) -> None:
        shown = gettext("、").join(sorted(allowed)[:30])
        self.fault(
            field,
            gettext("「%(value)s」は使えません") % {"value": value},
            gettext("次のどれかにしてください:%(shown)s。") % {"shown": shown},
        )
