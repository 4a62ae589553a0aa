"""Taking an import back: what it made goes, what it changed gets its draft from before, unless somebody went on."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from wagtail.log_actions import log
from wagtail.models import Revision

from catalog.models import Service
from cms.spreadsheets.models import ImportRow
from cms.workflow import put_back
from pages.models import KidsText

Result = ImportRow.Result


#: What became of a row's draft since, and what is said of it.
_KEPT = {
    "changed": "取り込みのあとに内容が変わったため、残しました。",
    "live": "取り込んだ内容が公開されているため、残しました。",
    "in_hand": "取り込んだ内容が承認の手続きに入っているため、残しました。",
    "locked": "ロックされているため、残しました。",
}


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
    if (since := put_back.since(service, row.written_revision)) != "untouched":
        raise Kept(_KEPT[since])
    if row.result == Result.MADE:
        _delete(service, person)
    else:
        _put_back(service, row, person)


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
    put_back.put_back(service, before, person, was_unpublished=row.was_unpublished)
