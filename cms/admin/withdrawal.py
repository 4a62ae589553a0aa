"""The screens for taking something out: one person says why, another looks and confirms."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from catalog.models import EmergencySet, Service
from catalog.publishable import Entry
from cms.admin.losses import losses
from cms.publication import withdraw
from cms.publication.gates import CHANNEL_NAMES
from cms.publication.models import REASONS, Withdrawal
from cms.publication.unit import PublicationRefused
from pages.models import KidsText


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way to the form, for whatever is live, in every list of entries."""
    if not isinstance(entry, Entry) or not entry.live or not user.has_perm("publication.propose_withdrawal"):
        return []
    address = reverse("propose_withdrawal", args=[entry.content_id])
    return [Button(_("取り下げを申し出る"), url=address, icon_name="download", priority=60)]


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> list[Button]:
    """The same for a page, in the lists of pages and on top of it."""
    return listing_buttons(page.specific, user, next_url)


class WithdrawalForm(forms.Form):
    """What the proposer says."""

    channels = forms.MultipleChoiceField(label=_("どこから取り下げますか"), widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(label=_("理由"), choices=REASONS)
    replacement: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("かわりのもの"), queryset=Service.objects.none(), required=False, to_field_name="content_id"
    )
    note = forms.CharField(
        label=_("説明（担当者だけが見ます）"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    erase = forms.BooleanField(
        label=_("公開した文も記録から消す"),
        required=False,
        help_text=_(
            "選んだ公開先にこれまで出した文と、それだけが使う画像のファイルを、すぐに、元に戻せない形で消します。消したという記録は残ります。"
            "理由が「内容がまちがっている」か「利用者に害がある」のときだけ選べます。編集画面の下書きは消えません。"
        ),
    )
    urgent = forms.BooleanField(label=_("急ぎ（連携団体に24時間以内に消してもらう）"), required=False)

    def __init__(self, entry: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands_in = [entry.channel] if isinstance(entry, EmergencySet) else entry.channels
        choices = [(channel, CHANNEL_NAMES[channel]) for channel in stands_in]
        self.fields["channels"].choices = choices  # type: ignore[attr-defined]
        self.fields["channels"].initial = [channel for channel, _ in choices]
        # Readers are led on to something of the same kind; a kids' text has no address of its own.
        rows: Any = Service if isinstance(entry, KidsText) else type(entry)
        others = rows.objects.filter(live=True).exclude(content_id=entry.content_id).order_by("pk")
        self.fields["replacement"].queryset = others  # type: ignore[attr-defined]


class Withdrawals(WagtailAdminTemplateMixin, TemplateView):
    """What is proposed and waits for a second person; confirming happens here."""

    template_name = "editors/withdrawals.html"
    page_title = ngettext_lazy("取り下げ", "取り下げ", 2)
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rights = ("publication.propose_withdrawal", "publication.confirm_withdrawal", "catalog.view_service")
        if not any(request.user.has_perm(right) for right in rights):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_ones = Withdrawal.objects.filter(confirmed_at__isnull=True, declined_at__isnull=True)
        rows = []
        for row in open_ones.select_related("proposed_by").order_by("proposed_at"):
            entry = withdraw.entry_of(row.content_id)
            rows.append(
                {
                    "withdrawal": row,
                    "entry": entry,
                    "channels": [CHANNEL_NAMES[channel] for channel in row.channels],
                    "obstacles": withdraw.obstacles(entry, row.channels)
                    if entry
                    else [gettext("もう公開されていません。")],
                    "losses": losses(entry, row.channels, self.request.user) if entry else None,
                    "may_confirm": self.request.user.has_perm("publication.confirm_withdrawal")
                    and row.proposed_by_id != self.request.user.pk,
                    "own": row.proposed_by_id == self.request.user.pk,
                }
            )
        return super().get_context_data(rows=rows, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            which = UUID(request.POST.get("withdrawal", ""))
        except ValueError as error:
            raise Http404 from error
        if not Withdrawal.objects.filter(pk=which).exists():
            raise Http404
        try:
            if request.POST.get("answer") == "confirm":
                withdraw.confirm(which, person=request.user, at=timezone.now())
                messages.success(request, gettext("取り下げました。"))
            else:
                withdraw.decline(which, person=request.user, at=timezone.now())
                messages.success(request, gettext("取り下げをやめました。"))
        except PublicationRefused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return self.render_to_response(self.get_context_data(), status=409)
        return redirect("withdrawals")


class ProposeWithdrawal(WagtailAdminTemplateMixin, TemplateView):
    """Say what should leave, from where and why. Wagtail's unpublish and delete lead here."""

    template_name = "editors/propose_withdrawal.html"
    header_icon = "download"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        entry = withdraw.entry_of(kwargs["content_id"])
        if entry is None:
            raise Http404
        self.entry = entry

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("publication.propose_withdrawal"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return gettext("取り下げ: %(entry)s") % {"entry": self.entry}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", WithdrawalForm(self.entry))
        channels = withdraw.channels_of(self.entry)
        return super().get_context_data(
            entry=self.entry,
            obstacles=withdraw.obstacles(self.entry, channels),
            losses=losses(self.entry, channels, self.request.user),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WithdrawalForm(self.entry, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        replacement = form.cleaned_data["replacement"]
        try:
            withdraw.propose(
                self.entry,
                channels=form.cleaned_data["channels"],
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                urgent=form.cleaned_data["urgent"],
                erase=form.cleaned_data["erase"],
                replacement=replacement.content_id if replacement else None,
                person=request.user,
                at=timezone.now(),
            )
        except PublicationRefused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, gettext("取り下げを申し出ました。別の担当者が確かめると、取り下げられます。"))
        return redirect("withdrawals")
