"""The screens: a change of many listings with its preview, its record and its way back, and saved views."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.models import Service
from cms.admin.catalog import listed_services
from cms.admin.entry_state import may_read
from cms.listing import bulk, saved
from cms.listing.kinds import KINDS, Kind
from cms.listing.models import BulkChange, SavedView
from cms.workflow.people import names

#: More cannot be looked through on one page.
MOST_AT_ONCE = 200
CHANGES_A_PAGE = 50
SEE, WRITE = "catalog.view_service", "catalog.change_service"


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens share. The right is asked before anything else."""

    right: ClassVar[str] = WRITE
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {
            "url": reverse(Service.snippet_viewset.get_url_name("list")),
            "label": Service._meta.verbose_name_plural,
        }
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]


class BulkChangeScreen(Screen):
    """One kind of change: what to set, then what would change, then the drafts. The address says which listings."""

    template_name = "editors/listing/bulk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = KINDS.get(request.GET.get("do", ""))

    @property
    def kind(self) -> Kind:
        if self.asked is None:
            raise Http404
        return self.asked

    def get_page_title(self) -> str:
        return gettext(self.kind.label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        services, total = _selected(self.request)
        return super().get_context_data(
            **{"form": self.kind.form(), "services": services, "total": total, "most": MOST_AT_ONCE, **kwargs}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.kind.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if request.POST.get("step") == "write":
            return self._write(form)
        services, _ = _selected(request)
        planned = bulk.plan(services, self.kind, form.cleaned_data, request.user)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                said=self.kind.said(form.cleaned_data),
                planned=planned,
                changes=[one for one in planned if not one.told],
                left=[one for one in planned if one.told],
            )
        )

    def _write(self, form: forms.Form) -> HttpResponse:
        seen = _seen(self.request.POST)
        if not seen:
            messages.error(self.request, gettext("変わる窓口がありません。選びなおしてください。"))
            return redirect(Service.snippet_viewset.get_url_name("list"))
        done = bulk.change(seen, self.kind, form.cleaned_data, self.request.user)
        return redirect("bulk_change_done", done.pk)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _selected(request: HttpRequest) -> tuple[list[Service], int]:
    """The listings that the address names, or all that its search and filters leave; and how many there are."""
    ids = request.GET.getlist("id")
    if "all" in ids:
        found = listed_services(request)
    else:
        found = Service.objects.filter(pk__in=[pk for one in ids if (pk := _number(one)) is not None][:MOST_AT_ONCE])
        found = found.order_by("kana", "pk")
    return list(found[:MOST_AT_ONCE]), found.count()


def _seen(sent: QueryDict) -> dict[int, int | None]:
    """Listing -> the draft on which the person saw what would change."""
    seen: dict[int, int | None] = {}
    for one in sent.getlist("seen")[:MOST_AT_ONCE]:
        pk, _, revision = one.partition(":")
        if (number := _number(pk)) is not None:
            seen[number] = _number(revision)
    return seen


class BulkChangeDone(Screen):
    """What a bulk change did, listing by listing, and the way back."""

    template_name = "editors/listing/done.html"
    right = SEE
    model = BulkChange

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.found = BulkChange.objects.select_related("person").filter(pk=kwargs["pk"]).first()

    @property
    def done(self) -> BulkChange:
        if self.found is None:
            raise Http404
        return self.found

    def get_page_title(self) -> str:
        return str(self.done.get_kind_display())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = list(self.done.items.select_related("undone"))
        here = Service.objects.filter(content_id__in=[item.content_id for item in items])
        name = Service.snippet_viewset.get_url_name("edit")
        urls: dict[Any, str] = {one.content_id: reverse(name, args=[one.pk]) for one in here}
        rows: list[dict[str, Any]] = [
            {"item": item, "url": urls.get(item.content_id), "back": getattr(item, "undone", None)} for item in items
        ]
        undone = getattr(self.done, "undo", None)
        changed = [row for row in rows if row["item"].written]
        return super().get_context_data(
            done=self.done,
            done_by=names([self.done.person])[0],
            undone=undone,
            undone_by=names([undone.person])[0] if undone else "",
            changed=changed,
            left=[row for row in rows if not row["item"].written],
            put_back=[row for row in changed if row["back"] and row["back"].written],
            kept=[row for row in changed if row["back"] and not row["back"].written],
            may_undo=undone is None and changed and self.request.user.has_perm(WRITE),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(WRITE):
            raise PermissionDenied
        try:
            with transaction.atomic():
                bulk.undo(self.done, request.user)
        except IntegrityError:
            messages.warning(request, gettext("この変更は、すでに元に戻してあります。"))
        return redirect("bulk_change_done", self.done.pk)


class BulkChanges(Screen):
    """All bulk changes, newest first."""

    template_name = "editors/listing/changes.html"
    right = SEE
    page_title = _("まとめての変更の記録")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = BulkChange.objects.select_related("person", "undo").order_by("-pk")
        page = Paginator(rows, CHANGES_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ("name", "shared")
        help_texts: ClassVar = {
            "shared": _(
                "しるしを付けると、この一覧を見られる人みんなに出ます。直したり消したりできるのは自分だけです。"
            )
        }
        error_messages: ClassVar = {"name": {"required": _("名前を入れてください。例:自分の担当で見直しの近いもの")}}


class SavedViewScreen(WagtailAdminTemplateMixin, TemplateView):
    """A name for the list as it stands, or another name for a view that one has, or its end."""

    template_name = "editors/listing/saved_view.html"
    header_icon = "list-ul"
    model = SavedView

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.view = self._own(kwargs["pk"]) if "pk" in kwargs else self._new()
        return super().dispatch(request, *args, **kwargs)

    def _new(self) -> SavedView:
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        listed = saved.lists().get(given.get("list", ""))
        if listed is None or not may_read(self.request.user, listed.model):
            raise PermissionDenied
        asked = QueryDict(given["query"]) if "query" in given else self.request.GET
        query = saved.kept(listed, asked)[:2000]
        person: Any = self.request.user
        return SavedView(person=person, list=listed.key, query=query)

    def _own(self, pk: int) -> SavedView:
        """Somebody else's is none of one's own, whether it exists or not."""
        view = SavedView.objects.filter(pk=pk, person_id=self.request.user.pk).first()
        if view is None:
            raise PermissionDenied
        return view

    def get_page_title(self) -> str:
        return gettext("保存した見かたを直す") if self.view.pk else gettext("この見かたを保存する")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = saved.lists()[self.view.list]
        above = {"url": listed.url, "label": listed.name}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"form": SavedViewForm(instance=self.view), "saved": self.view, "back": self._back(), **kwargs}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = self.view.name
        if request.POST.get("do") == "delete" and self.view.pk:
            self.view.delete()
            messages.success(request, gettext("見かた「%(name)s」を消しました。") % {"name": name})
            return redirect(saved.lists()[self.view.list].url)
        form = SavedViewForm(request.POST, instance=self.view)
        if form.is_valid() and self._save(form):
            messages.success(
                request,
                gettext("見かた「%(name)s」を保存しました。一覧の上から、いつでも開けます。")
                % {"name": self.view.name},
            )
            return redirect(self._back())
        return self.render_to_response(self.get_context_data(form=form))

    def _save(self, form: SavedViewForm) -> bool:
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("name", gettext("この名前の見かたは、もうあります。ほかの名前にしてください。"))
            return False
        return True

    def _back(self) -> str:
        return f"{saved.lists()[self.view.list].url}?{self.view.query}"


class NewSavedView(SavedViewScreen):
    """The same for one that is not saved yet."""
