"""The bulk action that leads to the page on which desks are asked.

"All" is what the list shows, not all there are, without the desks that were asked and have not answered yet: a second
link would take the first away, and so whoever asks for "all" again gets the next part.
"""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalog.models import Service
from cms.admin.catalog import listed_services
from cms.verification import asking
from cms.verification.screens import MOST_AT_ONCE


class AskOwners(SnippetBulkAction):
    display_name = _("窓口に確認をお願いする")
    aria_label = _("選んだ窓口に確認をお願いする")
    action_type = "ask_owners"
    template_name = "editors/ask_owners.html"  # never shown: the action has a page of its own
    action_priority = 40
    models = [Service]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(asking.RIGHT):
            raise PermissionDenied
        asked: dict[str, Any] = {"id": request.GET.getlist("id")}
        if "all" in asked["id"]:
            all_of_them = listed_services(request).filter(live=True).exclude(content_id__in=asking.awaited())
            pks = list(all_of_them.values_list("pk", flat=True))
            asked = {"id": pks[:MOST_AT_ONCE], "all": len(pks)}
        return HttpResponseRedirect(f"{reverse('ask_owners')}?{urlencode(asked, doseq=True)}")
