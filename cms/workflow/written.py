"""Who wrote a content, by the record: what the door asks before anybody may say yes to it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import TaskState

from catalog.publishable import Entry
from cms.workflow import authorship, door
from cms.workflow.digest import digest
from cms.workflow.models import Authorship, LiveDigest


@dataclass(frozen=True)
class Written:
    """One content, who had a hand in it since what is live, and whether nobody of the house wrote it."""

    content_id: UUID
    digest: str
    authors: frozenset[int]
    is_known: bool
    is_from_outside: bool


def written(entry: Entry) -> Written:
    """The record of this content, as the door reads it."""
    content, last = digest(entry), door.live_digest(entry.content_id)
    boundary = last.authorship_boundary if last else 0
    return Written(
        content_id=entry.content_id,
        digest=content,
        authors=frozenset(authorship.authors_since(entry.content_id, boundary, content)),
        is_known=authorship.is_known(entry.content_id, content),
        is_from_outside=authorship.is_from_outside(entry.content_id, boundary, content),
    )


def all_written(states: Sequence[TaskState]) -> dict[int, Written]:
    """The record of everything that waits, by the id of its state: three statements, however much it is.

    The digest is the one that was recorded with the revision; the page of each text reads the text itself.
    """
    digests = _digests(states)
    told = {state.pk: _content_id(state) for state in states if state.revision_id in digests}
    boundaries = _boundaries(set(told.values()))
    rows = _authorships(set(told.values()), set(digests.values()), min(boundaries.values(), default=0))
    found = {}
    for state in states:
        if state.revision_id not in digests:  # nobody is on record for this revision: perhaps for the same text
            found[state.pk] = written(state.revision.as_object())
            continue
        content_id, content = told[state.pk], digests[state.revision_id]
        found[state.pk] = _written(content_id, content, boundaries.get(content_id, 0), rows[content_id])
    return found


def _written(content_id: UUID, content: str, boundary: int, rows: Sequence[Authorship]) -> Written:
    same = [row for row in rows if row.digest == content]
    by = [row.person_id for row in rows if row.digest == content or row.pk > boundary]
    # Others have a hand in what came from outside alone, which is little of what waits.
    others = authorship.hands_in(content_id, boundary, content) if any(row.origin == "partner" for row in rows) else ()
    authors = frozenset(person for person in (*by, *others) if person is not None)
    return Written(
        content_id=content_id,
        digest=content,
        authors=authors,
        is_known=bool(same),
        is_from_outside=authorship.is_outsiders(
            (row for row in rows if row.digest == content or row.pk > boundary), content
        ),
    )


def _content_id(state: TaskState) -> UUID:
    return UUID(state.revision.content["content_id"])


def _digests(states: Sequence[TaskState]) -> dict[int, str]:
    rows = Authorship.objects.filter(revision_id__in=[state.revision_id for state in states])
    # By content_id too, which has an index.
    rows = rows.filter(content_id__in={_content_id(state) for state in states})
    return {row.revision_id: row.digest for row in rows.only("revision_id", "digest").order_by("pk") if row.revision_id}


def _boundaries(content_ids: set[UUID]) -> dict[UUID, int]:
    rows = LiveDigest.objects.filter(content_id__in=content_ids).order_by("pk")
    found = dict(rows.values_list("content_id", "authorship_boundary"))
    return {content_id: found.get(content_id, 0) for content_id in content_ids}


def _authorships(content_ids: set[UUID], digests: set[str], after: int) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    rows = Authorship.objects.filter(Q(pk__gt=after) | Q(digest__in=digests), content_id__in=content_ids)
    for row in rows.only("pk", "content_id", "digest", "person_id", "origin"):
        found[row.content_id].append(row)
    return found
