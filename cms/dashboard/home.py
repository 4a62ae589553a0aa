"""The panels of the first screen: what waits for me, what comes, and how the listings stand."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from cms.dashboard import boxes, charts, counts
from cms.dashboard.models import SERIES, DailyCount
from cms.releases.coming import KINDS, Span, happenings

DAYS_AHEAD, MOST_COMING = 13, 12
DAYS_BACK = 365


def may_see(person: Any) -> bool:
    """Whoever may see the listings may see how they stand."""
    return bool(person.has_perm("catalog.view_service"))


class TasksPanel(Component):
    """What this person has to do, and what everybody should see."""

    name = "tasks"
    template_name = "editors/dashboard/tasks.html"
    order = 50

    class Media:
        css = {"all": ("dashboard/dashboard.css",)}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        return {"own": [*boxes.own(person)], "everybodys": [*boxes.everybodys(person)]}


class ComingPanel(Component):
    """What goes live, ends, closes or is to be reviewed in the next two weeks."""

    name = "coming"
    template_name = "editors/dashboard/coming.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        if not may_see(person):
            return {"rows": [], "shown": False}
        first = counts.today()
        found = happenings(Span(first, first + timedelta(days=DAYS_AHEAD)), [*KINDS])
        finder = AdminURLFinder(person)
        rows = [
            {"at": one, "url": one.url or (one.source is not None and finder.get_edit_url(one.source)) or ""}
            for one in found[:MOST_COMING]
        ]
        return {"rows": rows, "more": max(0, len(found) - MOST_COMING), "shown": True}


class PlotsPanel(Component):
    """How many listings there are of each kind, now and over time."""

    name = "plots"
    template_name = "editors/dashboard/plots.html"
    order = 200

    class Media:
        css = {"all": ("dashboard/dashboard.css",)}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if not may_see(parent_context["request"].user):
            return {"plots": []}
        day = counts.today()
        topics = counts.topic_names()
        by_state, by_freshness = counts.by_state_and_freshness(day)
        now = {"state": by_state, "freshness": by_freshness, "topic": counts.by_topic()}
        labels = {
            "state": {key: gettext(label) for key, label in counts.STATES.items()},
            "freshness": {key: gettext(label) for key, label in counts.FRESHNESS.items()},
            "topic": {key: topics[key] for key in now["topic"]},
        }
        before = _before(day)
        plots = [
            {
                "key": key,
                "name": gettext(SERIES[key]),
                "bars": charts.bars(by_key, labels[key]),
                "lines": charts.lines({**before[key], day: by_key}, labels[key]),
            }
            for key, by_key in now.items()
        ]
        return {"plots": plots, "width": charts.WIDTH, "height": charts.HEIGHT}


def _before(day: date) -> Mapping[str, Mapping[date, Mapping[str, int]]]:
    """What was counted in the last year, by series and day: each of the last 30 days, and Mondays before. One query."""
    found: defaultdict[str, defaultdict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = DailyCount.objects.filter(day__gte=day - timedelta(days=DAYS_BACK), day__lt=day).exclude(series="drift")
    for row in rows.order_by("day"):
        if row.day.weekday() == 0 or (day - row.day).days <= 30:
            found[row.series][row.day][row.key] = row.count
    return found


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """For Wagtail's hook `construct_homepage_panels`."""
    panels += [TasksPanel(), ComingPanel(), PlotsPanel()]
