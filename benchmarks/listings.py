"""Listings for measurements: the demo's own services, copied with other names, topics, audiences and areas.

`python -m benchmarks.listings 20000` fills the database that the environment names with the demo and with copies.
"""

import random
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import django
import orjson

CHANNEL = "website"
NAMESPACE = uuid.UUID("0b0f5c2e-94a3-4b0e-9c39-2f3f4d7f7a10")
COPIED = r"-[0-9]+copy$"
AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class Original:
    """A service that stands, and what a copy of it takes over."""

    content_id: UUID
    language: str
    slug: str
    title: str
    body: Mapping[str, Any]
    kana_sort: str
    facets: Mapping[str, tuple[str, ...]]
    search: Mapping[str, str]
    references: tuple[tuple[str, int, UUID], ...]

    def record(self) -> Any:
        """Return it as the builder gave it."""
        from api.documents.record import Record, Reference
        from api.documents.service import WebsiteServiceBody

        body = WebsiteServiceBody.model_validate(self.body)
        return Record(
            content_id=self.content_id,
            type="service",
            channel=CHANNEL,
            language=self.language,
            slug=self.slug,
            title=self.title,
            body=body,
            summary=body.shortened(),
            kana_sort=self.kana_sort,
            references=tuple(Reference(*reference) for reference in self.references),
            facets=self.facets,
            search=self.search,
        )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What copies are spread over."""

    topics: list[UUID]
    audiences: list[UUID]
    areas: list[tuple[UUID, str, str]]  # id, code, name


def main(wanted: int) -> None:
    """Make the demo, then as many copies as are missing, and where some were, the index of search.

    A folder of data that another state of the code has made is kept as it is: remove it where search is made otherwise.
    """
    django.setup()
    from django.core.management import call_command

    call_command("demo", verbosity=0)
    if _copy(wanted):
        call_command("rebuild_search", verbosity=0)
        _settle()


def _copy(wanted: int) -> bool:
    """Make the copies that are missing; return whether some were."""
    from django.db import transaction
    from django.utils import timezone

    from api.delivery import store
    from api.delivery.models import Standing

    some, choice = originals("ja"), _choice()
    chance = random.Random(20261125)
    stands = Standing.objects.filter(type="service", channel=CHANNEL, language="ja").count()
    for start in range(stands, wanted, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, wanted))
        records = [_copied(some[n % len(some)], n, choice, chance) for n in numbers]
        with transaction.atomic():
            store.put(records, at=timezone.now(), cause_id=None)
        print(f"{numbers.stop} listings", file=sys.stderr)
    return stands < wanted


def originals(language: str) -> list[Original]:
    """Return the demo's services in a language, in a steady order."""
    from api.delivery.models import Facet, Reference, SearchText, Standing

    place = {"channel": CHANNEL, "language": language}
    found = []
    rows = Standing.objects.filter(type="service", n__gte=1, **place).exclude(slug__regex=COPIED).order_by("content_id")
    columns = ("content_id", "slug", "stub", "version__body", "kana_sort")
    for content_id, slug, stub, body, kana_sort in rows.values_list(*columns):
        here = {"content_id": content_id, **place}
        facets: dict[str, tuple[str, ...]] = {}
        for name, value in Facet.objects.filter(**here).values_list("name", "value"):
            facets[name] = (*facets.get(name, ()), value)
        references = Reference.objects.filter(**here).values_list("role", "position", "target")
        found.append(
            Original(
                content_id=content_id,
                language=language,
                slug=slug,
                title=orjson.loads(bytes(stub))["title"],
                body=orjson.loads(bytes(body)),
                kana_sort=kana_sort,
                facets=facets,
                search=dict(SearchText.objects.filter(**here).values_list("name", "text")),
                references=tuple(references),
            )
        )
    return found


def _choice() -> Choice:
    from api.delivery.models import Standing

    def ids(document_type: str) -> list[UUID]:
        rows = Standing.objects.filter(type=document_type, channel=CHANNEL, language="ja").order_by("slug")
        return list(rows.values_list("content_id", flat=True))

    areas = (
        Standing.objects.filter(type="area", channel=CHANNEL, language="ja")
        .order_by("slug")
        .values_list("content_id", "slug", "stub")
    )
    return Choice(
        topics=ids("topic"),
        audiences=ids("audience"),
        areas=[(content_id, code, orjson.loads(bytes(stub))["title"]) for content_id, code, stub in areas],
    )


def _copied(original: Original, number: int, choice: Choice, chance: random.Random) -> Any:
    """Return the record of one copy: the original's texts under another name, in an area or for the whole country."""
    from api.documents.record import Record, Reference
    from api.documents.service import WebsiteServiceBody

    topics, audiences = chance.sample(choice.topics, 2), chance.sample(choice.audiences, 2)
    here = chance.choice(choice.areas) if number % 10 else None
    name = f"{original.body['name']}({here[2] if here else '全国'}・{number})"
    coverage = {"kind": "areas" if here else "national", "text": None}
    body = WebsiteServiceBody.model_validate(
        {**original.body, "name": name, "name_ja": name, "coverage": coverage}, strict=False
    )
    content_id = uuid.uuid5(NAMESPACE, str(number))
    references = [
        *(Reference(*reference) for reference in original.references if reference[0] == "provider"),
        *(Reference("topics", position, target) for position, target in enumerate(topics)),
        *(Reference("audiences", position, target) for position, target in enumerate(audiences)),
        *([Reference("areas", 0, here[0])] if here else []),
    ]
    return Record(
        content_id=content_id,
        type="service",
        channel="website",
        language="ja",
        slug=f"{original.slug[:40]}-{number}copy",
        title=name,
        body=body,
        summary=body.shortened(),
        # In the order of the country, not of the originals: neighbours in a list differ as they do in real ones.
        kana_sort=f"{original.kana_sort} {chance.random():.9f}",
        references=tuple(references),
        facets={
            **original.facets,
            "topic": tuple(map(str, topics)),
            "audience": tuple(map(str, audiences)),
            "area": (here[1],) if here else ("national",),
        },
        search={**original.search, "name": name},
    )


def _settle() -> None:
    """Let the database learn what it holds, as time does in production."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main(int(sys.argv[1]))
