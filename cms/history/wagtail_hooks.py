"""Registration only: Wagtail looks for this module in every app."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.history import screens
from cms.history.urls import urlpatterns

hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: screens.HistoryItem(_("履歴"), reverse_lazy("history"), name="history", icon_name="history", order=150),
)
hooks.register("register_snippet_listing_buttons", screens.listing_buttons)
hooks.register("register_page_header_buttons", screens.page_buttons)
hooks.register("register_page_listing_more_buttons", screens.page_buttons)
