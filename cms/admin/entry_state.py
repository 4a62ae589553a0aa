"""One page for every entry, for whoever may read it: why it is not public, and what its draft would change."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button, ListingButton
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView

from catalog.publishable import Entry
from cms.admin import wording
from cms.admin.page_readers import TO_LOOK
from cms.publication import readiness, sources
from cms.publication.compare import preview
from cms.workflow.digest import digest
from cms.workflow.models import Approval, Authorship
from cms.workflow.people import called

logger = logging.getLogger(__name__)

LABEL = _("なぜ公開できないか")
UNTOLD = _("公開用のデータを作れないため、変わることを示せません。管理者に伝えてください。")


def may_read(person: Any, model: type[Any]) -> bool:
    """Whether this person may read entries of this type."""
    if issubclass(model, Page):
        return bool(policy_registry.get_by_type(model).user_has_any_permission(person, TO_LOOK))
    return bool(person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"))


def changes(entry: Entry) -> tuple[list[wording.ToldChange], list[str]]:
    """What would change if this draft went live now, and what is wrong with it where that cannot be told."""
    if problems := entry.problems():
        return [], problems
    try:
        live = sources.live_rows(type(entry), [entry.content_id]).get(entry.content_id)
        how = wording.beside(entry, live)
        return [*([how] if how else []), *wording.told(preview(entry), entry)], []
    except Exception:  # the page must open, so that the text can be sent back
        logger.exception("The preview of %s %s failed", entry.document_type, entry.content_id)
        return [], [str(UNTOLD)]


def record(entry: Entry) -> dict[str, Any]:
    """Who wrote this content last and who said yes to exactly it, for the page."""
    content = digest(entry)
    written = Authorship.objects.filter(content_id=entry.content_id).select_related("person").order_by("-pk")
    answers = Approval.objects.filter(content_id=entry.content_id, digest=content).select_related("person")
    return {
        "digest": content,
        "authors": [(row, _name(row.person, row.get_origin_display())) for row in written[:10]],
        "approvals": [(row, _name(row.person, gettext("見本"))) for row in answers],
    }


def _name(person: Any, otherwise: str) -> str:
    return called(person) if person is not None else otherwise


class EntryState(WagtailAdminTemplateMixin, TemplateView):
    """The latest draft of an entry: what stands in its way, and what it would change. It takes no answer."""

    template_name = "editors/entry_state.html"
    header_icon = "info-circle"
    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = sources.entry_of(kwargs["content_id"])
        if row is not None and not may_read(request.user, type(row)):
            raise PermissionDenied
        if row is None:
            if not any(may_read(request.user, model) for model in sources.ENTRY_MODELS):
                raise PermissionDenied  # whoever may read nothing learns nothing of what there is
            raise Http404
        self.row = row
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{LABEL}: {self.row}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = self.row.get_latest_revision_as_object()
        documents, problems = changes(entry)
        task = self.row.current_workflow_task_state
        return super().get_context_data(
            entry=entry,
            row=self.row,
            type=entry._meta.verbose_name,
            live=readiness.is_live(entry),
            hindrances=readiness.hindrances(entry),
            documents=documents,
            problems=problems,
            edit_url=AdminURLFinder(self.request.user).get_edit_url(self.row),
            waiting=task if task is not None and task.status == task.STATUS_IN_PROGRESS else None,
            **record(entry),
            **kwargs,
        )


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[ListingButton]:
    """The way to the page, in every list of entries."""
    if not isinstance(entry, Entry) or not may_read(user, type(entry)):
        return []
    return [
        ListingButton(LABEL, url=reverse("entry_state", args=[entry.content_id]), icon_name="info-circle", priority=50)
    ]


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> list[ListingButton]:
    """The same for a page, in the lists of pages and on top of its form."""
    return listing_buttons(page.specific, user, next_url)


class EntryEditView(EditView):
    """Wagtail's form of a snippet, with the way to the page on top of it."""

    @property
    def header_more_buttons(self) -> list[Button]:
        address = reverse("entry_state", args=[self.object.content_id])
        return [*super().header_more_buttons, Button(LABEL, url=address, icon_name="info-circle", priority=40)]
