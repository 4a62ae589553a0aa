"""The approvers' page: it shows exactly what would go live, and takes the answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from cms.admin.approval_queue import ApprovalQueue, may_see
from cms.admin.entry_state import changes, record
from cms.publication import readiness
from cms.publication.unit import PublicationRefused, unit
from cms.workflow import approve
from cms.workflow.steps import STEP_NAMES, required_steps


class ApprovalPage(WagtailAdminTemplateMixin, TemplateView):
    """One text that waits: what it would change, and the digest that comes back with the answer."""

    template_name = "editors/approval.html"
    header_icon = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.state = get_object_or_404(TaskState, pk=kwargs["task_state_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self._step() or gettext('承認')}: {self.state.revision.object_str}"

    def _step(self) -> str:
        """What is asked here, as the person at work reads it; empty for a step that is none of ours."""
        return gettext(STEP_NAMES.get(approve.step_of(self.state), ""))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("approvals"), "label": ApprovalQueue.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision = self.state.revision
        entry = revision.as_object()
        documents, problems = changes(entry)
        later = entry.latest_revision_id is not None and entry.latest_revision_id != revision.pk
        return super().get_context_data(
            state=self.state,
            entry=entry,
            type=entry._meta.verbose_name,
            open=self.state.status == TaskState.STATUS_IN_PROGRESS,
            step=self._step(),
            obstacle=approve.obstacle(self.state, self.request.user),
            problems=problems,
            documents=documents,
            later_draft=later,
            live=readiness.is_live(entry),
            hindrances=readiness.hindrances(entry),
            steps=[gettext(STEP_NAMES[step]) for step in required_steps(entry)],
            **record(entry),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = request.POST.get("digest", "")
        comment = request.POST.get("comment", "")
        answer = request.POST.get("answer")
        try:
            with unit(door="workflow", person=request.user) as inside:
                if answer == "approve":
                    approve.approve(self.state, seen_digest=seen, person=request.user, at=inside.at, comment=comment)
                elif answer == "return":
                    approve.send_back(self.state, seen_digest=seen, person=request.user, comment=comment)
                else:
                    raise PublicationRefused(gettext("「承認する」か「差し戻す」を選んでください。"))
        except PublicationRefused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            # What was typed comes back; nothing is lost.
            self.state.refresh_from_db()
            return self.render_to_response(self.get_context_data(comment=comment), status=409)
        entry = self.state.revision.as_object()
        done = {
            "approve": gettext("承認しました。"),
            "return": gettext("差し戻しました。"),
        }[answer]
        now_live = type(entry).objects.filter(pk=entry.pk, live=True, live_revision=self.state.revision).exists()
        messages.success(
            request,
            (gettext("「%(entry)s」を%(done)s") % {"entry": entry, "done": done})
            + (gettext("公開しました。") if answer == "approve" and now_live else ""),
        )
        return redirect("approvals")
