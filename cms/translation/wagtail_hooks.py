"""Registration only: Wagtail looks for this module in every app."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import ListingButton

from catalog.languages import translations
from cms.translation.beside import address, may_see
from cms.translation.texts import MODELS
from cms.translation.urls import urlpatterns


class TranslationItem(MenuItem):
    """Shown to whoever reads the entries."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class PolicyItem(MenuItem):
    """Shown to whoever decides how missing and stale translations are treated."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("translation.set_policy"))


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[ListingButton]:
    """The way to the translations of an item, in every list."""
    if type(entry) not in MODELS.values() or not may_see(user):
        return []
    url = address(entry.document_type, entry.content_id, translations()[1])
    return [ListingButton(gettext("翻訳"), url=url, icon_name="globe", priority=50)]


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> list[ListingButton]:
    """The same for a page, in the lists of pages and on top of it."""
    return listing_buttons(page.specific, user, next_url)


hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: TranslationItem(_("翻訳"), reverse_lazy("translation"), icon_name="globe", order=120),
)
hooks.register(
    "register_settings_menu_item",
    lambda: PolicyItem(_("訳の扱い"), reverse_lazy("translation_policy"), icon_name="globe", order=900),
)
hooks.register("register_snippet_listing_buttons", listing_buttons)
hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)
