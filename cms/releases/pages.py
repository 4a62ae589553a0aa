"""The screens of releases: the list, one release with all that it changes, its form, and what can be put in."""

from collections.abc import Callable
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
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.publication.unit import PublicationRefused, unit
from cms.releases import approve, candidates, compose, conflicts, live, preview
from cms.releases.drafts import drafts_of, release_digest, rows_of
from cms.releases.forms import ReleaseForm
from cms.releases.menu import may_look
from cms.releases.models import OPEN, Release
from cms.workflow.people import RIGHTS
from cms.workflow.steps import STEP_NAMES


class _Screen(WagtailAdminTemplateMixin, TemplateView):
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


class ReleaseList(_Screen):
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
        release = get_object_or_404(Release, pk=_uuid(request.POST.get("release", "")))
        added = [_uuid(request.POST.get("content_id", ""))]
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
    wanted = _uuid(content_id)
    return rows_of([wanted]).get(wanted) if wanted else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class _Form(_Screen):
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
        if (added := _uuid(self.request.GET.get("add", ""))) is not None:
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


class AddItems(_Screen):
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
        chosen = [found for text in request.POST.getlist("content_id") if (found := _uuid(text))]
        try:
            if not chosen:
                raise PublicationRefused(gettext("入れるものに、しるしを付けてください。"))
            count = compose.add(self.release.pk, chosen, person=request.user, at=timezone.now())
        except PublicationRefused as refusal:
            return self.refused(refusal, chosen=request.POST.getlist("content_id"))
        messages.success(request, gettext("%(count)s件を入れました。") % {"count": count})
        return redirect("release", self.release.pk)


class ReleasePage(_Screen):
    """One release: what is in it, what is in its way, all that it changes, and the answers of those who may."""

    template_name = "editors/release.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.release = get_object_or_404(Release, pk=kwargs["release_id"])

    def get_page_title(self) -> str:
        return gettext("一括公開: %(release)s") % {"release": self.release}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release, person = self.release, self.request.user
        if not release.is_open:
            return super().get_context_data(release=release, **self._over(), **kwargs)
        drafts = drafts_of(release)
        told = conflicts.found(release, drafts, at=timezone.now())
        missing = approve.missing_steps(release, drafts)
        step = missing[0] if missing else ""
        find = AdminURLFinder(person).get_edit_url
        return super().get_context_data(
            release=release,
            items=[
                {
                    "draft": draft,
                    "type": draft.entry._meta.verbose_name if draft.entry is not None else "",
                    "edit": find(draft.entry) if draft.entry is not None else None,
                    "conflicts": told[draft.content_id],
                    "can_be_freed": any(conflict.can_be_freed for conflict in told[draft.content_id]),
                }
                for draft in drafts
            ],
            changes=list(preview.told(drafts)),
            blocked=any(conflict.level == "block" for said in told.values() for conflict in said),
            digest=release_digest(drafts, release.go_live_at),
            changed=approve.changed_since(release, drafts),
            steps=[
                {"name": gettext(STEP_NAMES[name]), "done": name not in missing} for name in approve.steps_of(drafts)
            ],
            step=gettext(STEP_NAMES.get(step, "")),
            obstacle=approve.obstacle(release, drafts, step, person) if step else None,
            late=release.go_live_at is not None and release.go_live_at <= timezone.now(),
            may_compose=person.has_perm(compose.COMPOSE),
            may_return=any(person.has_perm(right) for right in RIGHTS.values()),
            events=release.events.select_related("person").order_by("-pk"),
            **kwargs,
        )

    def _over(self) -> dict[str, Any]:
        """What is left to tell of a release that is over."""
        items = list(self.release.items.order_by("pk"))
        rows = rows_of(item.content_id for item in items)
        find = AdminURLFinder(self.request.user).get_edit_url
        return {
            "went": [
                {
                    "name": str(row or gettext("(削除されたもの)")),
                    "edit": find(row) if row else None,
                    "digest": item.digest,
                }
                for item in items
                for row in [rows.get(item.content_id)]
            ],
            "events": self.release.events.select_related("person").order_by("-pk"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answers: dict[str, Callable[[], HttpResponse]] = {
            "approve": self._approve,
            "return": self._return,
            "submit": self._submit,
            "take_back": self._take_back,
            "give_up": self._give_up,
            "remove": self._remove,
            "free": self._free,
        }
        answer = answers.get(request.POST.get("answer", ""))
        try:
            if answer is None:
                raise PublicationRefused(gettext("どのボタンが押されたかわかりません。もう一度押してください。"))
            return answer()
        except PublicationRefused as refusal:
            self.release.refresh_from_db()
            return self.refused(refusal, comment=request.POST.get("comment", ""))

    def _approve(self) -> HttpResponse:
        person, post = self.request.user, self.request.POST
        tried = False
        try:
            with unit(door="release", person=person) as inside:
                try:
                    left = approve.approve(
                        self.release.pk,
                        seen_digest=post.get("digest", ""),
                        person=person,
                        inside=inside,
                        comment=post.get("comment", ""),
                    )
                finally:
                    tried = bool(inside.together)
        except PublicationRefused as refusal:
            if tried:
                live.note_failure(self.release.pk, refusal, at=timezone.now())
            raise
        self.release.refresh_from_db()
        messages.success(self.request, self._said(left))
        return redirect("release", self.release.pk)

    def _said(self, left: list[str]) -> str:
        if self.release.state == "published":
            return gettext("承認しました。中のものがすべて公開されました。")
        if left:
            return gettext("よいと記録しました。次は%(step)sです。") % {"step": gettext(STEP_NAMES[left[0]])}
        return gettext("承認しました。公開の日時になると、すべて一緒に公開されます。")

    def _return(self) -> HttpResponse:
        post = self.request.POST
        # In a unit, as approving is: two people's clicks happen one after the other.
        with unit(door="release", person=self.request.user) as inside:
            approve.send_back(
                self.release.pk,
                seen_digest=post.get("digest", ""),
                person=self.request.user,
                comment=post.get("comment", ""),
                at=inside.at,
            )
        messages.success(self.request, gettext("差し戻しました。"))
        return redirect("releases")

    def _submit(self) -> HttpResponse:
        compose.submit(self.release.pk, person=self.request.user, at=timezone.now())
        messages.success(self.request, gettext("確認に出しました。書いた人・組んだ人とは別の担当者が見ます。"))
        return redirect("release", self.release.pk)

    def _take_back(self) -> HttpResponse:
        compose.take_back(self.release.pk, person=self.request.user, at=timezone.now())
        messages.success(self.request, gettext("準備中に戻しました。"))
        return redirect("release", self.release.pk)

    def _give_up(self) -> HttpResponse:
        compose.give_up(self.release.pk, person=self.request.user, at=timezone.now())
        messages.success(self.request, gettext("とりやめました。中にあった下書きは、そのまま残っています。"))
        return redirect("releases")

    def _remove(self) -> HttpResponse:
        if (content_id := _uuid(self.request.POST.get("content_id", ""))) is not None:
            compose.remove(self.release.pk, content_id, person=self.request.user, at=timezone.now())
            messages.success(self.request, gettext("外しました。下書きはそのまま残っています。"))
        return redirect("release", self.release.pk)

    def _free(self) -> HttpResponse:
        if (content_id := _uuid(self.request.POST.get("content_id", ""))) is not None:
            compose.free(self.release.pk, content_id, person=self.request.user, at=timezone.now())
            messages.success(self.request, gettext("これだけの手続き・予定を取り消しました。"))
        return redirect("release", self.release.pk)
