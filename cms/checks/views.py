"""What the checks find in one entry: while it is typed, and as it was saved."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.languages import column
from catalog.publishable import Entry
from cms.checks.findings import findings
from cms.checks.form_content import editable, filled
from cms.checks.rule import Finding, in_a_row
from cms.checks.rules import TITLES
from cms.publication.sources import ENTRY_MODELS


def may_look(person: Any) -> bool:
    """Whoever may read the entries."""
    return bool(person.has_perm("catalog.view_service"))


def entry_model(document_type: str) -> type[Entry]:
    """The type of entries that an address names. Raises Http404 for any other."""
    for model in ENTRY_MODELS:
        if model.document_type == document_type:
            return model
    raise Http404


def control(finding: Finding) -> str:
    """The name of the form's control that a finding is about, after its formset's number where it has one."""
    return column(finding.field, finding.language) if finding.language else finding.field


def told(found: list[Finding]) -> list[dict[str, Any]]:
    return [{"finding": one, "control": control(one), "title": gettext(TITLES[one.rule])} for one in found]


def summary(count: int, blocking: int) -> str:
    """How much was found, and how much of it keeps the entry from readers."""
    if not count:
        return gettext("気になるところは見つかりませんでした。")
    found = ngettext("気になるところが%(count)s件あります。", "気になるところが%(count)s件あります。", count)
    said = [found % {"count": count}]
    if blocking:
        said.append(gettext("うち%(blocking)s件は、直すまで公開できません。") % {"blocking": blocking})
    return in_a_row(*said)


class FindingsNow(View):
    """The form as it stands is sent here by the script of the side panel. Nothing is saved."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: str) -> JsonResponse:
        """Raises PermissionDenied for whoever may not edit the entry, BadRequest for what is no whole form."""
        pk = request.GET.get("pk", "")
        if pk and not pk.isdecimal():
            raise Http404
        entry = editable(entry_model(kwargs["type"]), int(pk) if pk else None, request.user)
        try:
            entry, whole = filled(entry, request.POST, request.user)
        except MultiValueDictKeyError as error:  # a field of many parts, of which one did not come
            raise BadRequest(gettext("フォームの一部が届いていません。画面を開きなおしてください。")) from error
        found = findings(entry)
        blocking = sum(one.level == "block" for one in found)
        return JsonResponse(
            {
                "count": len(found),
                "blocking": blocking,
                "said": summary(len(found), blocking),
                "html": render_to_string("editors/checks/findings.html", {"rows": told(found), "whole": whole}),
            }
        )


class SavedFindings(WagtailAdminTemplateMixin, TemplateView):
    """The latest draft of one entry and what is found in it; works without scripts."""

    template_name = "editors/checks/saved.html"
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request.user):
            raise PermissionDenied
        row: Any = get_object_or_404(entry_model(kwargs["type"]), content_id=kwargs["content_id"])
        self.entry = row.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return gettext("内容の点検: %(entry)s") % {"entry": self.entry}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("checks_report"), "label": gettext("内容の点検")},
            {"url": "", "label": str(self.entry)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = findings(self.entry)
        edit = AdminURLFinder(self.request.user).get_edit_url(self.entry)
        return super().get_context_data(rows=told(found), whole=True, edit_url=edit, **kwargs)
