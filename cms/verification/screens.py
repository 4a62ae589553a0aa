"""The editors' screens: whom we asked and what they said, one answer beside the listing, and asking."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
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

from catalog.models import Service
from cms.publication.unit import PublicationRefused, unit
from cms.verification import answering, asking, handling, letters, unchanged
from cms.verification.models import OwnerRequest
from cms.workflow.people import RIGHTS

PER_PAGE = 50
MOST_AT_ONCE = 200
SEE = "catalog.view_service"
TABS = [
    ("answers", _("届いた返事")),
    ("open", _("返事待ち")),
    ("late", _("返事のないまま期限切れ")),
    ("done", _("終わったもの")),
]


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """What these screens share: a right that is asked for first, and the way back."""

    right = SEE
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("owner_requests"), "label": OwnerRequests.page_title}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *([first] if type(self) is not OwnerRequests else []), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            **{
                "may_ask": user.has_perm(asking.RIGHT),
                "may_write": user.has_perm("catalog.change_service"),
                "may_approve": any(user.has_perm(right) for right in RIGHTS.values()),
                **kwargs,
            }
        )


def tab_rows(tab: str) -> QuerySet[OwnerRequest]:
    """The requests of one tab of the list."""
    now = timezone.now()
    nobody_answered = OwnerRequest.objects.filter(answered_at__isnull=True, revoked_at__isnull=True)
    chosen = {
        "answers": handling.unsettled(),
        "open": nobody_answered.filter(expires_at__gt=now).order_by("expires_at", "pk"),
        "late": nobody_answered.filter(expires_at__lte=now).order_by("-expires_at", "pk"),
        "done": OwnerRequest.objects.filter(Q(settled_at__isnull=False) | Q(revoked_at__isnull=False)).order_by(
            "-asked_at", "pk"
        ),
    }
    rows: QuerySet[OwnerRequest] = chosen[tab].select_related("asked_by", "revoked_by", "answer")
    return rows


class OwnerRequests(Screen):
    """Which desks were asked, which answered, which did not."""

    template_name = "editors/owner_requests.html"
    page_title = _("窓口への確認")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tab = self.request.GET.get("tab", "answers")
        if tab not in dict(TABS):
            tab = "answers"
        page = Paginator(tab_rows(tab), PER_PAGE).get_page(self.request.GET.get("p"))
        names = names_of([asked.content_id for asked in page])
        rows = [{"asked": asked, "name": names.get(asked.content_id, gettext("(削除された窓口)"))} for asked in page]
        return super().get_context_data(
            tab=tab,
            tab_name=dict(TABS)[tab],
            tabs=[(key, label, tab_rows(key).count()) for key, label in TABS],
            rows=rows,
            page=page,
            unchanged=unchanged.count(),
            **kwargs,
        )


def names_of(content_ids: list[UUID]) -> dict[UUID, str]:
    """What listings are called now."""
    return {service.content_id: str(service) for service in Service.objects.filter(content_id__in=content_ids)}


class OneRequest(Screen):
    """One request: what was asked and said, value by value beside what is live and in the draft, and what to do."""

    template_name = "editors/owner_request.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = get_object_or_404(OwnerRequest.objects.select_related("answer"), pk=kwargs["request_id"])
        self.service = Service.objects.filter(content_id=self.asked.content_id).first()

    def get_page_title(self) -> str:
        return gettext("窓口への確認: %(service)s") % {"service": self.service or gettext("(削除された窓口)")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer = getattr(self.asked, "answer", None)
        live = answering.live_service(self.asked.content_id)
        said = handling.standing(answer, live) if answer else []
        read = answer is not None and answer.handlings.filter(key=handling.MESSAGE).exists()
        return super().get_context_data(
            asked=self.asked,
            answer=answer,
            service=self.service,
            live=live,
            said=said,
            open_values=[one for one in said if one.state in {"open", "draft"}],
            message_read=read,
            handlings=answer.handlings.select_related("person").order_by("pk") if answer else [],
            is_open=self.asked.is_open(timezone.now()),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions = {
            "revoke": (asking.RIGHT, self._revoke),
            "take": ("catalog.change_service", self._take),
            "decline": ("catalog.change_service", self._decline),
            "read": ("catalog.change_service", self._read),
        }
        right, act = actions.get(request.POST.get("action", ""), (None, None))
        if right is None or act is None or not request.user.has_perm(right):
            raise PermissionDenied
        act(request)
        handling.settle(timezone.now(), OwnerRequest.objects.filter(pk=self.asked.pk, answered_at__isnull=False))
        return redirect("owner_request", self.asked.pk)

    def _revoke(self, request: HttpRequest) -> None:
        if asking.revoke(self.asked.pk, person=request.user, at=timezone.now()):
            messages.success(request, gettext("リンクを取り消しました。もう開けません。"))
        else:
            messages.warning(request, gettext("返事がすでに届いたか、取り消し済みです。"))

    def _take(self, request: HttpRequest) -> None:
        keys = request.POST.getlist("key")
        if not keys:
            messages.error(request, gettext("取り入れる項目にしるしを付けてください。"))
            return
        try:
            missed = handling.take_over(self._answer(), keys, person=request.user, at=timezone.now())
        except PublicationRefused as refusal:
            messages.error(request, " ".join(refusal.reasons))
            return
        if len(missed) < len(keys):
            messages.success(request, gettext("下書きに取り入れました。内容を確かめて、承認に出してください。"))
        for label in missed:
            messages.warning(
                request,
                gettext("「%(label)s」は、下書きにその連絡先がないため取り入れられませんでした。") % {"label": label},
            )

    def _decline(self, request: HttpRequest) -> None:
        keys = request.POST.getlist("key")
        if not keys:
            messages.error(request, gettext("見送る項目にしるしを付けてください。"))
            return
        handling.decline(self._answer(), keys, person=request.user, at=timezone.now())
        messages.success(request, gettext("見送ったことを記録しました。下書きは変えていません。"))

    def _read(self, request: HttpRequest) -> None:
        handling.read_message(self._answer(), person=request.user, at=timezone.now())
        messages.success(request, gettext("ひとことを読んだことを記録しました。"))

    def _answer(self) -> Any:
        answer = getattr(self.asked, "answer", None)
        if answer is None or answering.live_service(self.asked.content_id) is None:
            raise Http404
        return answer


class Ask(Screen):
    """Write to one desk or to many: each address once, each link shown once."""

    template_name = "editors/ask_owners.html"
    page_title = _("窓口に確認をお願いする")
    right = asking.RIGHT

    def services(self) -> list[Service]:
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        pks = [int(pk) for pk in given.getlist("id") if pk.isascii() and pk.isdigit() and len(pk) < 18]
        return list(Service.objects.filter(pk__in=pks[:MOST_AT_ONCE], live=True).order_by("kana", "pk"))

    @property
    def of_all(self) -> int | None:
        """How many there are of whom "all" were meant; None where each was ticked by itself."""
        said = self.request.GET.get("all", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services = self.services()
        known = asking.last_recipients([service.content_id for service in services])
        return self._form([(service, known.get(service.content_id, ""), "") for service in services])

    def _form(self, rows: list[tuple[Service, str, str]], status: int = 200) -> HttpResponse:
        can_mail = letters.can_be_sent()
        by_mail = self.request.method != "POST" or bool(self.request.POST.get("mail"))
        context = self.get_context_data(
            rows=rows,
            can_mail=can_mail,
            by_mail=can_mail and by_mail,
            most=MOST_AT_ONCE,
            all=self.of_all,
            left_out=max(0, (self.of_all or len(self.request.GET.getlist("id"))) - len(rows)),
        )
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by_mail = bool(request.POST.get("mail"))
        rows = [(service, request.POST.get(f"to-{service.pk}", "").strip()) for service in self.services()]
        checked = [(service, to, _fault(to)) for service, to in rows]
        if not rows or any(fault for _, _, fault in checked):
            return self._form(checked, status=422)
        try:
            with transaction.atomic():  # all links are made, and their letters sent, or none
                asked = [
                    asking.ask(service, to.lower(), person=request.user, at=timezone.now(), by_mail=by_mail)
                    for service, to in rows
                ]
        except IntegrityError:
            messages.error(
                request, gettext("ほかの人が同じ窓口に同時にお願いしました。少し待って、もう一度行ってください。")
            )
            return self._form(checked, status=409)
        return self.render_to_response(self.get_context_data(asked=_told(asked), rows=[]))


def _told(asked: list[asking.Asked]) -> list[asking.Asked]:
    """The same, with whether the letter has gone out by now: the mail server may not have taken it."""
    sent = OwnerRequest.objects.filter(pk__in=[one.request.pk for one in asked], mailed_at__isnull=False)
    gone = set(sent.values_list("pk", flat=True))
    return [replace(one, mailed=one.request.pk in gone) for one in asked]


def _fault(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return gettext("窓口のメールアドレスを入れてください(例:soudan@city.example.lg.jp)。")
    return ""


class Unchanged(Screen):
    """Drafts in which nothing but the day of the check is new: many are looked at and approved in one go."""

    template_name = "editors/unchanged.html"
    page_title = _("「このとおり」の承認")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = max(0, unchanged.count() - MOST_AT_ONCE)
        return super().get_context_data(
            rows=unchanged.waiting(self.request.user, most=MOST_AT_ONCE), most=MOST_AT_ONCE, more=more, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(request.user.has_perm(right) for right in RIGHTS.values()):
            raise PermissionDenied
        done = 0
        for chosen in request.POST.getlist("state")[:MOST_AT_ONCE]:
            pk, _, seen = chosen.partition(":")
            try:
                with unit(door="workflow", person=request.user) as inside:
                    unchanged.approve_one(pk, seen, person=request.user, at=inside.at)
            except PublicationRefused as refusal:
                name = gettext("「%(entry)s」: ") % {"entry": refusal.entry} if refusal.entry is not None else ""
                messages.error(request, name + " ".join(refusal.reasons))
            else:
                done += 1
        if done:
            messages.success(request, gettext("%(done)s件を承認しました。") % {"done": done})
        elif not request.POST.getlist("state"):
            messages.error(request, gettext("承認するものにしるしを付けてください。"))
        return redirect("owner_unchanged")


class OwnerRequestsItem(MenuItem):
    """Shown to whoever may read listings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way to ask, at every live listing."""
    if not isinstance(entry, Service) or not entry.live or not user.has_perm(asking.RIGHT):
        return []
    address = f"{reverse('ask_owners')}?id={entry.pk}"
    return [Button(gettext("窓口に確認をお願いする"), url=address, icon_name="mail", priority=55)]
