"""The auditors' screens: everything that happened, of one entry or of all, under filters, and as a sheet."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from catalog.publishable import Entry
from cms.admin.entry_state import may_read
from cms.admin.marking import shown
from cms.cells import safe_cell
from cms.history import written
from cms.history.events import Wanted, all_events, events
from cms.history.kinds import KINDS
from cms.history.telling import Told, told
from cms.publication import sources
from cms.workflow.models import Authorship
from cms.workflow.people import called

PER_PAGE = 50
#: stays Japanese, as all of the sheet
HEADERS = ("日時", "できごと", "対象", "種類", "公開ID", "だれが", "くわしく", "変わったことば", "内容の指紋")


def may_audit(person: Any) -> bool:
    """Whoever may read every type of entry may read what became of them."""
    return all(may_read(person, model) for model in sources.ENTRY_MODELS)


class HistoryItem(MenuItem):
    """Shown to whoever may read the record."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_audit(request.user)


def listing_buttons(entry: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way to the record of one entry, in every list of entries."""
    if not isinstance(entry, Entry) or not may_audit(user):
        return []
    address = f"{reverse('history')}?{urlencode({'entry': entry.content_id})}"
    return [Button(gettext("履歴(だれが・いつ)"), url=address, icon_name="history", priority=55)]


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> list[Button]:
    """The same for a page."""
    return listing_buttons(page.specific, user, next_url)


class Filters(forms.Form):
    """What an auditor looks for."""

    entry = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("だれが"), queryset=get_user_model()._default_manager.none(), required=False, empty_label=_("だれでも")
    )
    kind = forms.ChoiceField(label=_("できごと"), required=False)
    type = forms.ChoiceField(label=_("種類"), required=False)
    since = forms.DateField(label=_("この日から"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("この日まで"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.order_by("last_name", "first_name", "username")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = called  # type: ignore[attr-defined]
        kinds = [("", gettext("すべて")), *((kind.key, gettext(kind.label)) for kind in KINDS)]
        types = [(model.document_type, str(model._meta.verbose_name)) for model in sources.ENTRY_MODELS]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["type"].choices = [("", gettext("すべて")), *types]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for. Call it on a valid form."""
        asked = self.cleaned_data
        models = {model.document_type: model for model in sources.ENTRY_MODELS}
        return Wanted(
            content_id=asked["entry"],
            person=asked["person"].pk if asked["person"] else None,
            kind=asked["kind"] or None,
            model=models.get(asked["type"]),
            since=asked["since"],
            until=asked["until"],
        )


class _ForAuditors:
    """Asks for the right before anything else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_audit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class History(_ForAuditors, WagtailAdminTemplateMixin, TemplateView):
    """What happened, newest first."""

    template_name = "editors/history/history.html"
    page_title = _("履歴")
    header_icon = "history"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = Filters(self.request.GET)
        rows: list[Told] = []
        onward = ""
        entry = None
        if form.is_valid():
            try:
                found = events(form.wanted(), after=self.request.GET.get("after", ""), limit=PER_PAGE + 1)
            except (ValueError, TypeError) as error:
                raise Http404 from error
            rows = told(found[:PER_PAGE])
            if len(found) > PER_PAGE:
                onward = self._address("history", after=found[PER_PAGE - 1].place)
            entry = sources.entry_of(form.cleaned_data["entry"]) if form.cleaned_data["entry"] else None
        return super().get_context_data(
            form=form,
            rows=rows,
            entry=entry,
            onward=onward,
            first=self._address("history") if self.request.GET.get("after") else "",
            sheet=self._address("history_sheet"),
            **kwargs,
        )

    def _address(self, name: str, **more: str) -> str:
        asked = {key: value for key, value in self.request.GET.items() if key in Filters.base_fields and value}
        return f"{reverse(name)}?{urlencode({**asked, **more})}"


class Words(_ForAuditors, WagtailAdminTemplateMixin, TemplateView):
    """The words that one save changed, marked."""

    template_name = "editors/history/words.html"
    header_icon = "history"
    http_method_names = ["get", "head"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.save_id = kwargs["save_id"]

    def get_page_title(self) -> str:
        return gettext("変わったことば")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        up = {"url": reverse("history"), "label": History.page_title}
        return [*self.breadcrumbs_items, up, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        save = get_object_or_404(Authorship.objects.select_related("person"), pk=self.save_id)
        changed = written.changes(save)
        return super().get_context_data(
            save=save,
            entry=sources.entry_of(save.content_id),
            lost=changed is None,
            differences=[shown(*one) for one in changed or ()],
            **kwargs,
        )


class Sheet(_ForAuditors, View):
    """Everything under the filter as CSV (UTF-8 with a mark, so that programs for tables read it right)."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = Filters(request.GET)
        if not form.is_valid():
            raise Http404
        day = timezone.localtime().strftime("%Y%m%d-%H%M")
        return StreamingHttpResponse(
            lines(form.wanted()),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="tomoshibi-history-{day}.csv"',
                "Cache-Control": "private, no-store",
            },
        )


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(wanted: Wanted) -> Iterator[str]:
    """The sheet, line by line."""
    sheet = csv.writer(_Echo())
    yield "\ufeff" + str(sheet.writerow(HEADERS))
    some: list[Any] = []
    for event in all_events(wanted):
        some.append(event)
        if len(some) == 200:
            yield from (str(sheet.writerow(cells)) for cells in _rows(some))
            some = []
    yield from (str(sheet.writerow(cells)) for cells in _rows(some))


def _rows(some: list[Any]) -> list[list[str]]:
    """In Japanese for everybody: sheets are laid beside each other."""
    with override("ja"):
        return [_cells(row) for row in told(some)]


def _cells(row: Told) -> list[str]:
    event = row.event
    return [
        safe_cell(cell)
        for cell in (
            timezone.localtime(event.at).isoformat(sep=" ", timespec="seconds"),
            event.kind.label,
            row.name,
            row.type,
            str(event.content_id or ""),
            row.person,
            "\n".join(row.lines),
            _words(event.row) if event.kind.key == "saved" else "",
            row.digest,
        )
    ]


# stays Japanese, as all of the sheet
def _words(save: Authorship) -> str:
    changed = written.changes(save)
    if changed is None:
        return "(この文は、あとの保存で上書きされたか消されて、残っていません)"
    return "\n".join(f"{what}: 「{before or ''}」→「{after or ''}」" for what, before, after in changed)
