"""The dry run: what each row would do. It changes nothing but the rows of the import themselves.

What it notes at a row is kept in Japanese, whatever language the person reads who imports (`work` sees to it);
what names nothing is worded in the reader's where it is shown.
"""

from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from catalog.imports.fault import Fault
from catalog.models import Service
from cms.spreadsheets.columns import PARTS
from cms.spreadsheets.compare import Plan, Sheet, plan
from cms.spreadsheets.drafts import Draft, drafts_by_id
from cms.spreadsheets.mapping import cells_of
from cms.spreadsheets.models import Import, ImportRow
from cms.spreadsheets.similar import Index, Traits, index_of_services
from cms.spreadsheets.values import channel_of, lost_zero
from cms.spreadsheets.words import words

#: What our own files call these columns.
# stays Japanese: headings of a spreadsheet
CONTENT_ID, SLUG, NAME = "公開ID", "公開URLの名前", "名称"
Outcome, Action = ImportRow.Outcome, ImportRow.Action
#: What is kept of the outcome of a check, for whoever stores it.
FIELDS = (
    "name", "traits", "outcome", "choice", "action", "faults", "notes", "differences", "candidates", "target",
    "seen_revision",
)  # fmt: skip


def sheet_of(job: Import) -> Sheet:
    """How this import's rows are read."""
    return Sheet(file=job.file_name, clears=job.clears, cp932=job.written_as == "cp932", words=words())


class Check:
    """The check of some rows of one import; what is asked of the database is asked once for all of them."""

    def __init__(self, job: Import) -> None:
        self._job = job
        self._sheet = sheet_of(job)

    def rows(self, rows: list[ImportRow]) -> None:
        """Fill in what every row would do. Rows before them in the file have been checked."""
        said = {row.pk: Said(self._job, row) for row in rows}
        slugs = {one.slug for one in said.values() if one.slug}
        there = Service.objects.filter(public_slug__in=slugs).values_list("public_slug", "content_id")
        by_slug = {slug: content_id for slug, content_id in there if slug}
        for one in said.values():
            one.find(by_slug)
        known = drafts_by_id({one.target for one in said.values() if one.target})
        index, seen = self._known(rows)
        for row in rows:
            one = said[row.pk]
            _reset(row, one)
            draft = known.get(one.target) if one.target else None
            if one.target and draft is None:
                one.fault(
                    CONTENT_ID,
                    gettext("「%(target)s」という公開IDの項目はありません") % {"target": one.target},
                    gettext("新しい項目にするなら、公開IDを空にしてください。"),
                )
            if one.target and (earlier := seen.get(one.target)):
                one.fault(
                    CONTENT_ID,
                    gettext("%(earlier)s行目と同じ項目です") % {"earlier": earlier},
                    gettext("1つの項目は1行にしてください。"),
                )
            seen.setdefault(one.target, row.number)
            self._compare(row, one, draft)
            if row.outcome == Outcome.NEW:
                _look_for_others(row, one, index)
                self._take_the_same(row, seen)
            if draft is None:
                index.add(f"row:{row.number}", row.name, one.traits)

    def _take_the_same(self, row: ImportRow, seen: dict[UUID | None, int]) -> None:
        """Where the editor wants it so, what is surely there already is written over; once in a file."""
        key = row.candidates[0]["key"] if row.candidates else "row:"
        if row.outcome != Outcome.DUPLICATE or not self._job.updates_duplicates or key.startswith("row:"):
            return
        if UUID(key) not in seen:
            self.choose(row, key)
            seen[UUID(key)] = row.number

    def choose(self, row: ImportRow, choice: str) -> None:
        """Take an editor's choice for one row: "leave", "make", "change" or the content id of what is meant.

        Raises ValueError for a choice that this row does not offer.
        """
        if choice not in choices(row):
            raise ValueError(choice)
        row.choice = choice
        if choice in {"leave", "make", "change"}:
            row.action = {"leave": Action.LEAVE, "make": Action.MAKE, "change": Action.CHANGE}[choice]
            if choice == "make":
                row.target, row.seen_revision = None, None
                self._again(row, None)
            return
        row.target = UUID(choice)
        self._again(row, drafts_by_id([row.target]).get(row.target))

    def _again(self, row: ImportRow, draft: Draft | None) -> None:
        """Compare with another draft, keeping what was found before."""
        outcome, candidates, target = row.outcome, row.candidates, row.target
        one = Said(self._job, row)
        one.target = target
        row.faults, row.notes, row.differences = [], [], []
        self._compare(row, one, draft)
        wrong = row.outcome in {Outcome.ERROR, Outcome.CONFLICT}
        row.outcome = row.outcome if wrong else outcome
        row.candidates = candidates

    def _known(self, rows: list[ImportRow]) -> tuple[Index, dict[UUID | None, int]]:
        """The services, and the earlier rows of this file."""
        index = index_of_services()
        seen: dict[UUID | None, int] = {None: 0}
        before = self._job.rows.filter(number__lt=rows[0].number) if rows else self._job.rows.none()
        for number, name, traits, target in before.values_list("number", "name", "traits", "target"):
            if target:
                seen.setdefault(target, number)
            elif traits:
                index.add(f"row:{number}", name, Traits.from_json(traits))
        return index, seen

    def _compare(self, row: ImportRow, one: "Said", draft: Draft | None) -> None:
        found = one.plan(self._sheet, draft)
        row.faults = [asdict(fault) for fault in [*one.faults, *found.faults]]
        row.notes = [*one.notes, *found.notes]
        row.differences = [asdict(difference) for difference in found.differences]
        if row.faults:
            row.outcome, row.action = Outcome.ERROR, Action.LEAVE
        elif draft is None:
            row.outcome, row.action = Outcome.NEW, Action.MAKE
        else:
            row.seen_revision = draft.revision
            _against(row, one, draft, self._job)


class Said:
    """What one row says of itself, before it is compared."""

    def __init__(self, job: Import, row: ImportRow) -> None:
        self._job = job
        self._row = row
        self.cells, self.notes = cells_of(job, row.cells)
        self.faults: list[Fault] = []
        self.target: UUID | None = None
        texts = {one.place.key: one.text for one in self.cells if one.text}
        self.name = texts.get("name_ja", "")
        self.slug = texts.get("public_slug", "")
        self.revision = texts.get("revision", "")
        self._content_id = texts.get("content_id", "")
        numbers = [one.text for one in self.cells if one.place.column.kind == "value"]
        phones = [f"0{one}" if lost_zero(one) else one for one in numbers if channel_of(one) == "phone"]
        self.traits = Traits.of(self.name, texts.get("kana", ""), texts.get("url", ""), phones)

    def fault(self, heading: str, wrong: str, mend: str) -> None:
        place = gettext("%(number)s行目") % {"number": self._row.number}
        self.faults.append(Fault(file=self._job.file_name, place=place, field=heading, wrong=wrong, mend=mend))

    def find(self, by_slug: dict[str, UUID]) -> None:
        """The service that the row names by its id, else by its slug."""
        by_name = by_slug.get(self.slug)
        if not self._content_id:
            self.target = by_name
            return
        try:
            self.target = UUID(self._content_id)
        except ValueError:
            self.fault(
                CONTENT_ID,
                gettext("「%(content_id)s」は公開IDではありません") % {"content_id": self._content_id},
                gettext("書き出したままの値に戻してください。"),
            )
            return
        if by_name not in {None, self.target}:
            self.fault(
                SLUG,
                gettext("「%(slug)s」は別の項目が使っています") % {"slug": self.slug},
                gettext("別の名前にしてください。"),
            )

    def plan(self, sheet: Sheet, draft: Draft | None) -> Plan:
        """What the row would do to this draft, or to a new one."""
        parts = {part: draft.parts(part) for part in PARTS} if draft else {}
        found = plan(self.cells, draft.content if draft else {}, parts, sheet, self._row.number)
        slug = found.values.get("public_slug")
        if draft and draft.service.first_published_at and "public_slug" in found.values:
            self.fault(
                SLUG,
                gettext("公開したあとは「%(slug)s」に変えられません") % {"slug": slug},
                gettext("元の値に戻してください。"),
            )
        if draft is None and not self.name:
            self.fault(
                NAME,
                gettext("新しい項目なのに名称がありません"),
                gettext("名称を入れるか、公開IDを入れてください。"),
            )
        return found


def choices(row: ImportRow) -> dict[str, str]:
    """What an editor may choose for a row -> the words for it. Nothing where there is nothing to choose."""
    offered = {"leave": gettext("取り込まない")}
    if row.outcome == Outcome.CONFLICT and _may_be_written_over(row):
        return offered | {"change": gettext("その下書きの上に書きかえる")}
    if row.candidates:
        named = {one["key"]: one for one in row.candidates}
        updates = {
            key: gettext("「%(name)s」を書きかえる") % {"name": one["name"]}
            for key, one in named.items()
            if not key.startswith("row:")
        }
        return offered | {"make": gettext("別のものとして新しく作る")} | updates
    return {}


#: What stands first among the notes of a row whose editor may decide so.
_CHANGED_SINCE = gettext_noop("ファイルを書き出したあとに、編集画面で内容が変わりました。")
_ANOTHERS = gettext_noop("ほかの人の、まだ公開していない下書きがあります。")


def _may_be_written_over(row: ImportRow) -> bool:
    return row.notes[0] in {_CHANGED_SINCE, _ANOTHERS}


def _reset(row: ImportRow, one: Said) -> None:
    row.name = one.name[:200]
    row.traits = one.traits.as_json()
    row.target = one.target
    row.seen_revision = None
    row.candidates, row.choice = [], ""


def _against(row: ImportRow, one: Said, draft: Draft, job: Import) -> None:
    """A row that names something that is there."""
    row.name = row.name or str(draft.service)[:200]
    row.target = draft.service.content_id
    if not row.differences:
        row.outcome, row.action = Outcome.SAME, Action.LEAVE
        return
    if told := _conflict(one, draft, job):
        row.outcome, row.action = Outcome.CONFLICT, Action.LEAVE
        row.notes = [told, *row.notes]
    else:
        row.outcome, row.action = Outcome.CHANGE, Action.CHANGE


def _conflict(one: Said, draft: Draft, job: Import) -> str:
    """Why this draft is not simply written over; "" where nothing speaks against it."""
    if draft.held:
        return draft.held
    stated = one.revision.isdigit()
    if stated and int(one.revision) != draft.revision:
        return _CHANGED_SINCE
    if not stated and draft.unpublished and draft.person not in {None, job.person_id}:
        return _ANOTHERS
    return ""


def _look_for_others(row: ImportRow, one: Said, index: Index) -> None:
    """Whether a new row may mean something that is there; where that is sure, the row is left out unless told."""
    found = index.candidates(one.traits)
    row.candidates = [{"key": each.key, "name": each.name, "why": list(each.why)} for each in found]
    if any(each.sure for each in found):
        row.outcome, row.action = Outcome.DUPLICATE, Action.LEAVE
