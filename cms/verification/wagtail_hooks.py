"""Registration only: Wagtail looks for this module in every app."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.verification import dashboard, screens
from cms.verification.urls import urlpatterns

hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: screens.OwnerRequestsItem(_("窓口への確認"), reverse_lazy("owner_requests"), icon_name="mail", order=125),
)
hooks.register("register_snippet_listing_buttons", screens.listing_buttons)
hooks.register("construct_homepage_panels", dashboard.add_panel)
