"""The real run: rows become drafts, each whole or not at all, and never anything that is live."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext
from wagtail.models import Revision

from catalog.imports.starter import write_texts
from catalog.languages import JAPANESE
from catalog.models import ContactPoint, Service, ServiceSource
from catalog.translated import Translated, text_digest
from cms.spreadsheets.checking import Said, sheet_of
from cms.spreadsheets.columns import PARTS, RELATIONS, Column, columns
from cms.spreadsheets.compare import PartPlan, Plan
from cms.spreadsheets.drafts import Draft, drafts_by_id
from cms.spreadsheets.making import make
from cms.spreadsheets.models import Import, ImportRow
from cms.workflow.put_back import save

logger = logging.getLogger(__name__)

Action, Result = ImportRow.Action, ImportRow.Result
_CHILD = {"contact": ContactPoint, "source": ServiceSource}


class Refused(Exception):
    """A row is left as it is; the message says in Japanese why."""


class Writing:
    """The run over some rows of one import, in one transaction that whoever calls has opened."""

    def __init__(self, job: Import) -> None:
        self._job = job
        self._sheet = sheet_of(job)

    def rows(self, rows: list[ImportRow]) -> None:
        """Write each that is to be written. What goes wrong with one is told there and stops no other."""
        acting = [row for row in rows if row.action != Action.LEAVE]
        if not self._made_together([row for row in acting if row.action == Action.MAKE]):
            self._one_by_one(acting)
            return
        self._one_by_one([row for row in acting if row.action == Action.CHANGE])

    def _made_together(self, rows: list[ImportRow]) -> bool:
        """Make all new drafts by a few statements. Where one of them spoils it, none is made, and False comes back."""
        made, refused = [], []
        try:
            with transaction.atomic():
                for row in rows:
                    try:
                        made.append((row, self._new(row)))
                    except Refused as refusal:
                        refused.append((row, str(refusal)))
                revisions = make([entry for _row, entry in made], self._job.person)
        except (OperationalError, InterfaceError):
            raise  # of the database, not of a row: the piece is tried again
        except Exception:  # whatever it is: one by one it is told at its row
            logger.info("Rows of an import are made one by one: %s", self._job.pk, exc_info=True)
            return False
        for row, why in refused:
            self._refused(row, why)
        for (row, entry), revision in zip(made, revisions, strict=True):
            self._made(row, entry, revision)
        return True

    def _one_by_one(self, rows: list[ImportRow]) -> None:
        targets = [row.target for row in rows if row.action == Action.CHANGE and row.target]
        # From the look at a draft to the new one nobody saves another in between: it would be written over unseen.
        list(Service.objects.select_for_update().filter(content_id__in=targets).order_by("pk").values_list("pk"))
        known = drafts_by_id(targets)
        for row in rows:
            try:
                with transaction.atomic():
                    self._write(row, known.get(row.target) if row.target else None)
            except Refused as refusal:
                self._refused(row, str(refusal))
            except IntegrityError:
                self._refused(row, gettext("「公開URLの名前」がほかの項目と重なりました。別の名前にしてください。"))
            except (OperationalError, InterfaceError):
                raise  # of the database, not of the row: the piece is tried again
            except Exception:  # whatever it is, the rows behind it are to be written
                logger.exception("A row of an import failed: %s of %s", row.pk, self._job.pk)
                self._refused(row, gettext("この行は書けませんでした。管理者に伝えてください。"))

    def _refused(self, row: ImportRow, why: str) -> None:
        row.result, row.told, row.written_revision = Result.REFUSED, why, None

    def _write(self, row: ImportRow, draft: Draft | None) -> None:
        if row.action == Action.CHANGE:
            _require_unchanged(row, draft)
        if draft is None:
            entry = self._new(row)
            self._made(row, entry, make([entry], self._job.person)[0])
        else:
            self._change(row, self._plan(row, draft), draft)

    def _plan(self, row: ImportRow, draft: Draft | None) -> Plan:
        found = Said(self._job, row)
        made = found.plan(self._sheet, draft)
        if problems := [*found.faults, *made.faults]:
            raise Refused(
                gettext("「%(field)s」:%(wrong)s。もう一度ファイルを確かめてください。")
                % {"field": problems[0].field, "wrong": problems[0].wrong}
            )
        return made

    def _new(self, row: ImportRow) -> Service:
        """What the row says, as an entry that is not saved. Raises Refused."""
        entry = Service()
        fill(entry, self._plan(row, None))
        return entry

    def _made(self, row: ImportRow, entry: Service, revision: Revision) -> None:
        row.target = entry.content_id
        row.result, row.written_revision = Result.MADE, revision.pk

    def _change(self, row: ImportRow, made: Plan, draft: Draft) -> None:
        service = draft.service
        if row.seen_revision is None:  # there must be something to go back to
            row.seen_revision = service.save_revision(changed=False, clean=False).pk
        row.was_unpublished = service.has_unpublished_changes
        entry = service.get_latest_revision_as_object()
        fill(entry, made, draft)
        row.written_revision = save(entry, self._job.person).pk
        row.result = Result.CHANGED


def fill(entry: Service, made: Plan, draft: Draft | None = None) -> None:
    """Put into an entry, which is the opened draft, what the plan changes."""
    _assign(entry, made.values)
    for part in PARTS:
        if plans := made.parts.get(part):
            children = getattr(entry, RELATIONS[part])
            olds = draft.parts(part) if draft else []
            children.set(_children(part, plans, olds, list(children.all())))


def _require_unchanged(row: ImportRow, draft: Draft | None) -> None:
    if draft is None:
        raise Refused(gettext("確かめたあとに、この項目が削除されました。"))
    if draft.revision != row.seen_revision:
        raise Refused(gettext("確かめたあとに、ほかの人がこの項目を変えました。もう一度取り込んで確かめてください。"))
    if draft.held:
        raise Refused(draft.held)


def _children(part: str, plans: list[PartPlan], olds: list[dict[str, Any]], here: list[Any]) -> list[Any]:
    """Those that were there in their order, without those that go, and new ones after them."""
    found = []
    for old, child in zip(olds, here, strict=True):
        values = next((one.values for one in plans if one.old is old), {})
        if values is not None:
            _assign(child, values, part)
            found.append(child)
    for values in (one.values for one in plans if one.old is None):
        child = _CHILD[part]()
        _assign(child, values or {}, part)
        found.append(child)
    for position, child in enumerate(found):
        child.sort_order = position
    return found


def _assign(row: Any, values: Mapping[str, Any], part: str = "") -> None:
    """Write values into a row by their fields; translated texts keep the record of what they were made from."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for column in columns():
        if column.part != part or column.field not in values:
            continue
        value = values[column.field]
        if column.language:
            texts[column.name][column.language] = value
        else:
            _assign_one(row, column, value)
    for name, by_language in texts.items():
        if JAPANESE in by_language:
            _note_undocumented(row, name)
        write_texts(row, name, by_language)


def _assign_one(row: Any, column: Column, value: Any) -> None:
    match column.kind:
        case "topics" | "audiences" | "areas":
            model = row._meta.get_field(column.name).related_model
            getattr(row, column.name).set(list(model.objects.filter(pk__in=value)))
        case "provider":
            row.provider_id = value
        case "date":
            setattr(row, column.name, date.fromisoformat(value) if value else None)
        case _:
            setattr(row, column.name, value)


def _note_undocumented(row: Translated, name: str) -> None:
    """A translation that came without a record belonged to the Japanese that is about to be replaced."""
    before = text_digest(row.text_in(name, JAPANESE))
    for field, language in row.translated_texts():
        if field == name and language not in row.translations.get(name, {}):
            row.note_translation(name, language, of=before, state="draft")
