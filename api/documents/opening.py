"""Whether a desk is open now. A stored document says only by which hours; the answer says it for its own moment."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, Strict, model_validator
from pydantic.json_schema import SkipJsonSchema

from api.documents.envelope import ClosureDates, Part
from api.hours.pattern import Pattern, read, written

SIGN: Final = "hours:"


class Opening(Part):
    """What holds at the moment of the answer."""

    open: bool | None = Field(description="Null: nobody knows, since hours are unknown. Neither open nor closed.")
    closes_at: datetime | None = Field(description="When what is open now closes; null: no end in sight.")
    next_opens_at: datetime | None = Field(description="When what is not open now opens next, as far as is known.")


#: How a stored document names the hours and closures; an answer writes there what holds at its moment.
ByHours = Annotated[str, Strict(), Field(pattern=f"^{SIGN}")]
OpeningNow = Annotated[
    Opening | SkipJsonSchema[ByHours],
    Field(
        description="Whether it is open at the moment of the answer, closures and Japanese holidays counted. "
        "An answer kept beyond `closes_at` or `next_opens_at` is old: ask again."
    ),
]


def by_hours(*patterns: Pattern) -> str:
    """Return what a stored document says in the place of an opening."""
    return SIGN + written(patterns)


def patterns_named(body: BaseModel) -> dict[str, str]:
    """Return the patterns with known hours that a stored service names, by key: what a filter by hours can find."""
    told = getattr(body, "opening", None)
    patterns = read(told.removeprefix(SIGN)) if isinstance(told, str) else ()
    return {pattern.key: pattern.text for pattern in patterns if pattern.hours}


class OpensByHours(Part):
    """What has hours of its own, and perhaps a closure. Where it is built, its opening follows from them."""

    opening: OpeningNow = Field(default_factory=lambda: SIGN)

    @model_validator(mode="before")
    @classmethod
    def opening_follows_from_hours(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "opening" in given:
            return given
        return {**given, "opening": by_hours(_pattern(given, given.get("closure")))}


class OpensByContacts(Part):
    """What is open while any of its contacts is. A closure of the whole closes each of them."""

    opening: OpeningNow = Field(default_factory=lambda: SIGN)

    @model_validator(mode="before")
    @classmethod
    def opening_follows_from_contacts(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "opening" in given:
            return given
        closure = given.get("closure")
        contacts = [contact if isinstance(contact, dict) else _fields(contact) for contact in given.get("contacts", ())]
        patterns = [_pattern(contact, contact.get("closure"), closure) for contact in contacts]
        told = [{**contact, "opening": by_hours(pattern)} for contact, pattern in zip(contacts, patterns, strict=True)]
        whole = patterns or [_pattern({}, closure)]
        return {**given, "contacts": tuple(told), "opening": by_hours(*whole)}


def _pattern(contact: Mapping[str, Any], *closures: ClosureDates | Mapping[str, Any] | None) -> Pattern:
    return Pattern.of(contact.get("hours"), [days for closure in closures for days in _days(closure)])


def _days(closure: ClosureDates | Mapping[str, Any] | None) -> Iterator[tuple[date | None, date | None]]:
    if isinstance(closure, ClosureDates):
        yield closure.from_, closure.until
    elif closure:
        yield _day(closure.get("from", closure.get("from_"))), _day(closure.get("until"))


def _day(told: date | str | None) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _fields(contact: Part) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in type(contact).model_fields}
