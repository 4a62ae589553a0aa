"""Taking an import back: what it made goes, what it changed gets its draft from before, unless somebody went on."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from catalog.models import Service
from cms.spreadsheets.models import ImportRow
from cms.spreadsheets.writing import save
from cms.workflow.models import Approval
from pages.models import KidsText

Result = ImportRow.Result


class Kept(Exception):
    """The item stays as it is; the message says in Japanese why."""


def undo(rows: list[ImportRow], person: Any) -> None:
    """Take back what each row did. Inside a transaction that whoever calls has opened."""
    for row in rows:
        if row.result not in {Result.MADE, Result.CHANGED}:
            continue
        try:
            with transaction.atomic():
                _undo(row, person)
        except Kept as reason:
            row.result, row.told = Result.KEPT, str(reason)
        except (ProtectedError, RestrictedError):
            row.result, row.told = Result.KEPT, "ほかの内容で使われているため、残しました。"
        else:
            row.result, row.told = Result.UNDONE, ""


def _undo(row: ImportRow, person: Any) -> None:
    service = Service.objects.select_for_update().filter(content_id__in=[row.target]).first()
    if service is None:
        raise Kept("すでに削除されています。")
    if service.latest_revision_id != row.written_revision:
        raise Kept("取り込みのあとに内容が変わったため、残しました。")
    if service.live_revision_id == row.written_revision:
        raise Kept("取り込んだ内容が公開されているため、残しました。")
    if _is_in_hand(row):
        raise Kept("取り込んだ内容が承認の手続きに入っているため、残しました。")
    if service.locked:
        raise Kept("ロックされているため、残しました。")
    if row.result == Result.MADE:
        _delete(service, person)
    else:
        _put_back(service, row, person)


def _is_in_hand(row: ImportRow) -> bool:
    """Whether somebody approved this revision, or was asked to."""
    written = Revision.objects.filter(pk=row.written_revision)
    return (
        Approval.objects.filter(revision__in=written).exists()
        or TaskState.objects.filter(revision__in=written).exists()
        or written.filter(approved_go_live_at__isnull=False).exists()
    )


def _delete(service: Service, person: Any) -> None:
    if service.live or service.first_published_at:
        raise Kept("公開されたことがあるため、残しました。")
    if KidsText.objects.filter(about=service.content_id).exists():
        raise Kept("こども向けの文が書かれているため、残しました。")
    log(instance=service, action="wagtail.delete", user=person, deleted=True)
    service.delete()


def _put_back(service: Service, row: ImportRow, person: Any) -> None:
    """The draft from before, as a newer one: what the import wrote stays in the history."""
    before = Revision.objects.filter(pk=row.seen_revision).first()
    if before is None:
        raise Kept("前の版が残っていないため、戻せません。編集画面で直してください。")
    save(before.as_object(), person, previous_revision=before)
    if not row.was_unpublished:
        Service.objects.filter(pk=service.pk).update(has_unpublished_changes=False)  # it says again what is live
