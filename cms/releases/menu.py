"""Where editors meet releases outside their own screens: the menu, the lists of entries, and an entry's editor."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from catalog.publishable import Entry
from cms.admin.approval import may_see
from cms.releases import hold
from cms.releases.compose import COMPOSE


def may_look(person: Any) -> bool:
    """Whoever puts releases together, takes a step, or may read the entries."""
    return person.has_perm(COMPOSE) or may_see(person)


class SeenItem(MenuItem):
    """Shown to whoever may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way into a release, for whatever has a draft that is not live."""
    if not isinstance(entry, Entry) or not user.has_perm(COMPOSE):
        return []
    if entry.live and not entry.has_unpublished_changes:
        return []
    address = f"{reverse('releases')}?{urlencode({'add': entry.content_id})}"
    return [Button(gettext("一括公開に入れる"), url=address, icon_name="folder-open-inverse", priority=55)]


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> list[Button]:
    """The same for a page, in the lists of pages and on top of it."""
    return listing_buttons(page.specific, user, next_url)


def say_where_it_is(request: HttpRequest, entry: Any) -> None:
    """Whoever opens the editor of something that a release holds is told so."""
    if request.method == "GET" and (told := hold.notice(entry)):
        messages.info(request, told)
