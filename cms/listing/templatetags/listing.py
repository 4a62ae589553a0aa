"""What stands above a list: saved views, and the way to keep this one."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from cms.listing import saved
from cms.listing.views import SEE

register = template.Library()


@register.inclusion_tag("editors/listing/views_of_list.html", takes_context=True)
def saved_views(context: Any) -> dict[str, Any]:
    """The views of this list that the person sees; of a list without such views, nothing."""
    request, view = context["request"], context.get("view")
    model = getattr(view, "model", None)
    listed = saved.lists().get(model._meta.label_lower) if model else None
    if listed is None:
        return {}
    here = saved.kept(listed, request.GET)
    views = [
        {"view": view, "mine": view.person_id == request.user.pk, "url": f"{listed.url}?{view.query}"}
        for view in saved.seen_by(request.user, listed)
    ]
    new = f"{reverse('new_saved_view')}?{urlencode({'list': listed.key, 'query': here})}" if here else ""
    records = reverse("bulk_changes") if listed.key == "catalog.service" and request.user.has_perm(SEE) else ""
    return {"listed": listed, "here": here, "views": views, "new": new, "records": records}
