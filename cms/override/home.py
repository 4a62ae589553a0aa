"""What stands on everybody's first screen: emergencies until a third person has looked at them."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.override import overdue, take
from cms.override.views import may_see, told


class EmergencyPanel(Component):
    """What was done and waits to be looked at, for everybody; what waits for a second person, for those who may be."""

    name = "emergencies"
    template_name = "editors/override/home_panel.html"
    order = 40

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        return {
            "unreviewed": told(overdue.unreviewed()),
            "proposed": told(overdue.proposed()) if person.has_perm(take.TAKE) else [],
            "may_open": may_see(person),
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, EmergencyPanel())
