"""An editors' house of a wanted size: the demo, copies of its services with all that editing knows of them, and work.

`python -m benchmarks.house 20000` fills the database that the environment names. Copies are written row by row, past
the screens: the row, its contacts, revision, authorship, demo approval, audit row, documents, translation work, marks.
"""

import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django

NAMESPACE = uuid.UUID("5d2f1be6-27c0-4c0b-8fd0-8f6d0a0f6b21")
COPIED = "-copy-"
AT_ONCE = 500
DOCUMENTED = 4  # every so many copies have documents: those cost more than all else, and `make bench` measures them
WAITING = 50


@dataclass(frozen=True)
class Kit:
    """What copies are made from and spread over."""

    services: list[Any]
    topics: list[Any]
    audiences: list[Any]
    areas: list[Any]
    writer: Any


def main(wanted: int) -> None:
    """Make the demo, as many copies as are missing, and fifty drafts that wait."""
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from benchmarks.listings import _settle
    from catalog.models import Service

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not get_user_model().objects.filter(username="writer").exists():
        call_command("demo", verbosity=0)
    kit, chance = _kit(), random.Random(20261125)
    there = Service.objects.count()
    for start in range(there, wanted, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, wanted))
        _write(numbers, kit, chance)
        print(f"{numbers.stop} services", file=sys.stderr)
    _round()
    _wait(kit.writer)
    _settle()


def _kit() -> Kit:
    from django.contrib.auth import get_user_model

    from catalog.models import Area, Audience, Service, Topic

    copied = Service.objects.filter(public_slug__contains=COPIED)
    originals = Service.objects.filter(live=True).exclude(pk__in=copied.values("pk")).order_by("pk")
    return Kit(
        services=list(originals.select_related("provider")),
        topics=list(Topic.objects.filter(live=True).order_by("pk")),
        audiences=list(Audience.objects.filter(live=True).order_by("pk")),
        areas=list(Area.objects.select_related("parent").order_by("pk")),
        writer=get_user_model().objects.get(username="writer"),
    )


def _write(numbers: range, kit: Kit, chance: random.Random) -> None:
    """Write one lot of copies, all or none. Children are held in memory too, so that nothing is read back."""
    from django.db import transaction
    from django.utils import timezone

    from catalog.models import Service

    with transaction.atomic():
        at = timezone.now().replace(microsecond=0)
        originals = [kit.services[number % len(kit.services)] for number in numbers]
        services = [_row(original, number, at) for original, number in zip(originals, numbers, strict=True)]
        Service._base_manager.bulk_create(services)
        _children(services, numbers, kit, chance)
        _drafts(services, kit.writer, at)
        _record(services, kit.writer, at)
        _references(services, originals)


def _row(original: Any, number: int, at: Any) -> Any:
    """A copy in Japanese alone: the other languages are what waits in the list of translations."""
    from copy import copy

    row = copy(original)
    row._state, row._prefetched_objects_cache, row._cluster_related_objects = copy(original._state), {}, {}
    row._state.adding, row.pk, row.content_id = True, None, uuid.uuid5(NAMESPACE, str(number))
    row.public_slug = f"{original.public_slug[:40]}{COPIED}{number}"
    for name in row.translated_fields:
        for language in ("ja_easy", "en", "zh_hans", "ko", "vi"):
            setattr(row, f"{name}_{language}", None)
    row.name_ja = row.name = f"{original.name_ja}({number})"
    row.summary_ja = row.summary = f"{original.summary_ja}({number}番目の窓口)"
    row.url = f"https://example.test/{number}"
    row.channels, row.crisis, row.coverage_kind = ["website"], False, "areas" if number % 10 else "national"
    row.verified_on, row.review_by = at.date() - timedelta(days=number % 500), at.date() + timedelta(days=number % 365)
    row.latest_revision = row.live_revision = None
    return row


def _children(services: Sequence[Any], numbers: range, kit: Kit, chance: random.Random) -> None:
    from catalog.models import ContactPoint, Service

    for service, number in zip(services, numbers, strict=True):
        service._cluster_related_objects = {
            "contact_points": _contacts(service, number),
            "topics": chance.sample(kit.topics, 2),
            "audiences": chance.sample(kit.audiences, 2),
            "areas": [chance.choice(kit.areas)] if number % 10 else [],
            "sources": [],
        }
    held = [service._cluster_related_objects for service in services]
    ContactPoint._base_manager.bulk_create(contact for one in held for contact in one["contact_points"])
    for name in ("topics", "audiences", "areas"):
        many: Any = Service._meta.get_field(name)
        through, mine, theirs = many.remote_field.through, many.m2m_field_name(), many.m2m_reverse_field_name()
        through._base_manager.bulk_create(
            through(**{f"{mine}_id": service.pk, f"{theirs}_id": row.pk})
            for service in services
            for row in service._cluster_related_objects[name]
        )


def _contacts(service: Any, number: int) -> list[Any]:
    """A free number for every third, a number and a form for the others."""
    from catalog.models import ContactPoint

    free = f"0120-{100 + number // 1000}-{number % 1000:03d}"
    paid = f"03-{3000 + number // 10000}-{number % 10000:04d}"
    form = f"https://example.test/{number}/form"
    ways = [("phone", free, "電話")] if number % 3 == 0 else [("phone", paid, "電話"), ("web_form", form, "フォーム")]
    return [
        ContactPoint(
            service=service,
            sort_order=position,
            channel=channel,
            value=value,
            label_ja=label,
            hours="Mo-Fr 09:00-17:00; PH off",
        )
        for position, (channel, value, label) in enumerate(ways)
    ]


def _drafts(services: Sequence[Any], writer: Any, at: Any) -> None:
    """A revision of each, which is the latest and the live one."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ModelLogEntry, Revision

    from catalog.models import Service

    kind = ContentType.objects.get_for_model(Service)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(service.pk),
            object_str=str(service),
            content=service.serializable_data(),
            created_at=at,
            user=writer,
        )
        for service in services
    )
    for service, revision in zip(services, revisions, strict=True):
        service.latest_revision = service.live_revision = revision
        service.has_unpublished_changes, service.live = False, True
        service.first_published_at = service.last_published_at = at
    Service._base_manager.bulk_update(
        services,
        ["latest_revision", "live_revision", "has_unpublished_changes", "first_published_at", "last_published_at"],
        batch_size=100,
    )
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(service.pk),
            label=str(service),
            action=action,
            user=writer,
            timestamp=at,
            revision=service.latest_revision,
            uuid=uuid.uuid4(),
        )
        for service in services
        for action in ("wagtail.create", "wagtail.publish")
    )


def _record(services: Sequence[Any], writer: Any, at: Any) -> None:
    """Who wrote and approved them, their documents, and what checks and translation keep."""
    from api.delivery import store
    from api.search import index
    from cms.checks import links
    from cms.checks.read_entry import Policies, read
    from cms.publication import builders
    from cms.workflow.digest import digest
    from cms.workflow.models import Approval, Authorship, LiveDigest

    rows = [({"content_id": one.content_id, "digest": digest(one), "at": at}, one.latest_revision) for one in services]
    people = Authorship.objects.bulk_create(
        Authorship(**some, revision_id=revision.pk, person=writer, origin="person") for some, revision in rows
    )
    Approval.objects.bulk_create(Approval(**some, step="demo", revision=revision) for some, revision in rows)
    approved = Approval.objects.order_by("-pk").values_list("pk", flat=True)[0]
    LiveDigest.objects.bulk_create(
        LiveDigest(**some, door="demo", authorship_boundary=person.pk, approval_boundary=approved)
        for (some, _), person in zip(rows, people, strict=True)
    )
    records = [record for service in services[::DOCUMENTED] for record in builders.records("service", service)]
    index.follow(store.put(records, at=at, cause_id=None), records)
    policies = Policies()
    readings = [read(service, policies) for service in services]
    links.queue(readings)
    _marks(services, readings)
    _work(services, at)


def _work(services: Sequence[Any], at: Any) -> None:
    """Every copy waits for all languages; the next save of one measures it."""
    from catalog.languages import translations
    from cms.translation.models import Work

    Work.objects.bulk_create(
        Work(
            content_id=service.content_id,
            language=language,
            type="service",
            name=str(service),
            missing=4,
            waiting_since=at - timedelta(days=number % 90),
        )
        for number, service in enumerate(services)
        for language in translations()
    )


def _references(services: Sequence[Any], originals: Sequence[Any]) -> None:
    """What Wagtail knows of what they name: what it knows of the originals."""
    from copy import copy

    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ReferenceIndex

    from catalog.models import Service

    known: dict[str, list[Any]] = {}
    kind = ContentType.objects.get_for_model(Service)
    ids = {str(original.pk) for original in originals}
    for row in ReferenceIndex.objects.filter(content_type=kind, object_id__in=ids):
        known.setdefault(row.object_id, []).append(row)
    copies = []
    for service, original in zip(services, originals, strict=True):
        for row in map(copy, known.get(str(original.pk), ())):
            if "." not in row.model_path:  # not those of children, which have other ids
                row._state, row.pk, row.object_id = copy(row._state), None, str(service.pk)
                row._state.adding = True
                copies.append(row)
    ReferenceIndex.objects.bulk_create(copies)


def _marks(services: Sequence[Any], readings: Sequence[Any]) -> None:
    from cms.checks.known import marks_of
    from cms.checks.models import Trace

    Trace.objects.bulk_create(
        Trace(content_id=service.content_id, model="catalog.service", name=str(service)[:200], mark=mark)
        for service, reading in zip(services, readings, strict=True)
        for mark in sorted(set(marks_of(reading)))
    )


def _round() -> None:
    """A round of checks that found something in every third service, without the hours that a real one takes."""
    from django.utils import timezone

    from catalog.models import Service
    from cms.checks.models import Round, RoundFinding

    Round.objects.all().delete()
    now = timezone.now()
    round_ = Round.objects.create(started_at=now, finished_at=now, running=None)
    RoundFinding.objects.bulk_create(_findings(round_, Service.objects.order_by("pk").iterator()), batch_size=500)


def _findings(round_: Any, services: Any) -> Iterator[Any]:
    from cms.checks.models import RoundFinding

    for number, service in enumerate(services):
        if number % 3 == 0:
            yield RoundFinding(
                round=round_,
                content_id=service.content_id,
                model="catalog.service",
                name=str(service)[:200],
                rule="repeated",
                level="warn" if number % 9 else "block",
                field="summary",
                language="ja",
                where="概要",
                said="ほかと同じ文です。",
                todo="この窓口のことばにしてください。",
            )


def _wait(writer: Any) -> None:
    """Fifty services have a new draft that waits, submitted as the editor does."""
    from wagtail.models import WorkflowState

    from catalog.models import Service

    open_ones = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count()
    if open_ones >= WAITING:
        return
    rows = Service.objects.filter(public_slug__contains=COPIED).order_by("-pk")
    for service in rows[open_ones:WAITING]:
        draft = service.get_latest_revision_as_object()
        draft.summary_ja = f"{draft.summary_ja}いつでもどうぞ。"
        draft.save_revision(user=writer)
        draft.get_workflow().start(draft.get_latest_revision_as_object(), writer)


if __name__ == "__main__":
    main(int(sys.argv[1]))
