"""What people keep about lists: views that they come back to, and what they changed in many listings at once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.workflow.models import AppendOnly


class SavedView(models.Model):
    """A list as somebody narrowed it down and ordered it, under a name. `query` is its part of the address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("名前"), max_length=60)
    #: The model that is listed, as app_label.model_name.
    list = models.CharField(_("一覧"), max_length=60)
    query = models.CharField(_("絞り込み"), max_length=2000)
    shared = models.BooleanField(_("みんなに見せる"), default=False)

    class Meta:
        verbose_name = _("保存した見かた")
        verbose_name_plural = _("保存した見かた")
        default_permissions = ()
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="a_person_has_a_view_of_a_name_once"),
            models.CheckConstraint(name="a_saved_view_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="a_saved_view_is_of_a_list", condition=~Q(list="")),
        ]

    def __str__(self) -> str:
        return self.name


class BulkChange(AppendOnly):
    """One thing that a person did to many listings at once: it made drafts, and nothing that is live."""

    KINDS: ClassVar = [
        ("steward", _("担当者を決める")),
        ("review_by", _("見直し日を決める")),
        ("topics", _("悩みの分類を足す・外す")),
        ("channels", _("公開先を足す・外す")),
    ]

    kind = models.CharField(_("したこと"), max_length=10, choices=KINDS)
    #: In words, with what was chosen.
    said = models.CharField(_("内容"), max_length=300)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("まとめての変更")
        verbose_name_plural = _("まとめての変更")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="bulk_change_kind_is_known",
                condition=Q(kind__in=["steward", "review_by", "topics", "channels"]),
            )
        ]

    def __str__(self) -> str:
        return self.said


class BulkChangeItem(AppendOnly):
    """What it did to one listing. Without `written` it was left alone, and `told` says why."""

    change = models.ForeignKey(BulkChange, on_delete=models.PROTECT, related_name="items")
    content_id = models.UUIDField()
    name = models.CharField(_("名称"), max_length=255)
    before = models.TextField(_("前"), blank=True)
    after = models.TextField(_("あと"), blank=True)
    told = models.TextField(_("変えなかったわけ"), blank=True)
    #: The draft before, and the draft that was written: ids, since revisions may be cleaned away.
    seen = models.BigIntegerField(null=True)
    written = models.BigIntegerField(null=True)
    was_unpublished = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "content_id"], name="a_bulk_change_has_each_listing_once"),
            models.CheckConstraint(
                name="a_listing_was_changed_or_it_is_told_why_not",
                condition=Q(written__isnull=False, seen__isnull=False, told="")
                | (Q(written__isnull=True) & ~Q(told="")),
            ),
        ]


class BulkUndo(AppendOnly):
    """That a bulk change was taken back: once, and as a whole."""

    change = models.OneToOneField(BulkChange, on_delete=models.PROTECT, related_name="undo")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("日時"))

    class Meta:
        default_permissions = ()


class BulkUndoItem(AppendOnly):
    """What became of one listing then: the draft that was written, or why it was kept as it is."""

    undo = models.ForeignKey(BulkUndo, on_delete=models.PROTECT, related_name="items")
    item = models.OneToOneField(BulkChangeItem, on_delete=models.PROTECT, related_name="undone")
    kept = models.TextField(_("戻さなかったわけ"), blank=True)
    written = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_listing_was_put_back_or_it_is_told_why_not",
                condition=Q(written__isnull=False, kept="") | (Q(written__isnull=True) & ~Q(kept="")),
            )
        ]
