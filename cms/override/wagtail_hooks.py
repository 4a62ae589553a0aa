"""Registration only: Wagtail looks for this module in every app."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.override import home, views
from cms.override.urls import urlpatterns

hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: views.EmergenciesItem(
        _("緊急の公開・停止"), reverse_lazy("emergencies"), name="emergencies", icon_name="warning", order=112
    ),
)
hooks.register("register_snippet_listing_buttons", views.listing_buttons)
hooks.register("register_page_header_buttons", views.page_buttons)
hooks.register("register_page_listing_more_buttons", views.page_buttons)
hooks.register("construct_homepage_panels", home.add_panel)
