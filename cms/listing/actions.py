"""The bulk actions of the list of services: each leads to the page that shows first what would change."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalog.models import Service
from cms.listing.kinds import KINDS
from cms.listing.views import WRITE


class ChangeMany(SnippetBulkAction):
    """What the four share. The page keeps the address of the list, so that all that it shows can be meant."""

    kind: ClassVar[str]
    template_name = "editors/listing/bulk.html"  # never shown: the action has a page of its own
    models: ClassVar[list[Any]] = [Service]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(WRITE):
            raise PermissionDenied
        asked = request.GET.copy()
        asked.pop("next", None)
        asked["do"] = self.kind
        return HttpResponseRedirect(f"{reverse('bulk_change')}?{asked.urlencode()}")


def actions() -> list[type[ChangeMany]]:
    """One action for each kind, in their order."""
    return [
        type(
            f"Change{kind.key.title()}",
            (ChangeMany,),
            {
                "kind": kind.key,
                "display_name": gettext_lazy(kind.label),
                "aria_label": format_lazy(_("選んだ窓口の{label}"), label=gettext_lazy(kind.label)),
                "action_type": f"change_{kind.key}",
                "action_priority": 20 + position,
            },
        )
        for position, kind in enumerate(KINDS.values())
    ]
