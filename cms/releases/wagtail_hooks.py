"""Registration only: Wagtail looks for this module in every app."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.releases import menu
from cms.releases.urls import urlpatterns

hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: menu.SeenItem(
        _("一括公開"), reverse_lazy("releases"), name="releases", icon_name="folder-open-inverse", order=95
    ),
)
hooks.register(
    "register_admin_menu_item",
    lambda: menu.SeenItem(
        _("カレンダー"), reverse_lazy("calendar"), name="calendar", icon_name="calendar-alt", order=96
    ),
)
hooks.register("register_snippet_listing_buttons", menu.listing_buttons)
hooks.register("register_page_header_buttons", menu.page_buttons)
hooks.register("register_page_listing_more_buttons", menu.page_buttons)
hooks.register("before_edit_snippet", menu.say_where_it_is)
hooks.register("before_edit_page", menu.say_where_it_is)
hooks.register(
    "insert_global_admin_css",
    lambda: format_html('<link rel="stylesheet" href="{}">', static("editors/releases.css")),
)
