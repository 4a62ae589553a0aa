"""Registration only: Wagtail looks for this module in every app."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from catalog.publishable import Entry
from cms.checks.findings import findings
from cms.checks.models import WordRule
from cms.checks.urls import urlpatterns
from cms.checks.views import may_look, summary
from cms.checks.word_list import WordRuleViewSet


class ReportItem(MenuItem):
    """Shown to whoever may read the entries."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def tell_after_save(request: HttpRequest, entry: Any) -> None:
    """Say after a save what the checks find, for those whose browser runs no scripts; an autosave has the panel."""
    if not isinstance(entry, Entry) or "application/json" in request.headers.get("Accept", ""):
        return
    found = findings(entry)
    if not found:
        return
    blocking = sum(one.level == "block" for one in found)
    address = reverse("checks_saved", args=[entry.document_type, entry.content_id])
    messages.warning(
        request,
        gettext("内容の点検:%(said)s") % {"said": summary(len(found), blocking)},
        buttons=[messages.button(address, gettext("点検の結果を見る"))],
    )


def register_log_action(actions: Any) -> None:
    actions.register_action("checks.word_changed")(WordChanged)


class WordChanged(LogFormatter):
    """What a word of the list was and what it became, in the history of the word and in the site's."""

    label = _("点検のことばを直す")

    def format_message(self, log_entry: Any) -> str:
        before, after = log_entry.data.get("before", {}), log_entry.data.get("after", {})
        return gettext("、").join(
            gettext("%(label)sを「%(before)s」から「%(after)s」に")
            % {"label": _label(name), "before": before[name], "after": after.get(name)}
            for name in before
        ) or gettext("変わりなし")


def _label(field: str) -> str:
    return str(WordRule._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: ReportItem(_("内容の点検"), reverse_lazy("checks_report"), icon_name="clipboard-list", order=130),
)
hooks.register("register_admin_viewset", lambda: WordRuleViewSet())
hooks.register("register_log_actions", register_log_action)
for _hook in ("after_edit_snippet", "after_create_snippet", "after_edit_page", "after_create_page"):
    hooks.register(_hook, tell_after_save)
