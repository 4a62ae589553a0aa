"""Rows that follow from the records (references, facets, hours, search texts): rewritten where they differ."""

from collections.abc import Sequence
from uuid import UUID

from django.db import models

from api.delivery.chunks import CHUNK, chunks
from api.delivery.list_keys import keys_of
from api.delivery.log import Key
from api.delivery.models import Facet, HourPattern, Listed, Reference, SearchText, Standing
from api.documents.opening import patterns_named
from api.documents.record import Record


def derive(records: Sequence[Record]) -> None:
    """Make the derived rows of these documents what the records say."""
    keys = {_key(record) for record in records}
    _rewrite(
        Reference,
        ("role", "position", "target"),
        keys,
        {(*_key(record), *reference) for record in records for reference in record.references},
    )
    _rewrite(
        Facet,
        ("type", "name", "value"),
        keys,
        {
            (*_key(record), record.type, name, value)
            for record in records
            for name, values in record.facets.items()
            for value in values
        },
    )
    _rewrite(
        SearchText,
        ("name", "text"),
        keys,
        {(*_key(record), name, text) for record in records for name, text in record.search.items()},
    )
    _note_hours(records)
    _list(records)


def _note_hours(records: Sequence[Record]) -> None:
    """Write the hours that facets of these records name by their keys."""
    patterns = {
        key: text for record in records if "hours" in record.facets for key, text in patterns_named(record.body).items()
    }
    for chunk in chunks(sorted(patterns)):
        known = set(HourPattern.objects.filter(key__in=chunk).values_list("key", flat=True))
        rows = [HourPattern(key=key, text=patterns[key]) for key in chunk if key not in known]
        HourPattern.objects.bulk_create(rows, ignore_conflicts=True)


def _list(records: Sequence[Record]) -> None:
    """Put these documents, which stand by now, into their lists, and out of those where they are no more."""
    facets = {_key(record): record.facets for record in records}
    for chunk in chunks(sorted({record.content_id for record in records})):
        stands = Standing.objects.filter(content_id__in=chunk)
        wanted = set()
        ours = set()
        for pk, content_id, channel, language, type, kana_sort in stands.values_list(
            "pk", "content_id", "channel", "language", "type", "kana_sort"
        ):
            if (content_id, channel, language) in facets:
                ours.add(pk)
                keys = keys_of((channel, language, type), facets[content_id, channel, language])
                wanted |= {(key, kana_sort, content_id, pk) for key in keys}
        _list_anew(ours, wanted)


def _list_anew(standing: set[int], wanted: set[tuple[int, str, UUID, int]]) -> None:
    kept, gone = set(), []
    for chunk in chunks(sorted(standing)):
        for pk, *values in Listed.objects.filter(standing__in=chunk).values_list(
            "pk", "list_key", "kana_sort", "content_id", "standing"
        ):
            row = tuple(values)
            if row in wanted:
                kept.add(row)
            else:
                gone.append(pk)
    for run in chunks(gone):
        Listed.objects.filter(pk__in=run).delete()
    Listed.objects.bulk_create(
        [
            Listed(list_key=key, kana_sort=kana_sort, content_id=content_id, standing_id=pk)
            for key, kana_sort, content_id, pk in sorted(wanted - kept)
        ],
        batch_size=CHUNK,
    )


def erase(model: type[models.Model], keys: set[Key]) -> None:
    """Delete all rows of `model` that belong to these documents."""
    _rewrite(model, (), keys, set())


def _key(record: Record) -> Key:
    return record.content_id, record.channel, record.language


def _rewrite(
    model: type[models.Model], columns: tuple[str, ...], keys: set[Key], wanted: set[tuple[object, ...]]
) -> None:
    names = ("content_id", "channel", "language", *columns)
    rows = model._default_manager
    kept = set()
    gone = []
    for chunk in chunks(sorted({key[0] for key in keys})):
        for pk, *values in rows.filter(content_id__in=chunk).values_list("pk", *names):
            row = tuple(values)
            if row in wanted:
                kept.add(row)
            elif row[:3] in keys:
                gone.append(pk)
    for run in chunks(gone):
        rows.filter(pk__in=run).delete()
    # Sorted: the same unit numbers its rows the same way, in whatever order a database gave what was there.
    rows.bulk_create([model(**dict(zip(names, row, strict=True))) for row in sorted(wanted - kept)], batch_size=CHUNK)
