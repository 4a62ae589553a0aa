"""Who wrote what: one row for each save of a revision, kept for ever. The second allowed receiver of model signals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Revision

from catalog.publishable import Entry
from cms.workflow.digest import digest
from cms.workflow.models import Authorship

#: Drafts that were saved, each with its entry as it says.
Drafts = Sequence[tuple[Revision, Entry]]

# Who else keeps something about every draft says so at start: each is called with the drafts that were just saved.
followers: list[Callable[[Drafts], None]] = []

# Who else had a hand in a content without having saved it, and may therefore not approve it: each is asked with the
# entry's id, the boundary and the digest, as `authors_since` is.
hands: list[Callable[[UUID, int, str], set[int]]] = []

_origin: ContextVar[str] = ContextVar("origin", default="")


@contextmanager
def written_by_command() -> Iterator[None]:
    """Inside, revisions saved without a user are a command's work; elsewhere such a save has an unknown author."""
    token = _origin.set("command")
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def written_by_partner() -> Iterator[None]:
    """Inside, revisions saved without a user are the words of somebody outside the house, whom no account names."""
    token = _origin.set("partner")
    try:
        yield
    finally:
        _origin.reset(token)


def connect() -> None:
    """Connect the receiver. Called once, when the app is ready."""
    post_save.connect(revision_saved, sender=Revision, dispatch_uid="authorship")


def revision_saved(
    sender: type[Revision], instance: Revision, update_fields: Any = None, raw: bool = False, **_: Any
) -> None:
    if raw or (update_fields is not None and "content" not in update_fields):
        return
    model = instance.content_type.model_class()
    if model is None or not issubclass(model, Entry):
        return
    note([(instance, instance.as_object())])


def note(drafts: Drafts) -> None:
    """Keep who wrote these drafts, and tell the followers. Called here for each save, and by whoever saves many."""
    for follow in followers:
        follow(drafts)
    now = timezone.now()
    # Of an unknown author nothing is kept: the missing row is what the door looks for.
    Authorship.objects.bulk_create(
        Authorship(
            content_id=entry.content_id,
            digest=digest(entry),
            revision_id=revision.pk,
            person_id=revision.user_id,
            origin=origin,
            at=now,
        )
        for revision, entry in drafts
        if (origin := "person" if revision.user_id else _origin.get())
    )


def authors_since(content_id: UUID, boundary: int, digest_: str) -> set[int]:
    """The people who wrote since ``boundary`` (an Authorship id), whoever ever wrote this very text, and `hands`."""
    rows = Authorship.objects.filter(content_id=content_id, person__isnull=False)
    since = rows.filter(pk__gt=boundary).values_list("person_id", flat=True)
    same = rows.filter(digest=digest_).values_list("person_id", flat=True)
    return {*since, *same, *hands_in(content_id, boundary, digest_)}


def hands_in(content_id: UUID, boundary: int, digest_: str) -> set[int]:
    """Who else had a hand in this text, as `hands` says."""
    return {person for hand in hands for person in hand(content_id, boundary, digest_)}


def is_from_outside(content_id: UUID, boundary: int, digest_: str) -> bool:
    """Whether words from outside are in this text, or may be, and nobody of the house has saved just it since."""
    rows = Authorship.objects.filter(Q(pk__gt=boundary) | Q(digest=digest_), content_id=content_id)
    return is_outsiders(rows, digest_)


def is_outsiders(rows: Iterable[Authorship], digest_: str) -> bool:
    """The same, by the rows since the boundary and those of this digest.

    Whoever wrote another text in between answers for nothing here, nor does a command that saved it once more.
    """
    rows = list(rows)
    last = max((row.pk for row in rows if row.origin == "partner"), default=None)
    if last is None:
        return False
    return not any(row.origin == "person" and row.digest == digest_ and row.pk > last for row in rows)


def is_known(content_id: UUID, digest_: str) -> bool:
    """Whether somebody is on record as having written exactly this text."""
    return Authorship.objects.filter(content_id=content_id, digest=digest_).exists()
