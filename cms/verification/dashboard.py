"""The dashboard's box: what this person has to look at again."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from cms.verification import freshness

MOST = 10


class ReviewPanel(Component):
    """Entries of which this person is the steward and whose day of review is near or past."""

    name = "reviews"
    template_name = "editors/review_panel.html"
    order = 130

    class Media:
        css = {"all": ("verification/editors.css",)}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        day = freshness.today()
        until = day + timedelta(days=max(settings.REVIEW_REMINDER_DAYS))
        due = freshness.due(until, steward=person)
        finder = AdminURLFinder(person)
        rows = [
            {
                "entry": entry,
                "type": entry._meta.verbose_name,
                "url": finder.get_edit_url(entry),
                "overdue": entry.review_by is not None and entry.review_by < day,
            }
            for entry in freshness.entries(due[:MOST])
        ]
        return {"rows": rows, "more": max(0, len(due) - MOST)}


def add_panel(request: Any, panels: list[Any]) -> None:
    """For Wagtail's hook `construct_homepage_panels`."""
    panels.append(ReviewPanel())
