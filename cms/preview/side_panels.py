"""The panels beside the forms: with the preview Wagtail brings a second one for checks, which this house does not use.

It would judge the accessibility of our plain rendering, which no reader sees, and count words as English does. What a
text lacks is told by the panel of `cms.checks`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.create import CreateView as PageCreateView
from wagtail.admin.views.pages.edit import EditView as PageEditView
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView
from wagtail.snippets.views.snippets import EditView as SnippetEditView

from catalog.publishable import Entry


def install() -> None:
    """Leave that panel out beside every form of an entry. Called once, when the app is ready."""
    for view in (PageCreateView, PageEditView, SnippetCreateView, SnippetEditView):
        view.get_side_panels = _without_checks(view.get_side_panels)


def _without_checks(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def get_side_panels(view: Any) -> Any:
        panels = original(view)
        if isinstance(getattr(view, "page", None) or view.form.instance, Entry):
            panels[:] = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
        return panels

    return get_side_panels
