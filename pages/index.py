"""Indexes: one for each type of page, with the heading and the words that stand above its list."""

from typing import ClassVar

from django.db import models
from wagtail.models import Page

from pages.entry_page import EntryPage, website_alone


class Index(EntryPage):
    document_type: ClassVar[str] = "index"
    translated_fields: ClassVar[tuple[str, ...]] = ("heading", "introduction")
    titled_by: ClassVar[str] = "heading"
    possible_channels: ClassVar[tuple[str, ...]] = ("website",)

    class Lists(models.TextChoices):
        FAQ = "faq", "よくある質問"
        ARTICLE = "article", "記事"
        MESSAGE = "message", "メッセージ"

    channels = models.JSONField("公開先", default=website_alone, blank=True)
    lists = models.CharField("何の一覧か", max_length=20, choices=Lists, unique=True)
    heading = models.CharField("見出し", max_length=80, blank=True)
    introduction = models.TextField("はじめの文", blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count: ClassVar[int] = len(Lists)
    is_creatable: ClassVar[bool] = False  # they come with the site; see index_of

    class Meta:
        verbose_name = "一覧ページ"
        verbose_name_plural = "一覧ページ"

    def _parent_of_new(self) -> Page:
        return Page.get_first_root_node()


def index_of(document_type: str) -> Index:
    """The index that holds all pages of one type; made, as a draft, where there is none yet."""
    found: Index | None = Index.objects.filter(lists=document_type).first()
    if found is None:
        found = Index(
            lists=document_type,
            heading_ja=Index.Lists(document_type).label,
            public_slug=f"{document_type}s",
            channels=["website"],
        )
        found.save()
    return found


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
