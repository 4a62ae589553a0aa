"""The closed lists that published content makes (topics, audiences, areas), and what a filter by them means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.delivery import log_since, queries
from api.delivery.followed import Followed
from api.delivery.parameters import Unreadable, unknown
from api.delivery.queries import LogHead, Place

TYPES = ("topic", "audience", "area")
# What a service says of its reach besides area codes: one desk for all, or one in every area.
REACHES_ALL = ("national", "everywhere")
ANYONE = "anyone"


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area by its code: what it lies in, and what followed it once it was closed."""

    parents: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What can be filtered by, in one channel."""

    terms: Mapping[str, Mapping[str, str]]  # type -> slug or id -> id
    areas: Mapping[str, Area]

    def facet_values(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        """Return the facet values that a filter matches. Raises Unreadable for a name that is not known."""
        if name == "area":
            return self._reach(values)
        known = self.terms[name]
        found = []
        for value in values:
            if value not in known:
                raise Unreadable(unknown(value))
            found.append(known[value])
        if name == "audience" and ANYONE in known:
            found.append(known[ANYONE])
        return tuple(dict.fromkeys(found))

    def _reach(self, values: Sequence[str]) -> tuple[str, ...]:
        codes: dict[str, None] = dict.fromkeys(REACHES_ALL)
        waiting = [self._code(value) for value in values]
        while waiting:
            code = waiting.pop()
            if code in codes or code not in self.areas:
                continue
            codes[code] = None
            area = self.areas[code]
            # A closed area's people live in what followed it.
            waiting += [*area.parents, *area.successors]
        return tuple(codes)

    def _code(self, value: str) -> str:
        """Return the six digits that two (a prefecture), five (no check digit) or six stand for."""
        start = value.ljust(5, "0") if len(value) == 2 else value
        for code in (value,) if len(value) == 6 else tuple(f"{start}{digit}" for digit in range(10)):
            if code in self.areas:
                return code
        raise Unreadable(unknown(value))


def load(place: Place) -> Vocabulary:
    """Read the vocabulary of a place. Two queries."""
    terms: dict[str, dict[str, str]] = {"topic": {}, "audience": {}}
    codes: dict[UUID, str] = {}
    for document_type, slug, content_id in queries.names(place, TYPES):
        if document_type == "area":
            codes[content_id] = slug
        else:
            terms[document_type][slug] = terms[document_type][str(content_id)] = str(content_id)
    pointers: dict[str, dict[UUID, list[str]]] = {"parent": {}, "successors": {}}
    for content_id, role, target in queries.links(place, "area", tuple(pointers)):
        if target in codes:
            pointers[role].setdefault(content_id, []).append(codes[target])
    areas = {
        code: Area(
            parents=tuple(pointers["parent"].get(content_id, ())),
            successors=tuple(pointers["successors"].get(content_id, ())),
        )
        for content_id, code in codes.items()
    }
    return Vocabulary(terms=terms, areas=areas)


_followed: dict[Place, Followed[Vocabulary]] = {}


def vocabulary(place: Place, head: LogHead | None) -> Vocabulary:
    """Return the vocabulary of a place as of a head: no query while no topic, audience or area changes."""
    if head is None:
        return Vocabulary(terms={"topic": {}, "audience": {}}, areas={})
    if place not in _followed:
        _followed[place] = Followed(load=lambda: load(place), still_right=_untouched)
    return _followed[place].at(head)


def _untouched(seen: LogHead, value: Vocabulary) -> bool:
    # In any channel: a slug is claimed for all of them.
    return log_since.untouched_since(seen, None, TYPES, ())
