"""What must be public, by the history of what people did: a model without database, HTTP or any code of the product."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from tests.histories.words import words_in

LANGUAGES = ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")
CHANNELS = ("website", "kids", "partners")
STEPS = ("review", "kids", "approve")

#: Which texts of an entry which readers may see.
FOR_ADULTS = {
    "service": ("name_ja", "summary_ja", "label", "note", "name_en", "name_ko"),
    "topic": ("name_ja", "name_en"),
    "organization": ("name_ja", "name_en"),
    "faq": ("name_ja", "summary_ja", "name_en"),
}
#: What speaks to kids by a kids' text.
BY_KIDS_TEXT = ("service", "faq")
#: What a kids' text may be about without any number that could have a label.
WITHOUT_NUMBERS = ("question",)
FOR_KIDS = {"topic": ("name_kids",), "kids_text": ("title", "text", "label")}


class Verdict(Enum):
    """What the product must do; EITHER where its rule may be stricter than what is asked of it."""

    YES = "must"
    NO = "must not"
    EITHER = "may"


@dataclass(frozen=True)
class Text:
    """The whole content of one entry."""

    kind: str
    values: tuple[tuple[str, Any], ...]

    def __getitem__(self, name: str) -> Any:
        return dict(self.values).get(name)

    def changed(self, **values: Any) -> "Text":
        return text(self.kind, {**dict(self.values), **values})

    def steps(self, subject: "Subject") -> tuple[str, ...]:
        """Who must say yes."""
        kids = self.kind == "kids_text" or bool(self["name_kids"]) or subject.channel == "kids"
        return STEPS if kids else ("review", "approve")

    def words(self, channel: str) -> frozenset[str]:
        """Its words that readers of this channel may see."""
        names = (FOR_KIDS if channel == "kids" else FOR_ADULTS).get(self.kind, ())
        if self["about"] in WITHOUT_NUMBERS:
            names = tuple(name for name in names if name != "label")
        return frozenset().union(*(words_in(self[name]) for name in names))


def text(kind: str, values: Mapping[str, Any]) -> Text:
    return Text(kind, tuple(sorted(values.items())))


@dataclass(frozen=True)
class Save:
    """One saved draft; a command has no name."""

    text: Text
    author: str


@dataclass(frozen=True)
class Yes:
    """One person's yes to one text."""

    text: Text
    step: str
    person: str


@dataclass
class Subject:
    """One entry and its history."""

    name: str
    kind: str
    content_id: str
    slug: str
    channel: str = ""
    exists: bool = True
    saves: list[Save] = field(default_factory=list)
    #: Which save a revision holds, by the revision's key.
    revisions: dict[int, int] = field(default_factory=dict)
    #: Which save a submission is about, by the key of the workflow's state.
    submissions: dict[int, int] = field(default_factory=dict)
    #: The yeses since what is live last changed.
    yeses: list[Yes] = field(default_factory=list)
    live: Text | None = None
    live_from: int = -1
    #: Whatever was live once.
    lived: set[Text] = field(default_factory=set)
    scheduled: int | None = None

    @property
    def latest(self) -> Text:
        return self.saves[-1].text

    def authors(self, number: int) -> set[str]:
        """Everybody who wrote since the live version was saved, and whoever ever wrote this very text."""
        since = {save.author for save in self.saves[self.live_from + 1 :]}
        return (since | {save.author for save in self.saves if save.text == self.saves[number].text}) - {""}

    def everybody(self) -> set[str]:
        """Everybody who ever wrote here."""
        return {save.author for save in self.saves} - {""}

    def approved(self, number: int, excluded: Iterable[str], *, more: Yes | None = None) -> bool:
        """Whether every step's yes stands for a save, by people who are none of these."""
        wanted = self.saves[number].text
        yeses = [*self.yeses, *([more] if more else [])]
        said = {yes.step for yes in yeses if yes.text == wanted and yes.person not in set(excluded)}
        return said >= set(wanted.steps(self))


@dataclass(frozen=True)
class Proposal:
    """An open withdrawal."""

    name: str
    key: Any
    channels: frozenset[str]
    reason: str
    by: str
    of: Text


@dataclass
class Model:
    """Every entry, and what readers must find."""

    rights: dict[str, frozenset[str]]
    subjects: dict[str, Subject] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    #: What became live or left, in order.
    events: list[tuple[str, bool]] = field(default_factory=list)
    #: (name, channel) -> the reason of its last departure.
    gone: dict[tuple[str, str], str] = field(default_factory=dict)
    number: int = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def here(self) -> list[Subject]:
        """What was not deleted."""
        return [subject for subject in self.subjects.values() if subject.exists]

    def live(self) -> dict[str, Text]:
        return {subject.name: subject.live for subject in self.subjects.values() if subject.live is not None}

    # --- what stands -------------------------------------------------------------------------------------------------

    def standing(self, live: Mapping[str, Text] | None = None) -> set[tuple[str, str]]:
        """(name, channel) of every document that must stand."""
        live = self.live() if live is None else live
        kids = {found["about"] for found in live.values() if found.kind == "kids_text"}
        stands = set()
        for name, found in live.items():
            if found.kind == "emergency":
                stands.add((name, self.subjects[name].channel))
            elif found.kind != "kids_text":
                stands |= {
                    (name, channel)
                    for channel in found["channels"]
                    if channel != "kids" or found.kind == "topic" or (found.kind in BY_KIDS_TEXT and name in kids)
                }
        return stands

    def words_of(self, name: str, channel: str) -> frozenset[str]:
        """The words that the document of this entry may show in a channel."""
        live = self.live()
        if channel == "kids" and live[name].kind in BY_KIDS_TEXT:
            return self.kids_text_of(name).words("kids")
        return live[name].words(channel)

    def kids_text_of(self, name: str) -> Text:
        return next(found for found in self.live().values() if found.kind == "kids_text" and found["about"] == name)

    def allowed(self, channel: str) -> frozenset[str]:
        """Every word that may occur anywhere in a channel."""
        stands = [name for name, in_channel in self.standing() if in_channel == channel]
        return frozenset().union(*(self.words_of(name, channel) for name in stands))

    def crisis_members(self, channel: str) -> list[str] | None:
        for name, found in self.live().items():
            if found.kind == "emergency" and self.subjects[name].channel == channel:
                return list(found["members"])
        return None

    # --- what may become of a text -----------------------------------------------------------------------------------

    def names_a_deleted_one(self, wanted: Text) -> bool:
        return not all(self.subjects[member].exists for member in wanted["members"] or ())

    def problems(self, name: str, wanted: Text) -> bool:
        """Whether something is missing before this text may go live. Only emergency sets depend on others."""
        if wanted.kind != "emergency":
            return False
        members = [self.live().get(member) for member in wanted["members"]]
        return any(found is None or self.subjects[name].channel not in found["channels"] for found in members)

    def crisis_route_stands(self, live: Mapping[str, Text]) -> bool:
        """Whether every set that was ever live is, and all its members stand, without an end."""
        stands = self.standing(live)
        for subject in self.subjects.values():
            if subject.kind != "emergency" or not any(name == subject.name for name, _ in self.events):
                continue
            found = live.get(subject.name)
            if found is None:
                return False
            for member in found["members"]:
                if (member, subject.channel) not in stands or live[member]["expire_at"] is not None:
                    return False
        return True

    def may_go_live(self, name: str, number: int, now: datetime, *, more: Yes | None = None) -> Verdict:
        """Whether this save may go live, or wait for its hour."""
        subject = self.subjects[name]
        wanted = subject.saves[number].text
        if self.problems(name, wanted):
            return Verdict.NO
        if not self._waits(wanted, now) and not self.crisis_route_stands({**self.live(), name: wanted}):
            return Verdict.NO
        verdict = Verdict.YES
        if wanted != subject.live or self._waits(wanted, now):
            if not subject.approved(number, subject.authors(number), more=more):
                return Verdict.NO
            if not subject.approved(number, subject.everybody(), more=more):
                verdict = Verdict.EITHER
        if wanted.kind == "kids_text":
            # Two kids' texts about one source: the database lets the first one have it.
            rivals = [other for other in self.here() if other.kind == "kids_text" and other.name != name]
            if any(other.live is not None and other.live["about"] == wanted["about"] for other in rivals):
                return Verdict.NO
            if any(save.text["about"] == wanted["about"] for other in rivals for save in other.saves):
                verdict = Verdict.EITHER
        return verdict

    def may_leave(self, name: str) -> bool:
        """Whether this entry may cease to be live altogether."""
        return self.crisis_route_stands({key: found for key, found in self.live().items() if key != name})

    @staticmethod
    def _waits(wanted: Text, now: datetime) -> bool:
        return wanted["go_live_at"] is not None and wanted["go_live_at"] > now

    # --- what happens ------------------------------------------------------------------------------------------------

    def saved(self, name: str, wanted: Text, by: str, revision: int) -> None:
        subject = self.subjects[name]
        subject.saves.append(Save(wanted, by))
        subject.revisions[revision] = len(subject.saves) - 1

    def goes_live(self, name: str, number: int, now: datetime) -> None:
        """The product let this save go live, or wait for its hour."""
        subject = self.subjects[name]
        wanted = subject.saves[number].text
        if self._waits(wanted, now):
            subject.scheduled = number
            return
        subject.scheduled = None
        if wanted != subject.live:
            subject.live_from = number
            self._becomes(name, wanted, "unpublished")

    def leaves(self, name: str, reason: str) -> None:
        """The product took this entry out."""
        self.subjects[name].scheduled = None
        self._becomes(name, None, reason)

    def leaves_some(self, name: str, channels: frozenset[str], reason: str) -> Text:
        """Some channels of a live entry were taken out; its new live text is given back."""
        live = self.subjects[name].live
        assert live is not None
        kept = live.changed(channels=tuple(channel for channel in live["channels"] if channel not in channels))
        self._becomes(name, kept, reason)
        return kept

    def _becomes(self, name: str, found: Text | None, reason: str) -> None:
        before = self.standing()
        self.subjects[name].live = found
        self.subjects[name].yeses = []
        if found is not None:
            self.subjects[name].lived.add(found)
        self.events.append((name, found is not None))
        after = self.standing()
        self.gone |= dict.fromkeys(before - after, reason)
        for came in after:
            self.gone.pop(came, None)

    def settled(self, key: Any) -> None:
        self.proposals = [proposal for proposal in self.proposals if proposal.key != key]

    def deleted(self, name: str) -> None:
        self.subjects[name].exists = False
