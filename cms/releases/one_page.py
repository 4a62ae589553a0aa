"""The screen of one release: what is in it, all that it changes, and the answers of those who may give one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.publication.unit import PublicationRefused, unit
from cms.releases import approve, compose, conflicts, live, preview
from cms.releases.drafts import drafts_of, release_digest, rows_of
from cms.releases.models import Release
from cms.releases.pages import Screen, uuid_of
from cms.workflow.people import RIGHTS
from cms.workflow.steps import STEP_NAMES


class ReleasePage(Screen):
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
        tried, reads = False, get_language()
        try:
            # What keeps it from going live is kept on the release: the unit says it in Japanese when it ends.
            with override("ja"), unit(door="release", person=person) as inside:
                try:
                    with override(reads):
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
        if (content_id := uuid_of(self.request.POST.get("content_id", ""))) is not None:
            compose.remove(self.release.pk, content_id, person=self.request.user, at=timezone.now())
            messages.success(self.request, gettext("外しました。下書きはそのまま残っています。"))
        return redirect("release", self.release.pk)

    def _free(self) -> HttpResponse:
        if (content_id := uuid_of(self.request.POST.get("content_id", ""))) is not None:
            compose.free(self.release.pk, content_id, person=self.request.user, at=timezone.now())
            messages.success(self.request, gettext("これだけの手続き・予定を取り消しました。"))
        return redirect("release", self.release.pk)
