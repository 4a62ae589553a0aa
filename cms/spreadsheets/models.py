"""One import: its file as rows, what each row would do, what it did, and whether that was taken back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Import(models.Model):
    """One file. `done` of its rows have passed through the present stage; work that was stopped goes on from there."""

    class Stage(models.TextChoices):
        MAPPING = "mapping", "列を合わせる"
        CHECKING = "checking", "確かめています"
        CHECKED = "checked", "確かめました"
        WRITING = "writing", "取り込んでいます"
        WRITTEN = "written", "取り込みました"
        UNDOING = "undoing", "取り消しています"
        UNDONE = "undone", "取り消しました"
        LEFT = "left", "やめました"

    #: Stages in which rows are worked off, piece by piece, and the stage after each.
    AT_WORK: ClassVar[dict[str, str]] = {
        Stage.CHECKING: Stage.CHECKED,
        Stage.WRITING: Stage.WRITTEN,
        Stage.UNDOING: Stage.UNDONE,
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="取り込む人", on_delete=models.PROTECT, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="取り消した人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("ファイル", max_length=200)
    written_as = models.CharField("形式", max_length=10)
    headers = models.JSONField("見出し")
    mapping = models.JSONField("列の対応", default=dict)
    clears = models.BooleanField("空のセルで消す", default=False)
    updates_duplicates = models.BooleanField("同じものは書きかえる", default=False)
    stage = models.CharField("段階", max_length=10, choices=Stage, default=Stage.MAPPING)
    done = models.PositiveIntegerField("済んだ行", default=0)
    total = models.PositiveIntegerField("行", default=0)
    begun_at = models.DateTimeField("はじめた日時", auto_now_add=True)
    written_at = models.DateTimeField("取り込んだ日時", null=True)
    undone_at = models.DateTimeField("取り消した日時", null=True)

    class Meta:
        verbose_name = "取り込み"
        verbose_name_plural = "取り込み"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_import_does_no_more_rows_than_it_has", condition=Q(done__lte=models.F("total"))
            ),
            models.CheckConstraint(
                name="an_import_stands_at_a_known_stage",
                condition=Q(
                    stage__in=[
                        "mapping", "checking", "checked", "writing", "written", "undoing", "undone", "left",
                    ]
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name

    @property
    def at_work(self) -> bool:
        """Whether rows are being worked off, or wait to be."""
        return self.stage in self.AT_WORK


class ImportRow(models.Model):
    """One row of the file. `number` is the row as the spreadsheet counts it, the headings being row 1."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "まだ"
        NEW = "new", "新しい"
        CHANGE = "change", "変わる"
        SAME = "same", "同じ"
        ERROR = "error", "誤りがある"
        CONFLICT = "conflict", "ほかの人の変更と重なる"
        DUPLICATE = "duplicate", "同じものがある"

    class Action(models.TextChoices):
        LEAVE = "leave", "取り込まない"
        MAKE = "make", "新しく作る"
        CHANGE = "change", "書きかえる"

    class Result(models.TextChoices):
        NONE = "", "—"
        MADE = "made", "作りました"
        CHANGED = "changed", "書きかえました"
        REFUSED = "refused", "取り込めませんでした"
        UNDONE = "undone", "元に戻しました"
        KEPT = "kept", "戻さずに残しました"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行")
    cells = models.JSONField("セル")
    name = models.CharField("名称", max_length=200, blank=True)
    traits = models.JSONField("似たものをさがす手がかり", default=dict)
    outcome = models.CharField("確かめた結果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    choice = models.CharField("選んだこと", max_length=40, blank=True)
    action = models.CharField("すること", max_length=10, choices=Action, default=Action.LEAVE)
    faults = models.JSONField("誤り", default=list)
    notes = models.JSONField("知らせ", default=list)
    differences = models.JSONField("変わること", default=list)
    candidates = models.JSONField("似たもの", default=list)
    target = models.UUIDField("書きかえるもの", null=True)
    #: The draft on which the comparison was made: if it is another one by then, the row is left alone.
    seen_revision = models.BigIntegerField("もとの版", null=True)
    result = models.CharField("したこと", max_length=10, choices=Result, blank=True, default=Result.NONE)
    told = models.TextField("したことの説明", blank=True)
    written_revision = models.BigIntegerField("取り込んだ版", null=True)
    was_unpublished = models.BooleanField("未公開の変更があった", default=False)

    class Meta:
        verbose_name = "取り込みの行"
        verbose_name_plural = "取り込みの行"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "number"], name="an_import_has_each_row_once"),
            models.CheckConstraint(
                name="a_row_that_changes_something_names_it",
                condition=~Q(action="change") | Q(target__isnull=False),
            ),
            models.CheckConstraint(
                name="a_row_that_wrote_names_its_revision",
                condition=~Q(result__in=["made", "changed"]) | Q(written_revision__isnull=False, target__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}行目"


class KnownHeaders(models.Model):
    """How the columns of a file with exactly these headings were mapped last time."""

    digest = models.CharField("見出しの要約値", max_length=64, unique=True)
    mapping = models.JSONField("列の対応")
    clears = models.BooleanField("空のセルで消す", default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "見出しの記録"
        verbose_name_plural = "見出しの記録"

    def __str__(self) -> str:
        return self.digest
