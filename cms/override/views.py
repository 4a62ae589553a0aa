"""The screens of an emergency: what is open, one page to ask, one page to see what would change and to answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from catalog.publishable import Entry
from cms.admin import entry_state
from cms.admin.losses import losses
from cms.override import overdue, take
from cms.override.models import REASONS, VERDICTS, EmergencyAction
from cms.publication import compare, sources, withdraw
from cms.publication.gates import CHANNEL_NAMES
from cms.publication.unit import PublicationRefused
from cms.workflow.digest import digest
from pages.models import KidsText


def may_see(person: Any) -> bool:
    """Whoever takes part in an emergency, or looks at it afterwards."""
    return bool(person.has_perm(take.TAKE) or person.has_perm(take.REVIEW))


class EmergenciesItem(MenuItem):
    """Shown to whoever takes part."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way to the form, for whatever is live or has a draft, in every list of entries."""
    if not isinstance(entry, Entry) or not user.has_perm(take.TAKE):
        return []
    address = reverse("propose_emergency", args=[entry.content_id])
    return [Button(gettext("緊急に公開・停止する"), url=address, icon_name="warning", priority=65)]


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> list[Button]:
    """The same for a page."""
    return listing_buttons(page.specific, user, next_url)


class _Screen(WagtailAdminTemplateMixin, TemplateView):
    """What the three screens share: a right that is asked for first, and the way back."""

    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self, person: Any) -> bool:
        return may_see(person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        up = {"url": reverse("emergencies"), "label": Emergencies.page_title}
        own = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, own] if isinstance(self, Emergencies) else [*self.breadcrumbs_items, up, own]

    def refused(self, refusal: PublicationRefused, **kwargs: Any) -> HttpResponse:
        """The same page with what is wrong; what was typed comes back."""
        for reason in refusal.reasons:
            messages.error(self.request, reason)
        typed = self.request.POST
        context = self.get_context_data(typed=typed, typed_channels=typed.getlist("channels"), **kwargs)
        return self.render_to_response(context, status=409)


class Emergencies(_Screen):
    """What waits for a second person, what waits to be looked at, and what is settled."""

    template_name = "editors/override/emergencies.html"
    page_title = _("緊急の公開・停止")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settled = EmergencyAction.objects.exclude(reviewed_at__isnull=True, declined_at__isnull=True)
        return super().get_context_data(
            proposed=told(overdue.proposed()),
            unreviewed=told(overdue.unreviewed()),
            settled=told(settled.select_related("proposed_by").order_by("-proposed_at")[:50]),
            may_take=self.request.user.has_perm(take.TAKE),
            **kwargs,
        )


def _channel(key: str) -> str:
    return gettext(str(CHANNEL_NAMES[key]))


def told(actions: Any) -> list[dict[str, Any]]:
    """Actions as screens show them: with the name of what they are about, and until when they are to be looked at."""
    actions, now = list(actions), timezone.now()
    names = compare.names(action.content_id for action in actions)
    names |= {
        text.content_id: str(text)
        for text in KidsText.objects.filter(content_id__in=[action.content_id for action in actions])
    }
    rows = []
    for action in actions:
        until = overdue.deadline(action)
        rows.append(
            {
                "action": action,
                "name": names.get(action.content_id, gettext("(削除されたもの)")),
                "channels": [_channel(key) for key in action.channels],
                "until": until,
                "late": bool(until and not action.reviewed_at and until <= now),
            }
        )
    return rows


class ProposeEmergency(_Screen):
    """Ask for one thing to go live, or to leave, at once."""

    template_name = "editors/override/propose.html"

    def may_open(self, person: Any) -> bool:
        return bool(person.has_perm(take.TAKE))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row: Any = sources.entry_of(kwargs["content_id"]) if request.user.has_perm(take.TAKE) else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.row is None and self.may_open(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return gettext("緊急の公開・停止: %(row)s") % {"row": self.row}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        revision = row.latest_revision
        draft = revision.as_object() if revision else None
        live = withdraw.entry_of(row.content_id)
        going = bool(draft and (live is None or digest(live) != digest(draft)))
        documents, problems = entry_state.changes(draft) if draft and going else ([], [])
        channels = withdraw.channels_of(live) if live else []
        return super().get_context_data(
            row=row,
            draft=draft if going else None,
            draft_digest=digest(draft) if draft and going else "",
            revision=revision,
            documents=documents,
            problems=[*problems, *(take.live_faults(draft, at=timezone.now()) if draft and not problems else [])],
            live=live,
            live_digest=digest(live) if live else "",
            channels=[(key, _channel(key)) for key in channels],
            obstacles=withdraw.obstacles(live, channels) if live else [],
            losses=losses(live, channels, self.request.user) if live else None,
            reasons=REASONS,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, typed = self.row, request.POST
        common: dict[str, Any] = {
            "seen_digest": typed.get("digest", ""),
            "why": typed.get("why", ""),
            "person": request.user,
        }
        try:
            if typed.get("action") == "live" and row.latest_revision:
                action = take.propose_live(row.latest_revision, at=timezone.now(), **common)
            elif typed.get("action") == "out":
                action = take.propose_out(
                    row,
                    channels=typed.getlist("channels"),
                    reason=typed.get("reason", ""),
                    at=timezone.now(),
                    **common,
                )
            else:
                raise PublicationRefused(gettext("「緊急に公開する」か「緊急に停止する」を選んでください。"))
        except PublicationRefused as refusal:
            return self.refused(refusal)
        messages.success(
            request,
            gettext(
                "申し出ました。まだ何も変わっていません。2人目の担当者が次の画面を開いて確かめると、すぐに行われます。"
            ),
        )
        return redirect("emergency_action", action.pk)


class EmergencyPage(_Screen):
    """One emergency: what would change, who asked and why, and the answer of a second or third person."""

    template_name = "editors/override/emergency.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.key = kwargs["action_id"]

    def get_page_title(self) -> str:
        return f"{self.action.get_action_display()}: {told([self.action])[0]['name']}"

    @property
    def action(self) -> EmergencyAction:
        return get_object_or_404(
            EmergencyAction.objects.select_related("proposed_by", "confirmed_by", "declined_by", "reviewed_by"),
            pk=self.key,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action, person = self.action, self.request.user
        open_ = not (action.confirmed_at or action.declined_at)
        entry = take.content_of(action) if open_ else None
        going_live = entry if action.action == "live" else None
        documents, problems = entry_state.changes(going_live) if going_live else ([], [])
        return super().get_context_data(
            row=told([action])[0],
            action=action,
            open=open_,
            entry=entry,
            documents=documents,
            problems=problems,
            losses=losses(entry, action.channels, person) if entry and action.action == "out" else None,
            obstacles=take.obstacles(action, person, at=timezone.now()) if open_ else [],
            may_decline=open_ and person.has_perm(take.TAKE),
            review_obstacle=take.review_obstacle(action, person),
            verdicts=VERDICTS,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer, typed, now = request.POST.get("answer"), request.POST, timezone.now()
        pk = self.action.pk
        try:
            if answer == "confirm":
                take.confirm(pk, seen_digest=typed.get("digest", ""), person=request.user, at=now)
                messages.success(request, gettext("行いました。事後の確認が済むまで、全員のはじめの画面に出ます。"))
            elif answer == "decline":
                take.decline(pk, person=request.user, at=now)
                messages.success(request, gettext("取りやめました。何も変わっていません。"))
            elif answer == "review":
                verdict, comment = typed.get("verdict", ""), typed.get("comment", "")
                take.review(pk, verdict=verdict, comment=comment, person=request.user, at=now)
                messages.success(request, gettext("事後の確認を記録しました。"))
            else:
                raise PublicationRefused(gettext("どうするかを選んでください。"))
        except PublicationRefused as refusal:
            return self.refused(refusal)
        return redirect("emergency_action", pk)
