"""Taking out takes two people: one proposes and says why, another looks at what stands and confirms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from wagtail.actions.unpublish import UnpublishAction

from catalog.models import EmergencySet
from catalog.publishable import Entry
from cms.publication import gates, sources
from cms.publication.models import Withdrawal
from cms.publication.unit import Leaving, PublicationRefused, Unit, unit
from cms.workflow.authorship import written_by_command
from cms.workflow.digest import digest
from pages.models import KidsText

#: Only then are published texts erased: else the record of what was said is worth more.
ERASING_REASONS = ("wrong", "harm")


def entry_of(content_id: UUID) -> Entry | None:
    """The live entry with this id, of whatever type."""
    for model in sources.ENTRY_MODELS:
        if (row := sources.live_rows(model, [content_id]).get(content_id)) is not None:
            return row  # type: ignore[no-any-return]
    return None


def obstacles(entry: Entry, channels: list[str]) -> list[str]:
    """Why it cannot be taken out of these channels, in Japanese; empty if it can."""
    return [reason for gate in gates.GATES for reason in gate(spoken_for(entry), channels)]


def spoken_for(entry: Entry) -> UUID:
    """Whose documents an entry makes: a kids' text those of its source."""
    if isinstance(entry, KidsText) and entry.about:
        return entry.about
    return entry.content_id


class Details(TypedDict, total=False):
    """What a proposal may say besides: a note for colleagues, what readers use instead, haste, and erasing."""

    note: str
    replacement: UUID | None
    urgent: bool
    erase: bool


def propose(
    entry: Entry, *, channels: list[str], reason: str, person: Any, at: datetime, **details: Unpack[Details]
) -> Withdrawal:
    """Ask for an entry to leave these channels. With ``erase``, the texts that it published go from the store as well.

    Raises PermissionDenied, PublicationRefused.
    """
    if not person.has_perm("publication.propose_withdrawal"):
        raise PermissionDenied
    if reasons := _faults(entry, channels, reason, details) or obstacles(entry, channels):
        raise PublicationRefused(*reasons, entry=entry)
    return Withdrawal.objects.create(
        content_id=entry.content_id,
        channels=sorted(channels),
        reason=reason,
        digest=digest(entry),
        proposed_by=person,
        proposed_at=at,
        **details,
    )


def _faults(entry: Entry, channels: list[str], reason: str, details: Details) -> list[str]:
    """What is wrong with a proposal itself, in Japanese."""
    unknown = [channel for channel in channels if channel not in gates.CHANNEL_NAMES]
    open_ones = Withdrawal.objects.filter(confirmed_at__isnull=True, declined_at__isnull=True)
    replacement = details.get("replacement")
    rules = (
        (not entry.live, gettext("公開されていないので、取り下げるものがありません。")),
        (bool(unknown), gettext("公開先がわかりません: %(unknown)s") % {"unknown": gettext("、").join(unknown)}),
        (not channels, gettext("取り下げる公開先を選んでください。")),
        (
            reason == "merged" and replacement is None,
            gettext("ほかのものにまとめるときは、かわりのものを選んでください。"),
        ),
        (replacement == entry.content_id, gettext("かわりのものには、別のものを選んでください。")),
        (
            details.get("erase", False) and reason not in ERASING_REASONS,
            gettext(
                "公開した文を記録から消せるのは、理由が「内容がまちがっている」か「利用者に害がある」のときだけです。"
            ),
        ),
        (open_ones.filter(content_id=entry.content_id).exists(), gettext("すでに取り下げが申し出られています。")),
    )
    return [sentence for broken, sentence in rules if broken]


def confirm(withdrawal_id: UUID, *, person: Any, at: datetime) -> None:
    """Carry it out. Raises PermissionDenied, and PublicationRefused if it is one's own, settled, or overtaken."""
    with unit(door="withdrawal", person=person, at=at) as inside:
        withdrawal = Withdrawal.objects.select_for_update().get(pk=withdrawal_id)
        if not person.has_perm("publication.confirm_withdrawal"):
            raise PermissionDenied
        if withdrawal.proposed_by_id == person.pk:
            raise PublicationRefused(
                gettext("自分で申し出た取り下げは、自分では確かめられません。別の担当者に頼んでください。")
            )
        if withdrawal.confirmed_at or withdrawal.declined_at:
            raise PublicationRefused(gettext("この取り下げはもう決まっています。"))
        entry = entry_of(withdrawal.content_id)
        if entry is None or digest(entry) != withdrawal.digest:
            raise PublicationRefused(
                gettext("申し出のあとに、公開中の内容が変わりました。いまの内容を見て、申し出なおしてください。"),
                entry=entry,
            )
        if reasons := obstacles(entry, withdrawal.channels):
            raise PublicationRefused(*reasons, entry=entry)
        withdrawal.confirmed_by, withdrawal.confirmed_at = person, at
        withdrawal.save(update_fields=["confirmed_by", "confirmed_at"])
        if withdrawal.erase:
            inside.erasing[spoken_for(entry)] = set(withdrawal.channels)
        why = Leaving(withdrawal.reason, withdrawal.replacement, withdrawal.urgent)
        carry_out(inside, entry, withdrawal.channels, why, person=person)


def carry_out(inside: Unit, entry: Entry, channels: Iterable[str], why: Leaving, *, person: Any) -> None:
    """Take an entry out of these channels: two people agreed, and the caller has asked whether they may."""
    inside.leaving[entry.content_id] = why
    if set(channels) >= set(channels_of(entry)):
        # No role holds Wagtail's right for this; the two people's agreement is what counts.
        UnpublishAction(entry, user=person).execute(skip_permission_checks=True)
    else:
        _leave_some(inside, entry, set(channels))


def decline(withdrawal_id: UUID, *, person: Any, at: datetime) -> None:
    """Say no, or take one's own proposal back. Raises PermissionDenied, PublicationRefused."""
    with unit(door="withdrawal", person=person, at=at):
        withdrawal = Withdrawal.objects.select_for_update().get(pk=withdrawal_id)
        if not person.has_perm("publication.confirm_withdrawal") and withdrawal.proposed_by_id != person.pk:
            raise PermissionDenied
        if withdrawal.confirmed_at or withdrawal.declined_at:
            raise PublicationRefused(gettext("この取り下げはもう決まっています。"))
        withdrawal.declined_by, withdrawal.declined_at = person, at
        withdrawal.save(update_fields=["declined_by", "declined_at"])


def channels_of(entry: Entry) -> list[str]:
    if isinstance(entry, EmergencySet):
        return [entry.channel]
    return list(entry.channels)


def _leave_some(inside: Unit, entry: Entry, channels: set[str]) -> None:
    """Take the channels off the live row and off the latest draft, so that the next approval does not bring them back.

    The digest that this makes differs from the approved one by these channels alone; the withdrawal is its approval.
    """
    draft = entry.latest_revision.as_object() if entry.has_unpublished_changes and entry.latest_revision else None
    entry.channels = [channel for channel in entry.channels if channel not in channels]
    entry.save(update_fields=["channels"])
    inside.agreed.add(digest(entry))
    with written_by_command():
        if draft is None:
            entry.save_revision(clean=False, changed=False)
        else:
            draft.channels = [channel for channel in draft.channels if channel not in channels]
            draft.save_revision(clean=False)
