"""Indexes: one for each type of page, with the heading and the words that stand above its list."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, override
from wagtail.models import Page

from catalog.languages import JAPANESE
from pages.entry_page import EntryPage, website_alone


class Index(EntryPage):
    document_type: ClassVar[str] = "index"
    translated_fields: ClassVar[tuple[str, ...]] = ("heading", "introduction")
    titled_by: ClassVar[str] = "heading"
    possible_channels: ClassVar[tuple[str, ...]] = ("website",)

    class Lists(models.TextChoices):
        FAQ = "faq", _("よくある質問")
        ARTICLE = "article", _("記事")
        MESSAGE = "message", _("メッセージ")

    channels = models.JSONField(_("公開先"), default=website_alone, blank=True)
    lists = models.CharField(_("何の一覧か"), max_length=20, choices=Lists, unique=True)
    heading = models.CharField(_("見出し"), max_length=80, blank=True)
    introduction = models.TextField(_("はじめの文"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count: ClassVar[int] = len(Lists)
    is_creatable: ClassVar[bool] = False  # they come with the site; see index_of

    class Meta:
        verbose_name = _("一覧ページ")
        verbose_name_plural = ngettext_lazy("一覧ページ", "一覧ページ", 2)

    def _parent_of_new(self) -> Page:
        return Page.get_first_root_node()


def index_of(document_type: str) -> Index:
    """The index that holds all pages of one type; made, as a draft, where there is none yet."""
    found: Index | None = Index.objects.filter(lists=document_type).first()
    if found is None:
        found = Index(
            lists=document_type,
            heading_ja=_in_japanese(Index.Lists(document_type).label),
            public_slug=f"{document_type}s",
            channels=["website"],
        )
        found.save()
    return found


def _in_japanese(label: Any) -> str:
    """What a new index is called, whatever language the person reads who makes it."""
    with override(JAPANESE):
        return str(label)


class Indexed(EntryPage):
    """A page that stands under the index of its type, and nowhere else."""

    parent_page_types: ClassVar[list[str]] = ["pages.Index"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """Whether this place is the index of this type."""
        index = parent.specific
        return isinstance(index, Index) and index.lists == cls.document_type

    def _parent_of_new(self) -> Page:
        return index_of(self.document_type)
