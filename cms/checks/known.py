"""What rules must know from beyond one entry, asked of the database by index, a bounded number of times."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from api.hours.holidays import JAPAN
from catalog import phone
from cms.checks.links import in_words
from cms.checks.models import LinkState, Trace, WordRule
from cms.checks.reading import Reading
from cms.checks.rule import Known, Told, Word
from cms.checks.rules.repeated import comparable


def today() -> date:
    return timezone.now().astimezone(JAPAN).date()


def known_for(readings: Sequence[Reading]) -> list[Known]:
    """What is known for each of these readings: a few questions for all of them together."""
    common = Known(today=today(), words=_words(), links=_links(readings), grade=settings.KIDS_KANJI_GRADE)
    marks = [set(marks_of(reading)) for reading in readings]
    holders = _holders(set().union(*marks)) if marks else {}
    return [
        replace(
            common,
            others={
                mark: tuple(holder.name for holder in holders.get(mark, ()) if holder.content_id != reading.content_id)
                for mark in some
            },
        )
        for reading, some in zip(readings, marks, strict=True)
    ]


def marks_of(reading: Reading) -> Iterator[str]:
    """The numbers and longer texts by which an entry is compared with others."""
    for contact in reading.contacts:
        if contact.channel == "phone" and contact.value:
            try:
                digits = phone.dial(contact.value)
            except phone.PhoneInvalid:
                continue
            if digits not in phone.SHORT_CODES:
                yield digits
    for text in reading.texts:
        if (digest := comparable(text)) is not None:
            yield digest


@dataclass(frozen=True)
class _Holder:
    content_id: UUID
    name: str


def _holders(marks: Iterable[str]) -> dict[str, list[_Holder]]:
    """Who holds these marks and still exists."""
    found = list(Trace.objects.filter(mark__in=marks).order_by("pk").values_list("mark", "content_id", "name", "model"))
    ids: dict[str, set[UUID]] = defaultdict(set)
    for _mark, content_id, _name, model in found:
        ids[model].add(content_id)
    there = {
        content_id
        for model, some in ids.items()
        for content_id in apps.get_model(model)
        ._default_manager.filter(content_id__in=some)
        .values_list("content_id", flat=True)
    }
    holders: dict[str, list[_Holder]] = defaultdict(list)
    for mark, content_id, name, _model in found:
        if content_id in there:
            holders[mark].append(_Holder(content_id, name))
    return holders


def _words() -> tuple[Word, ...]:
    rows = WordRule.objects.filter(active=True).order_by("kind", "pk")
    return tuple(
        Word(kind, word, reason, instead, blocks, tuple(filter(None, map(str.strip, unless.splitlines()))))
        for kind, word, reason, instead, blocks, unless in rows.values_list(
            "kind", "word", "reason", "instead", "blocks", "unless"
        )
    )


def _links(readings: Iterable[Reading]) -> dict[str, Told]:
    urls = {link.url for reading in readings for link in reading.links}
    return (
        {row.url: Told(row.dead, in_words(row.said)) for row in LinkState.objects.filter(url__in=urls)} if urls else {}
    )
