"""Registration only: Wagtail looks for this module in every app."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.admin import entry_state, menu, pages, rich_text, sign_in, strict_scripts
from cms.admin.urls import urlpatterns
from cms.admin.withdrawal import listing_buttons, page_buttons

register_snippet(menu.CatalogGroup)
hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: menu.ApprovalsItem(_("承認待ち"), reverse_lazy("approvals"), icon_name="tasks", order=90),
)
hooks.register(
    "register_admin_menu_item",
    lambda: menu.WithdrawalsItem(
        ngettext_lazy("取り下げ", "取り下げ", 2), reverse_lazy("withdrawals"), icon_name="download", order=110
    ),
)
hooks.register("register_snippet_listing_buttons", listing_buttons)
hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)
hooks.register("register_snippet_listing_buttons", entry_state.listing_buttons)
hooks.register("register_page_header_buttons", entry_state.page_buttons)
hooks.register("register_page_listing_more_buttons", entry_state.page_buttons)
hooks.register("register_admin_viewset", pages.PagesGroup)
hooks.register("register_rich_text_features", rich_text.register, order=10)
hooks.register("insert_global_admin_js", strict_scripts.loader)
hooks.register("insert_global_admin_js", sign_in.keeper)
hooks.register(
    "insert_global_admin_js", lambda: format_html('<script src="{}"></script>', static("editors/named_boxes.js"))
)
hooks.register("insert_global_admin_css", sign_in.keeper_style)
hooks.register(
    "insert_global_admin_css",
    lambda: format_html('<link rel="stylesheet" href="{}">', static("editors/house.css")),
)
