"""Taking an import back: what it made goes, what it changed gets its draft from before, unless somebody went on."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_noop
from wagtail.models import Revision

from catalog.models import Service
from cms.spreadsheets.making import log_deleted
from cms.spreadsheets.models import ImportRow
from cms.workflow import put_back
from pages.models import KidsText

Result = ImportRow.Result


#: What became of a row's draft since, and what is said of it.
_KEPT = {
    "changed": gettext_noop("取り込みのあとに内容が変わったため、残しました。"),
    "live": gettext_noop("取り込んだ内容が公開されているため、残しました。"),
    "in_hand": gettext_noop("取り込んだ内容が承認の手続きに入っているため、残しました。"),
    "locked": gettext_noop("ロックされているため、残しました。"),
}


class Kept(Exception):
    """The item stays as it is; the message says in Japanese why."""


def undo(rows: list[ImportRow], person: Any) -> None:
    """Take back what each row did. Inside a transaction that whoever calls has opened."""
    Undoing([row for row in rows if row.result in {Result.MADE, Result.CHANGED}], person).run()


class Undoing:
    """The way back of some rows; what is asked of the database is asked once for all of them."""

    def __init__(self, rows: list[ImportRow], person: Any) -> None:
        self._rows, self._person = rows, person
        targets = [row.target for row in rows if row.target]
        here = Service.objects.select_for_update().filter(content_id__in=targets).order_by("pk")
        self._services = {service.content_id: service for service in here}
        self._in_hand = put_back.in_hand_of(row.written_revision for row in rows)
        self._for_kids = set(KidsText.objects.filter(about__in=targets).values_list("about", flat=True))

    def run(self) -> None:
        """Say of each row what became of it."""
        going: list[tuple[ImportRow, Service]] = []
        for row in self._rows:
            try:
                service = self._untouched(row)
                if row.result == Result.MADE:
                    self._require_goable(service)
                    going.append((row, service))
                    continue
                with transaction.atomic():
                    _put_back(service, row, self._person)
            except Kept as reason:
                row.result, row.told = Result.KEPT, str(reason)
            else:
                row.result, row.told = Result.UNDONE, ""
        self._delete(going)

    def _untouched(self, row: ImportRow) -> Service:
        service = self._services.get(row.target) if row.target else None
        if service is None:
            raise Kept(gettext_noop("すでに削除されています。"))
        if (since := put_back.since(service, row.written_revision, self._in_hand)) != "untouched":
            raise Kept(_KEPT[since])
        return service

    def _require_goable(self, service: Service) -> None:
        if service.live or service.first_published_at:
            raise Kept(gettext_noop("公開されたことがあるため、残しました。"))
        if service.content_id in self._for_kids:
            raise Kept(gettext_noop("こども向けの文が書かれているため、残しました。"))

    def _delete(self, going: list[tuple[ImportRow, Service]]) -> None:
        """All together; where one of them is used elsewhere, one by one."""
        try:
            with transaction.atomic():
                log_deleted([service for _row, service in going], self._person)
                Service.objects.filter(pk__in=[service.pk for _row, service in going]).delete()
        except (ProtectedError, RestrictedError):
            if len(going) > 1:
                for one in going:
                    self._delete([one])
                return
            result, told = Result.KEPT, gettext_noop("ほかの内容で使われているため、残しました。")
        else:
            result, told = Result.UNDONE, ""
        for row, _service in going:
            row.result, row.told = result, told


def _put_back(service: Service, row: ImportRow, person: Any) -> None:
    """The draft from before, as a newer one: what the import wrote stays in the history."""
    before = Revision.objects.filter(pk=row.seen_revision).first()
    if before is None:
        raise Kept(gettext_noop("前の版が残っていないため、戻せません。編集画面で直してください。"))
    put_back.put_back(service, before, person, was_unpublished=row.was_unpublished)
