"""The editors' forms and lists of pages. Pages know no admin: their forms are given to them here, at start."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from cms.admin.catalog_forms import EntryForm, TopicsField
from cms.admin.catalog_panels import publication_tab, text_panel, translation_tabs
from cms.admin.entry_filters import ArticleFilters, FaqFilters, MessageFilters
from cms.admin.help_texts import explained
from pages.models import Article, Faq, Index, Message


class PageForm(EntryForm, WagtailAdminPageForm):
    """The form of every page: a source of its own, saved as Wagtail saves pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.named_by = self._meta.model.titled_by
        super().__init__(*args, **kwargs)


class TopicPageForm(PageForm):
    """The form of a page that speaks of what troubles people."""

    topics = TopicsField()


def related_services_panel() -> InlinePanel:
    return InlinePanel(
        "related_services",
        label=_("窓口"),
        heading=_("関係する支援・相談窓口(上から順に出ます)"),
        panels=[FieldPanel("service")],
    )


def faq_panels() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(
                [text_panel(Faq, "question"), text_panel(Faq, "answer"), text_panel(Faq, "search_words")],
                heading=_("日本語・基本"),
            ),
            ObjectList([FieldPanel("topics"), related_services_panel(), FieldPanel("position")], heading=_("分類")),
            *translation_tabs(Faq),
            publication_tab(),
        ],
        base_form_class=TopicPageForm,
    )


def index_panels() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList([text_panel(Index, "heading"), text_panel(Index, "introduction")], heading=_("日本語・基本")),
            *translation_tabs(Index),
            publication_tab(),
        ],
        base_form_class=PageForm,
    )


def message_panels() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("kind"),
                    *(text_panel(Message, field) for field in Message.translated_fields),
                    FieldPanel("date"),
                    FieldPanel("portrait"),
                    FieldPanel("video_url"),
                ],
                heading=_("日本語・基本"),
            ),
            *translation_tabs(Message),
            publication_tab(),
        ],
        base_form_class=PageForm,
    )


def article_panels() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("kind"),
                    *(text_panel(Article, field) for field in Article.translated_fields),
                    FieldPanel("portrait"),
                ],
                heading=_("日本語・基本"),
            ),
            ObjectList([FieldPanel("topics"), related_services_panel(), FieldPanel("position")], heading=_("分類")),
            *translation_tabs(Article),
            publication_tab(),
        ],
        base_form_class=TopicPageForm,
    )


def give_forms() -> None:
    """Called once, when the app is ready."""
    Article.edit_handler = explained(article_panels(), Article)
    Faq.edit_handler = explained(faq_panels(), Faq)
    Index.edit_handler = explained(index_panels(), Index)
    Message.edit_handler = explained(message_panels(), Message)


def _columns(title: Any, *facts: Column) -> list[BaseColumn]:
    """What every list of pages shows: the title, some facts, when it was last written, and whether it is public."""
    return [
        PageTitleColumn("title", label=title, sort_key="title"),
        *facts,
        DateColumn("latest_revision_created_at", label=_("更新"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("状態"), sort_key="live"),
    ]


POSITION = Column("position", label=_("並び順"), accessor=lambda page: page.specific.position)


class FaqListing(PageListingViewSet):
    model = Faq
    name = "faqs"
    icon = "help"
    menu_label = ngettext_lazy("よくある質問", "よくある質問", 2)
    add_to_admin_menu = False
    columns = _columns(_("質問"), POSITION)
    filterset_class = FaqFilters


class ArticleListing(PageListingViewSet):
    model = Article
    name = "articles"
    icon = "doc-full"
    menu_label = ngettext_lazy("記事", "記事", 2)
    add_to_admin_menu = False
    filterset_class = ArticleFilters
    columns = _columns(
        _("題名"), Column("kind", label=_("種類"), accessor=lambda page: page.specific.get_kind_display()), POSITION
    )


class MessageListing(PageListingViewSet):
    model = Message
    name = "messages"
    icon = "openquote"
    menu_label = ngettext_lazy("メッセージ", "メッセージ", 2)
    add_to_admin_menu = False
    filterset_class = MessageFilters
    columns = _columns(_("題名"), Column("date", label=_("日付"), accessor=lambda page: page.specific.date))


class PagesGroup(ViewSetGroup):
    menu_label = _("読みもの")
    menu_icon = "doc-full"
    menu_order = 120
    items = (FaqListing, ArticleListing, MessageListing)
