"""The editors' form and list of site notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn

from cms.admin.catalog import EntryViewSet
from cms.admin.catalog_forms import EntryForm
from cms.admin.catalog_panels import publication_tab, text_panel, translation_tabs
from cms.admin.entry_filters import SiteNoticeFilters
from cms.admin.help_texts import explained
from pages.models import SiteNotice


class SiteNoticeForm(EntryForm):
    named_by = "heading"


class SiteNoticeViewSet(EntryViewSet):
    model = SiteNotice
    icon = "info-circle"
    menu_label = ngettext_lazy("サイトのお知らせ", "サイトのお知らせ", 2)
    list_display = [
        "__str__",
        Column("weight", label=_("重み"), sort_key="weight"),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    filterset_class = SiteNoticeFilters
    search_fields = ["heading_ja", "text_ja"]
    edit_handler = explained(
        TabbedInterface(
            [
                ObjectList(
                    [text_panel(SiteNotice, "heading"), text_panel(SiteNotice, "text"), FieldPanel("weight")],
                    heading=_("日本語・基本"),
                ),
                *translation_tabs(SiteNotice),
                publication_tab(),
            ],
            base_form_class=SiteNoticeForm,
        ),
        SiteNotice,
    )
