"""Taking out, in the two people's way and past it: done to the product and to the model."""

from collections.abc import Collection
from contextlib import nullcontext
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete import DeleteAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from catalog.publishable import Entry
from cms.publication import withdraw
from cms.publication.unit import PublicationRefused
from tests.catalog.editing import url
from tests.histories.model import Proposal, Verdict
from tests.histories.play import Play, Violation


def propose(play: Play, name: str, by: str, channels: Collection[str], reason: str) -> bool:
    subject, row = play.model.subjects[name], play.row(name)
    may = (
        "propose" in play.model.rights[by]
        and subject.live is not None
        and not _in_a_crisis_route(play, name, channels)
        and not any(proposal.name == name for proposal in play.model.proposals)
    )
    other = play.model.subjects["desk" if name != "desk" else "second-desk"].content_id
    made = None
    with play.judged(Verdict.YES if may else Verdict.NO, "withdrawal proposed"):
        made = withdraw.propose(
            row,
            channels=list(channels),
            reason=reason,
            person=play.users[by],
            at=timezone.now(),
            replacement=UUID(other) if reason == "merged" else None,
        )
    if made is not None and subject.live is not None:
        play.model.proposals.append(Proposal(name, made.pk, frozenset(channels), reason, by, subject.live))
    return made is not None


def _in_a_crisis_route(play: Play, name: str, channels: Collection[str]) -> bool:
    subject = play.model.subjects[name]
    of = subject.live["about"] if subject.live and subject.kind == "kids_text" else name
    return any(of in (play.model.crisis_members(channel) or ()) for channel in channels)


def confirm(play: Play, proposal: Proposal, by: str) -> None:
    subject = play.model.subjects[proposal.name]
    may = (
        "confirm" in play.model.rights[by]
        and proposal.by != by
        and subject.live == proposal.of
        and not _in_a_crisis_route(play, proposal.name, proposal.channels)
    )
    in_channels = {subject.channel} if subject.channel else set(proposal.of["channels"] or ("kids",))
    whole = proposal.channels >= in_channels
    if may and whole:
        may = play.model.may_leave(proposal.name)
    elif may:
        kept = tuple(channel for channel in proposal.of["channels"] if channel not in proposal.channels)
        may = play.model.crisis_route_stands({**play.model.live(), proposal.name: proposal.of.changed(channels=kept)})
    drafted = play.row(proposal.name).has_unpublished_changes
    with play.judged(Verdict.YES if may else Verdict.NO, "withdrawal confirmed") as done:
        withdraw.confirm(proposal.key, person=play.users[by], at=timezone.now())
    if not done[0]:
        return
    play.model.settled(proposal.key)
    if whole:
        play.model.leaves(proposal.name, proposal.reason)
        return
    before = subject.latest if drafted else proposal.of
    kept_text = play.model.leaves_some(proposal.name, proposal.channels, proposal.reason)
    left = before.changed(channels=tuple(name for name in before["channels"] if name not in proposal.channels))
    play.model.saved(proposal.name, left, "", play.row(proposal.name).latest_revision_id)
    if left == kept_text:
        subject.live_from = len(subject.saves) - 1


def decline(play: Play, proposal: Proposal, by: str) -> None:
    may = "confirm" in play.model.rights[by] or proposal.by == by
    with play.judged(Verdict.YES if may else Verdict.NO, "withdrawal declined") as done:
        withdraw.decline(proposal.key, person=play.users[by], at=timezone.now())
    if done[0]:
        play.model.settled(proposal.key)


def force_out(play: Play, name: str, how: str) -> None:
    """Unpublish or delete past the withdrawal."""
    row, subject, user = play.row(name), play.model.subjects[name], play.users["superuser"]
    with play.judged(Verdict.NO if subject.live else Verdict.EITHER, f"{how} past the withdrawal"):
        match how:
            case "unpublish":
                row.unpublish(user=user)
            case "delete":
                (DeletePageAction if isinstance(row, Page) else DeleteAction)(row, user=user).execute()
            case "plain delete":
                # As in life, where no other transaction is around it; a page leaves by a door that begins its own.
                with nullcontext() if isinstance(row, Page) else transaction.atomic():
                    row.delete()
            case "posted unpublish" | "posted delete":
                view = how.removeprefix("posted ")
                play.browser("superuser").post(url(type(row), view, row.pk))
                if subject.live and not _is_live(row):
                    raise Violation(f"{name}: {how} took it out")
                if subject.live:
                    raise PublicationRefused("told on the page")
    if not type(row).objects.filter(pk=row.pk).exists():
        play.tell("deleted")
        play.model.deleted(name)
        play.pages = [page for page in play.pages if page.name != name]


def _is_live(row: Entry) -> bool:
    return type(row).objects.filter(pk=row.pk, live=True).exists()
