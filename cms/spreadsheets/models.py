"""One import: its file as rows, what each row would do, what it did, and whether that was taken back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One file. `done` of its rows have passed through the present stage; work that was stopped goes on from there."""

    class Stage(models.TextChoices):
        MAPPING = "mapping", _("列を合わせる")
        CHECKING = "checking", _("確かめています")
        CHECKED = "checked", _("確かめました")
        WRITING = "writing", _("取り込んでいます")
        WRITTEN = "written", _("取り込みました")
        UNDOING = "undoing", _("取り消しています")
        UNDONE = "undone", _("取り消しました")
        LEFT = "left", _("やめました")

    #: Stages in which rows are worked off, piece by piece, and the stage after each.
    AT_WORK: ClassVar[dict[str, str]] = {
        Stage.CHECKING: Stage.CHECKED,
        Stage.WRITING: Stage.WRITTEN,
        Stage.UNDOING: Stage.UNDONE,
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("取り込む人"), on_delete=models.PROTECT, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("取り消した人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(_("ファイル"), max_length=200)
    written_as = models.CharField(_("形式"), max_length=10)
    headers = models.JSONField(_("見出し"))
    mapping = models.JSONField(_("列の対応"), default=dict)
    clears = models.BooleanField(_("空のセルで消す"), default=False)
    updates_duplicates = models.BooleanField(_("同じものは書きかえる"), default=False)
    stage = models.CharField(_("段階"), max_length=10, choices=Stage, default=Stage.MAPPING)
    done = models.PositiveIntegerField(_("済んだ行"), default=0)
    total = models.PositiveIntegerField(_("行"), default=0)
    begun_at = models.DateTimeField(_("はじめた日時"), auto_now_add=True)
    written_at = models.DateTimeField(_("取り込んだ日時"), null=True)
    undone_at = models.DateTimeField(_("取り消した日時"), null=True)

    class Meta:
        verbose_name = _("取り込み")
        verbose_name_plural = _("取り込み")
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
        WAITING = "waiting", _("まだ")
        NEW = "new", _("新しい")
        CHANGE = "change", _("変わる")
        SAME = "same", _("同じ")
        ERROR = "error", _("誤りがある")
        CONFLICT = "conflict", _("ほかの人の変更と重なる")
        DUPLICATE = "duplicate", _("同じものがある")

    class Action(models.TextChoices):
        LEAVE = "leave", _("取り込まない")
        MAKE = "make", _("新しく作る")
        CHANGE = "change", _("書きかえる")

    class Result(models.TextChoices):
        NONE = "", "—"
        MADE = "made", _("作りました")
        CHANGED = "changed", _("書きかえました")
        REFUSED = "refused", _("取り込めませんでした")
        UNDONE = "undone", _("元に戻しました")
        KEPT = "kept", _("戻さずに残しました")

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("行"))
    cells = models.JSONField(_("セル"))
    name = models.CharField(_("名称"), max_length=200, blank=True)
    traits = models.JSONField(_("似たものをさがす手がかり"), default=dict)
    outcome = models.CharField(_("確かめた結果"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    choice = models.CharField(_("選んだこと"), max_length=40, blank=True)
    action = models.CharField(_("すること"), max_length=10, choices=Action, default=Action.LEAVE)
    faults = models.JSONField(_("誤り"), default=list)
    notes = models.JSONField(_("知らせ"), default=list)
    differences = models.JSONField(_("変わること"), default=list)
    candidates = models.JSONField(_("似たもの"), default=list)
    target = models.UUIDField(_("書きかえるもの"), null=True)
    #: The draft on which the comparison was made: if it is another one by then, the row is left alone.
    seen_revision = models.BigIntegerField(_("もとの版"), null=True)
    result = models.CharField(_("したこと"), max_length=10, choices=Result, blank=True, default=Result.NONE)
    told = models.TextField(_("したことの説明"), blank=True)
    written_revision = models.BigIntegerField(_("取り込んだ版"), null=True)
    was_unpublished = models.BooleanField(_("未公開の変更があった"), default=False)

    class Meta:
        verbose_name = _("取り込みの行")
        verbose_name_plural = _("取り込みの行")
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
        return gettext("%(number)s行目") % {"number": self.number}


class KnownHeaders(models.Model):
    """How the columns of a file with exactly these headings were mapped last time."""

    digest = models.CharField(_("見出しの要約値"), max_length=64, unique=True)
    mapping = models.JSONField(_("列の対応"))
    clears = models.BooleanField(_("空のセルで消す"), default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("見出しの記録")
        verbose_name_plural = _("見出しの記録")

    def __str__(self) -> str:
        return self.digest
