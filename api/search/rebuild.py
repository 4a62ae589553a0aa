"""The whole index made anew from what stands: after a restore, or when the words of a text are told in another way."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from api.delivery.log import lock_head
from api.delivery.models import Facet, Head, Reference, SearchText, Standing
from api.search.index import Findable, write
from api.search.models import Frequency, Indexed, Posting
from api.search.remembered import forget
from api.search.terms import TYPES

ITEMS = 200


def rebuild() -> int:
    """Make the index anew and return how many items are in it. Readers search on meanwhile, and so may publication.

    Some items at a time under the lock of the log's head, so no publication is overtaken.
    """
    if not Head.objects.exists():
        return 0
    ids = sorted({*_ids_of(Standing), *_ids_of(Indexed)})
    for start in range(0, len(ids), ITEMS):
        some = ids[start : start + ITEMS]
        with transaction.atomic():
            lock_head()
            touched = {*_places_of(Standing, some), *_places_of(Indexed, some)}
            write(list(_findables(some)), touched)
    _count_anew()
    forget()
    return Indexed.objects.count()


def _ids_of(model: type[Standing] | type[Indexed]) -> set[UUID]:
    return set(model._default_manager.filter(type__in=TYPES).values_list("content_id", flat=True))


def _places_of(model: type[Standing] | type[Indexed], ids: Sequence[UUID]) -> set[tuple[UUID, str]]:
    rows = model._default_manager.filter(content_id__in=ids, type__in=TYPES)
    return set(rows.values_list("content_id", "channel"))


def _findables(ids: Sequence[UUID]) -> Iterator[Findable]:
    items: dict[tuple[UUID, str], Findable] = {}
    for content_id, channel, kind in Standing.objects.filter(content_id__in=ids, type__in=TYPES).values_list(
        "content_id", "channel", "type"
    ):
        items[content_id, channel] = Findable(content_id=content_id, channel=channel, type=kind)
    for content_id, channel, language, name, text in SearchText.objects.filter(content_id__in=ids).values_list(
        "content_id", "channel", "language", "name", "text"
    ):
        if (content_id, channel) in items:
            items[content_id, channel].say(language, name, text)
    references = Reference.objects.filter(content_id__in=ids, role__in=("topics", "related_services"))
    pointed = references.order_by("position").values_list("content_id", "channel", "role", "target").distinct()
    for content_id, channel, role, target in pointed:
        item = items.get((content_id, channel))
        if item is not None:
            item.point(role, target)
    for content_id, channel in Facet.objects.filter(content_id__in=ids, name="area", value="national").values_list(
        "content_id", "channel"
    ):
        if (content_id, channel) in items:
            items[content_id, channel].nationwide = True
    yield from items.values()


def _count_anew() -> None:
    """Count anew in how many items each word stands."""
    with transaction.atomic():
        lock_head()
        counted = Posting.objects.values("term").annotate(items=Count("indexed")).values_list("term", "items")
        known = dict(Frequency.objects.values_list("term", "items"))
        right = dict(counted)
        wrong = [Frequency(term=term, items=items) for term, items in right.items() if known.get(term) != items]
        Frequency.objects.bulk_create(
            wrong, update_conflicts=True, unique_fields=["term"], update_fields=["items"], batch_size=500
        )
        gone = sorted(known.keys() - right.keys())
        for start in range(0, len(gone), 500):
            Frequency.objects.filter(term__in=gone[start : start + 500]).delete()
