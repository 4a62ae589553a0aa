"""The screens of what goes out and what comes in. Each import has a screen of its own (`import_screen`)."""

import tempfile
from contextlib import ExitStack
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.models import Service
from cms.admin.catalog import ServiceViewSet
from cms.admin.entry_search import search
from cms.spreadsheets import export, files, work
from cms.spreadsheets.forms import ExportForm, UploadForm
from cms.spreadsheets.models import Import
from cms.spreadsheets.rights import may_export, may_import


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens share. The right is asked before anything else."""

    header_icon = "table"
    page_title = _("取り込み・書き出し")
    for_import: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (may_import if self.for_import else may_export)(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = [{"url": reverse("spreadsheets"), "label": Screen.page_title}] if self._below() else []
        return [*self.breadcrumbs_items, *home, {"url": "", "label": self.get_page_title()}]

    def _below(self) -> bool:
        return self.get_page_title() != Screen.page_title


class Spreadsheets(Screen):
    """Both ways, and the imports so far."""

    template_name = "editors/spreadsheets/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jobs = Import.objects.select_related("person").order_by("-pk")
        imports = Paginator(jobs, 20).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **{
                "export_form": ExportForm(),
                "filters": _filters(self.request).form,
                "upload_form": UploadForm(),
                "may_import": may_import(self.request.user),
                "imports": imports,
                **kwargs,
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """A file arrives."""
        if not may_import(request.user):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                job = work.begin(files.read(file, file.size), file.name, request.user)
            except files.FileRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("spreadsheet_import", job.pk)
        return self.render_to_response(self.get_context_data(upload_form=form), status=400)


class Export(Screen):
    """The file, or what CP932 would lose of it."""

    template_name = "editors/spreadsheets/missing.html"
    page_title = _("CP932で書けない文字")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = ExportForm(request.GET)
        if not asked.is_valid():
            messages.error(request, gettext("書き出しの指定が読み取れません。選びなおしてください。"))
            return redirect("spreadsheets")
        chosen = asked.chosen()
        try:
            content = export.content(_services(request, chosen["q"]), all_languages=chosen["all_languages"])
            if chosen["form"] == "cp932" and "replace" not in request.GET and (lost := export.missing(content)):
                return self.render_to_response(self.get_context_data(missing=lost[:200], count=len(lost)))
            return _attached(content, chosen["form"])
        except export.CellTooLong as error:
            messages.error(request, gettext("%(error)s 短くしてから書き出してください。") % {"error": error})
            return redirect("spreadsheets")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.copy()
        asked["form"] = "csv"
        as_utf8 = asked.urlencode()
        asked["form"], asked["replace"] = "cp932", "1"
        return super().get_context_data(as_utf8=as_utf8, as_cp932=asked.urlencode(), **kwargs)


def _filters(request: HttpRequest) -> Any:
    """The filters of the list of services."""
    return ServiceViewSet.filterset_class(request.GET, request=request, queryset=Service.objects.order_by("pk"))


def _services(request: HttpRequest, words: str) -> QuerySet[Service]:
    """As the list would show them."""
    filters = _filters(request)
    found: QuerySet[Service] = filters.qs if filters.is_valid() else filters.queryset
    return search(found, words, ServiceViewSet.search_fields)


def _attached(content: export.Content, form: str) -> FileResponse:
    """The file, written to the end before its first byte goes out: a fault is told and no half a file is saved."""
    with ExitStack() as held:
        file = held.enter_context(tempfile.TemporaryFile())
        export.write(content, form, file)
        held.pop_all()  # the response closes it
    file.seek(0)
    ending = "xlsx" if form == "xlsx" else "csv"
    # stays Japanese: the name of a file
    name = f"支援・相談窓口_{timezone.localdate():%Y%m%d}.{ending}"
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
