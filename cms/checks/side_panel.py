"""The panel beside every form of an entry that tells, while somebody types, what the checks find.

Wagtail has no hook for panels beside forms, so the four views that show them are wrapped once, at start.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView as PageCreateView
from wagtail.admin.views.pages.edit import EditView as PageEditView
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView
from wagtail.snippets.views.snippets import EditView as SnippetEditView

from catalog.publishable import Entry


class FindingsPanel(BaseSidePanel):
    """Filled by ``content_checks.js``: at once, after each pause in typing and after each save."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("内容の点検を開く・閉じる")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

    class Media:
        js = ["editors/content_checks.js"]
        css = {"all": ["editors/content_checks.css"]}

    name = "findings"
    title = _("内容の点検")
    template_name = "editors/checks/side_panel.html"
    order = 340

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["address"] = reverse("checks_now", args=[self.model.document_type])
        return context


def install() -> None:
    """Put the panel beside every form of an entry. Called once, when the app is ready."""
    for view in (PageCreateView, PageEditView, SnippetCreateView, SnippetEditView):
        view.get_side_panels = _with_findings(view.get_side_panels)


def _with_findings(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def get_side_panels(view: Any) -> Any:
        panels = original(view)
        entry = getattr(view, "page", None) or view.form.instance
        # What Wagtail renders anew in a page that stands open is only its own panel.
        if isinstance(entry, Entry) and not (view.expects_json_response or getattr(view, "hydrate_create_view", False)):
            panels.append(FindingsPanel(entry, view.request))
        return panels

    return get_side_panels
