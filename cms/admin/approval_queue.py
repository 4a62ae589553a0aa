"""What waits for an answer: for how long, who could give it, and what of it is one's own to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from catalog.publishable import Entry
from cms.publication import sources
from cms.workflow import approve
from cms.workflow.people import RIGHTS, called, holders, names
from cms.workflow.steps import STEP_NAMES, STEPS
from cms.workflow.written import Written, all_written

PER_PAGE = 50
MINE = [("", _("すべて")), ("can", _("自分が行えるもの")), ("sent", _("自分が出したもの"))]


def may_see(person: Any) -> bool:
    """Whoever takes a step, or may read the entries."""
    return any(person.has_perm(right) for right in (*RIGHTS.values(), "catalog.view_service"))


@dataclass(frozen=True)
class Waiting:
    """One text that waits for one step."""

    state: TaskState
    written: Written
    days: int
    people: tuple[str, ...]
    obstacle: str | None

    @property
    def name(self) -> str:
        return str(self.state.revision.object_str)

    @property
    def step(self) -> str:
        return gettext(STEP_NAMES.get(approve.step_of(self.state), gettext_noop("不明")))

    @property
    def kind(self) -> str:
        model = _model_of(self.state)
        return str(model._meta.verbose_name) if model is not None else ""

    @property
    def is_late(self) -> bool:
        return self.days > settings.APPROVAL_WAIT_DAYS

    @property
    def sender(self) -> str:
        person = self.state.workflow_state.requested_by
        return called(person) if person is not None else "—"


class Wanted(forms.Form):
    """Which of them to show."""

    step = forms.ChoiceField(label=_("手順"), required=False, choices=[("", _("すべて")), *STEPS])
    type = forms.ChoiceField(label=_("種類"), required=False)
    mine = forms.ChoiceField(label=_("だれの"), required=False, choices=MINE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(model.document_type, str(model._meta.verbose_name)) for model in sources.ENTRY_MODELS]
        self.fields["type"].choices = [("", gettext("すべて")), *types]  # type: ignore[attr-defined]


def waiting(person: Any, *, step: str = "", kind: str = "", mine: str = "") -> list[Waiting]:
    """What waits, longest first, as this person sees it. ``mine``: "can" answer, or "sent" by the person."""
    states = [
        state
        for state in approve.waiting()
        if step in ("", approve.step_of(state))
        and (mine != "sent" or state.workflow_state.requested_by_id == person.pk)
        and (not kind or _type_of(state) == kind)
    ]
    records = all_written(states)
    found = [_seen(state, records[state.pk], person) for state in states]
    return [one for one in found if mine != "can" or one.obstacle is None]


def _model_of(state: TaskState) -> type[Any] | None:
    return ContentType.objects.get_for_id(state.revision.content_type_id).model_class()


def _type_of(state: TaskState) -> str:
    model = _model_of(state)
    return model.document_type if model is not None and issubclass(model, Entry) else ""


def _seen(state: TaskState, known: Written, person: Any) -> Waiting:
    began = timezone.localdate(state.started_at)
    return Waiting(
        state=state,
        written=known,
        days=(timezone.localdate() - began).days,
        people=(),
        obstacle=approve.obstacle(state, person, known),
    )


def who_can(rows: Iterable[Waiting]) -> list[Waiting]:
    """The same rows, each with the names of those who could answer it: they hold the right and wrote none of it."""
    by_step = {step: holders(right) for step, right in RIGHTS.items()}
    told = []
    for row in rows:
        known = by_step.get(approve.step_of(row.state), []) if row.written.is_known else []
        able = [person for person in known if person.pk not in row.written.authors]
        if row.written.is_from_outside:  # there each step needs another person
            able = [person for person in able if approve.obstacle(row.state, person, row.written) is None]
        told.append(replace(row, people=tuple(names(able))))
    return told


class ApprovalQueue(WagtailAdminTemplateMixin, TemplateView):
    """What waits for an answer, longest first, and who can give it."""

    template_name = "editors/approval_queue.html"
    page_title = _("承認待ち")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = Wanted(self.request.GET)
        wanted.is_valid()  # an unknown choice is left out, as if nothing had been chosen
        chosen = {name: wanted.cleaned_data.get(name, "") for name in wanted.fields}
        rows = waiting(self.request.user, step=chosen["step"], kind=chosen["type"], mine=chosen["mine"])
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            form=wanted,
            rows=who_can(page.object_list),
            page=page,
            total=len(rows),
            late=sum(1 for row in rows if row.is_late),
            wait_days=settings.APPROVAL_WAIT_DAYS,
            is_filtered=any(chosen.values()),
            asked="".join(f"&{name}={value}" for name, value in chosen.items() if value),
            **kwargs,
        )
