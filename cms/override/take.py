"""The rules of an emergency: what two people may do at once, who they may be, and who looks at it afterwards.

Only the steps of approval are left out. What blocks everybody else blocks here too: problems of the text, gates, and
that what is confirmed is exactly what was seen.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from wagtail.models import Revision

from catalog.publishable import Entry
from cms.override import letters
from cms.override.models import REASONS, VERDICTS, EmergencyAction
from cms.publication import withdraw
from cms.publication.unit import Leaving, PublicationRefused, unit
from cms.releases import compose
from cms.workflow import door
from cms.workflow.digest import digest
from cms.workflow.models import Authorship, LiveDigest
from cms.workflow.steps import required_steps

TAKE, REVIEW = "override.take_emergency_action", "override.review_emergency_action"
#: A proposal that nobody confirmed within this time was no emergency: it is proposed anew, or takes the ordinary way.
GOOD_FOR = timedelta(hours=24)


def propose_live(revision: Revision, *, seen_digest: str, why: str, person: Any, at: datetime) -> EmergencyAction:
    """Ask that this revision goes live at once. Raises PermissionDenied, PublicationRefused."""
    _ask_right(person, TAKE)
    entry = revision.as_object()
    faults = [
        *_written(why, gettext("なぜ待てないか")),
        *(
            []
            if digest(entry) == seen_digest
            else [gettext("画面を開いたあとに内容が変わりました。開きなおしてください。")]
        ),
        *live_faults(entry, at=at),
    ]
    if faults:
        raise PublicationRefused(*faults, entry=entry)
    return _propose(
        entry, action="live", digest=seen_digest, revision_id=revision.pk, why=why, proposed_by=person, proposed_at=at
    )


def propose_out(
    entry: Entry, *, channels: list[str], reason: str, why: str, seen_digest: str, person: Any, at: datetime
) -> EmergencyAction:
    """Ask that a live entry leaves these channels at once. Raises PermissionDenied, PublicationRefused."""
    _ask_right(person, TAKE)
    known = withdraw.channels_of(entry)
    rules = (
        (not entry.live, gettext("公開されていないので、停止するものがありません。")),
        (not channels, gettext("停止する公開先を選んでください。")),
        (bool(set(channels) - set(known)), gettext("選んだ公開先には出ていません。画面を開きなおしてください。")),
        (reason not in dict(REASONS), gettext("停止する理由を選んでください。")),
        (digest(entry) != seen_digest, gettext("画面を開いたあとに公開中の内容が変わりました。開きなおしてください。")),
    )
    faults = [*_written(why, gettext("なぜ待てないか")), *(sentence for broken, sentence in rules if broken)]
    if faults := faults or withdraw.obstacles(entry, channels):
        raise PublicationRefused(*faults, entry=entry)
    return _propose(
        entry,
        action="out",
        channels=sorted(channels),
        reason=reason,
        digest=seen_digest,
        why=why,
        proposed_by=person,
        proposed_at=at,
    )


def _propose(entry: Entry, **what: Any) -> EmergencyAction:
    last = door.live_digest(entry.content_id)
    try:
        with transaction.atomic():
            action = EmergencyAction.objects.create(
                content_id=entry.content_id, live_boundary=last.pk if last else 0, **what
            )
            letters.proposed(action, str(entry))
    except IntegrityError as error:
        raise PublicationRefused(
            gettext("これについては、すでに緊急の申し出があります。「緊急の公開・停止」の画面を見てください。"),
            entry=entry,
        ) from error
    return action


def live_faults(entry: Entry, *, at: datetime) -> list[str]:
    """Why this content may not go live at once, whoever the two are; in Japanese, empty if it may."""
    rules = (
        (
            entry.go_live_at is not None and entry.go_live_at > at,
            gettext("公開する日時が先の日時になっています。すぐに公開するには、日時を消してください。"),
        ),
        (
            not door.has_known_author(entry),
            gettext("だれが書いたか記録のない内容です。書き手が一度保存しなおしてから、もう一度出してください。"),
        ),
    )
    return [*entry.problems(), *(sentence for broken, sentence in rules if broken)]


def pair_faults(entry: Entry, pair: tuple[Any, Any]) -> list[str]:
    """Why these two may not take this content live together, in Japanese; empty if they may."""
    authors = door.authors_of(entry)
    rules = [
        (
            all(person.pk in authors for person in pair),
            gettext(
                "2人ともこの内容を書いています。緊急のときでも、少なくとも1人は書いていない人でなければなりません。"
            ),
        ),
        (
            not any(person.has_perm("workflow.approve") for person in pair),
            gettext("緊急の公開には、2人のうち少なくとも1人が承認の権限を持っていなければなりません。"),
        ),
        (
            "kids" in required_steps(entry) and not any(person.has_perm("workflow.approve_kids") for person in pair),
            gettext("こどもが読む内容です。2人のうち少なくとも1人が「こども担当」でなければなりません。"),
        ),
    ]
    return [sentence for broken, sentence in rules if broken]


def obstacles(action: EmergencyAction, person: Any, *, at: datetime) -> list[str]:
    """Why this person may not confirm it now, in Japanese; empty if they may."""
    entry = content_of(action)
    rules = (
        (not person.has_perm(TAKE), gettext("緊急の公開・停止をする権限がありません。")),
        (
            not action.proposed_by.has_perm(TAKE),
            gettext("申し出た人に、いまはこの権限がありません。申し出なおしてください。"),
        ),
        (bool(action.confirmed_at or action.declined_at), gettext("この申し出はもう決まっています。")),
        (
            action.proposed_by_id == person.pk,
            gettext("自分で申し出たものは、自分では確かめられません。別の担当者に頼んでください。"),
        ),
        (
            at > action.proposed_at + GOOD_FOR,
            gettext("申し出から24時間が過ぎました。まだ要るときは、申し出なおしてください。"),
        ),
        (
            _boundary(action.content_id) != action.live_boundary,
            gettext("申し出のあとに、公開中の内容が変わりました。いまの内容を見て、申し出なおしてください。"),
        ),
        (
            entry is None or digest(entry) != action.digest,
            gettext("申し出のあとに内容が変わりました。いまの内容を見て、申し出なおしてください。"),
        ),
    )
    if faults := [sentence for broken, sentence in rules if broken]:
        return faults[:1]
    if entry is None or action.action == "out":
        return withdraw.obstacles(entry, action.channels) if entry else []
    return [*live_faults(entry, at=at), *pair_faults(entry, (action.proposed_by, person))]


def content_of(action: EmergencyAction) -> Entry | None:
    """What it is about: the draft that is to go live, or what is live and is to leave. None if that is gone."""
    if action.action == "out":
        return withdraw.entry_of(action.content_id)
    revision = Revision.objects.filter(pk=action.revision_id).first()
    return revision.as_object() if revision else None


def confirm(action_id: UUID, *, seen_digest: str, person: Any, at: datetime) -> EmergencyAction:
    """The second person's yes: it is done at once. Raises PermissionDenied, PublicationRefused; then nothing is."""
    with unit(door="emergency", person=person, at=at) as inside:
        action = EmergencyAction.objects.select_for_update().get(pk=action_id)
        _ask_right(person, TAKE)
        if seen_digest != action.digest:
            raise PublicationRefused(gettext("画面に出ていた内容と違います。開きなおして、もう一度見てください。"))
        if faults := obstacles(action, person, at=at):
            raise PublicationRefused(*faults)
        entry = content_of(action)
        if entry is None:
            raise PublicationRefused(gettext("申し出のあとに、内容がなくなりました。"))
        action.confirmed_by, action.confirmed_at = person, at
        if action.action == "live":
            authors = door.authors_of(entry)
            wrote = [one for one in (action.proposed_by, person) if one.pk in authors]
            action.author = wrote[0] if wrote else None
        action.save(update_fields=["confirmed_by", "confirmed_at", "author"])
        compose.take_out(entry.content_id, person=person, why=action.why, at=at)
        if action.action == "live":
            # No role holds Wagtail's right; the door asks for this row (`stands_in`).
            revision = Revision.objects.get(pk=action.revision_id)
            entry.publish(revision, user=person, skip_permission_checks=True)
        else:
            withdraw.carry_out(inside, entry, action.channels, Leaving(action.reason, urgent=True), person=person)
        letters.done(action, str(entry))
    return action


def stands_in(entry: Entry, last: LiveDigest | None) -> bool:
    """Asked at the door: whether two people confirmed exactly this content, and nothing went live or left since."""
    rows = EmergencyAction.objects.filter(
        content_id=entry.content_id,
        action="live",
        digest=digest(entry),
        confirmed_by__isnull=False,
        live_boundary=last.pk if last else 0,
    ).select_related("proposed_by", "confirmed_by")
    return any(
        door.has_known_author(entry) and not pair_faults(entry, (row.proposed_by, row.confirmed_by)) for row in rows
    )


def decline(action_id: UUID, *, person: Any, at: datetime) -> None:
    """Say no, or take one's own proposal back. Raises PermissionDenied, PublicationRefused."""
    _ask_right(person, TAKE)
    with transaction.atomic():
        action = EmergencyAction.objects.select_for_update().get(pk=action_id)
        if action.confirmed_at or action.declined_at:
            raise PublicationRefused(gettext("この申し出はもう決まっています。"))
        action.declined_by, action.declined_at = person, at
        action.save(update_fields=["declined_by", "declined_at"])


def review_obstacle(action: EmergencyAction, person: Any) -> str | None:
    """Why this person may not look at it afterwards, in Japanese, or None."""
    if not person.has_perm(REVIEW):
        return gettext("緊急の公開・停止をあとから確かめる権限がありません。")
    if action.confirmed_at is None:
        return gettext("まだ行われていません。")
    if action.reviewed_at:
        return gettext("事後の確認はもう済んでいます。")
    if person.pk in {action.proposed_by_id, action.confirmed_by_id}:
        return gettext("申し出た人と確かめた人は、事後の確認をできません。3人目の担当者に頼んでください。")
    if action.action == "live" and _wrote(action, person):
        return gettext("この内容を書いた人は、事後の確認をできません。ほかの担当者に頼んでください。")
    return None


def _wrote(action: EmergencyAction, person: Any) -> bool:
    """Whether this person had a part in what went live, as the record stood then."""
    gone_live = LiveDigest.objects.filter(content_id=action.content_id, pk__gt=action.live_boundary).first()
    before = LiveDigest.objects.filter(pk=action.live_boundary).first()
    rows = Authorship.objects.filter(content_id=action.content_id, person=person)
    written = rows.filter(pk__gt=before.authorship_boundary if before else 0)
    if gone_live is not None:
        written = written.filter(at__lte=gone_live.at)
    return written.exists() or rows.filter(digest=action.digest).exists()


def review(action_id: UUID, *, verdict: str, comment: str, person: Any, at: datetime) -> None:
    """What a third person found. Raises PermissionDenied, PublicationRefused."""
    _ask_right(person, REVIEW)
    with transaction.atomic():
        action = EmergencyAction.objects.select_for_update().get(pk=action_id)
        if (why := review_obstacle(action, person)) is not None:
            raise PublicationRefused(why)
        faults = [] if verdict in dict(VERDICTS) else [gettext("事後の確認の結果を選んでください。")]
        if faults := [*faults, *_written(comment, gettext("わかったこと"))]:
            raise PublicationRefused(*faults)
        action.reviewed_by, action.reviewed_at, action.verdict, action.verdict_comment = person, at, verdict, comment
        action.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "verdict_comment"])


def named_by_an_action(revision: Revision) -> bool:
    """Whether an emergency is about this revision: autosave may then not rewrite it."""
    return EmergencyAction.objects.filter(revision_id=revision.pk).exists()


def _ask_right(person: Any, right: str) -> None:
    if not person.has_perm(right):
        raise PermissionDenied


def _written(text: str, name: str) -> Iterable[str]:
    return [] if text.strip() else [gettext("「%(name)s」を書いてください。") % {"name": name}]


def _boundary(content_id: UUID) -> int:
    last = door.live_digest(content_id)
    return last.pk if last else 0
