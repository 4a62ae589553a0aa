"""Wagtail's screens without scripts inside the page, so that the editors' site may refuse all of them.

Wagtail 8 starts five kinds of widgets by a script in the page. Templates of the same names in `templates/wagtailadmin/`
and the choosers' rendering below write the same as data, and `static/editors/start_widgets.js` reads it.
"""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def loader() -> SafeString:
    """The tag of the file that starts the widgets; for Wagtail's hook `insert_global_admin_js`."""
    return format_html('<script src="{}"></script>', static("editors/start_widgets.js"))


def render(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """What `BaseChooser.render` gives, with data in the place of its script."""
    id_ = (attrs or {})["id"]
    value_data = self.get_value_data(value)
    if isinstance(self, AdminTaskChooser):
        starts, arguments = "createTaskChooser", [id_]
    else:
        starts, arguments = self.js_constructor, [id_, self.get_js_init_options(id_, name, value_data)]
    return format_html(
        '{}<template data-editors-start="{}" data-editors-arguments="{}"></template>',
        self.render_html(name, value_data, attrs),
        starts,
        json.dumps(arguments),
    )


def install() -> None:
    """Let every chooser render so; at the start of the process."""
    BaseChooser.render = render
