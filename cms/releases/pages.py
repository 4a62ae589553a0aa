"""The screens of releases: the list, the form of one, and what can be put in. ``one_page`` shows what one changes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.publication.unit import PublicationRefused
from cms.releases import approve, candidates, compose
from cms.releases.drafts import drafts_of, rows_of
from cms.releases.forms import ReleaseForm
from cms.releases.menu import may_look
from cms.releases.models import OPEN, Release
from cms.workflow.steps import STEP_NAMES


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """What all of them have in common: who may look, and the way back to the list."""

    header_icon = "folder-open-inverse"

    def may(self, person: Any) -> bool:
        return may_look(person)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("releases"), "label": ReleaseList.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def refused(self, refusal: PublicationRefused, **context: Any) -> HttpResponse:
        """The same page again, with why; what was typed comes back."""
        for reason in refusal.reasons:
            messages.error(self.request, reason)
        return self.render_to_response(self.get_context_data(**context), status=409)


class ReleaseList(Screen):
    """Open releases, the next to go live first, and those that are over. With ``?add=`` one is chosen for an item."""

    template_name = "editors/releases.html"
    page_title = _("一括公開")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_ones = []
        for release in compose.open_releases():
            drafts = drafts_of(release)
            missing = approve.missing_steps(release, drafts) if release.state == "submitted" else []
            open_ones.append({"release": release, "count": len(drafts), "waits_for": _waits_for(release, missing)})
        over = Release.objects.exclude(state__in=OPEN).order_by("-closed_at")[:30]
        return super().get_context_data(
            open=open_ones,
            over=over,
            may_compose=self.request.user.has_perm(compose.COMPOSE),
            adding=_adding(self.request.GET.get("add", "")),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put one item, come from its own list, into the release that was chosen."""
        release = get_object_or_404(Release, pk=uuid_of(request.POST.get("release", "")))
        added = [uuid_of(request.POST.get("content_id", ""))]
        try:
            compose.add(release.pk, filter(None, added), person=request.user, at=timezone.now())
        except PublicationRefused as refusal:
            return self.refused(refusal)
        return redirect("release", release.pk)


def _waits_for(release: Release, missing: list[str]) -> str:
    if release.state == "draft":
        return gettext("組んでいるところ")
    if missing:
        return gettext("%(step)s待ち") % {"step": gettext(STEP_NAMES[missing[0]])}
    return gettext("公開の日時待ち")


def _adding(content_id: str) -> Any:
    wanted = uuid_of(content_id)
    return rows_of([wanted]).get(wanted) if wanted else None


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class _Form(Screen):
    """Where name, note and hour are typed."""

    template_name = "editors/release_form.html"

    def may(self, person: Any) -> bool:
        return bool(person.has_perm(compose.COMPOSE))

    def form(self, data: Any = None) -> ReleaseForm:
        return ReleaseForm(data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def keep(self, form: ReleaseForm) -> Release:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        try:
            release = self.keep(form)
        except PublicationRefused as refusal:
            return self.refused(refusal, form=form)
        return redirect("release", release.pk)


class NewRelease(_Form):
    """A release is begun; where it was begun for an item, that goes in at once."""

    page_title = _("新しい一括公開")

    def keep(self, form: ReleaseForm) -> Release:
        now, person = timezone.now(), self.request.user
        release = compose.create(**form.values(), person=person, at=now)
        if (added := uuid_of(self.request.GET.get("add", ""))) is not None:
            compose.add(release.pk, [added], person=person, at=now)
        messages.success(
            self.request,
            gettext("一括公開「%(release)s」を作りました。公開するものを入れてください。") % {"release": release},
        )
        return release


class ChangeRelease(_Form):
    """Another name, note or hour."""

    page_title = _("名前・日時を変える")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.release = get_object_or_404(Release, pk=kwargs["release_id"])

    def form(self, data: Any = None) -> ReleaseForm:
        known = {name: getattr(self.release, name) for name in ("name", "note", "go_live_at")}
        return ReleaseForm(data, initial=known)

    def keep(self, form: ReleaseForm) -> Release:
        release = compose.change(self.release.pk, **form.values(), person=self.request.user, at=timezone.now())
        messages.success(self.request, gettext("変えました。"))
        return release


class AddItems(Screen):
    """Drafts that could go in, searched by name and type; several are put in at once."""

    template_name = "editors/release_items.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.release = get_object_or_404(Release, pk=kwargs["release_id"])

    def may(self, person: Any) -> bool:
        return bool(person.has_perm(compose.COMPOSE))

    def get_page_title(self) -> str:
        return gettext("入れるものを選ぶ: %(release)s") % {"release": self.release}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        words, type_ = asked.get("q", "").strip(), asked.get("type", "")
        found, more = candidates.search(words, type_)
        return super().get_context_data(
            release=self.release,
            candidates=found,
            more=more,
            shown=candidates.SHOWN,
            words=words,
            type=type_,
            types=[(key, model._meta.verbose_name) for key, model in candidates.TYPES.items()],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [found for text in request.POST.getlist("content_id") if (found := uuid_of(text))]
        try:
            if not chosen:
                raise PublicationRefused(gettext("入れるものに、しるしを付けてください。"))
            count = compose.add(self.release.pk, chosen, person=request.user, at=timezone.now())
        except PublicationRefused as refusal:
            return self.refused(refusal, chosen=request.POST.getlist("content_id"))
        messages.success(request, gettext("%(count)s件を入れました。") % {"count": count})
        return redirect("release", self.release.pk)
