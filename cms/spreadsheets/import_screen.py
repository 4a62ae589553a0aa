"""The screen of one import: its columns, the dry run, its rows, and its undo."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from cms.spreadsheets import checking, mapping, work
from cms.spreadsheets.models import Import, ImportRow
from cms.spreadsheets.views import Screen
from cms.spreadsheets.work import NotNow

Outcome, Action, Result = ImportRow.Outcome, ImportRow.Action, ImportRow.Result

ROWS_A_PAGE = 50
SAMPLES = 3
#: What the dry run found -> what one line of the summary says.
_FOUND = {
    Outcome.NEW: _("新しく作る行"),
    Outcome.CHANGE: _("書きかえる行"),
    Outcome.SAME: _("同じで、することのない行"),
    Outcome.DUPLICATE: _("同じものがすでにある行(選ばなければ取り込みません)"),
    Outcome.CONFLICT: _("ほかの人の変更と重なる行(選ばなければ取り込みません)"),
    Outcome.ERROR: _("誤りがあって取り込めない行"),
}
_DONE = {
    Result.MADE: _("新しい下書きを作った行"),
    Result.CHANGED: _("下書きを書きかえた行"),
    Result.REFUSED: _("取り込めなかった行"),
    Result.UNDONE: _("元に戻した行"),
    Result.KEPT: _("戻さずに残した行"),
}


class ImportScreen(Screen):
    """One import, at whatever stage it stands."""

    for_import = True
    _templates: ClassVar = {
        Import.Stage.MAPPING: "mapping.html",
        Import.Stage.CHECKED: "checked.html",
        Import.Stage.WRITTEN: "written.html",
        Import.Stage.UNDONE: "written.html",
        Import.Stage.LEFT: "written.html",
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.job = get_object_or_404(Import.objects.select_related("person", "undone_by"), pk=kwargs["pk"])

    def get_template_names(self) -> list[str]:
        return [f"editors/spreadsheets/{self._templates.get(Import.Stage(self.job.stage), 'working.html')}"]

    def get_page_title(self) -> str:
        return self.job.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more: dict[str, Callable[[], dict[str, Any]]] = {
            Import.Stage.MAPPING: self._mapping,
            Import.Stage.CHECKED: self._checked,
            Import.Stage.WRITTEN: self._written,
            Import.Stage.UNDONE: self._written,
        }
        found = more.get(self.job.stage, dict)()
        return super().get_context_data(**{"job": self.job, "own": self._own(), **found, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = {
            "check": self._check,
            "map": self._map_again,
            "choose": self._choose,
            "write": self._write,
            "undo": self._undo,
            "leave": self._leave,
            "step": self._step,
        }.get(request.POST.get("do", ""))
        try:
            if act is None:
                raise NotNow(gettext("ボタンを押しなおしてください。"))
            if request.POST["do"] not in {"undo", "step"} and not self._own():
                raise NotNow(gettext("続けられるのは、はじめた人(%(person)s)だけです。") % {"person": self.job.person})
            return act() or redirect("spreadsheet_import", self.job.pk)
        except NotNow as error:
            messages.error(request, str(error))
            return redirect("spreadsheet_import", self.job.pk)

    def _own(self) -> bool:
        return bool(self.job.person_id == self.request.user.pk)

    def _mapping(self) -> dict[str, Any]:
        first = list(self.job.rows.all()[:50].values_list("cells", flat=True))
        chosen = self.job.mapping
        columns: list[dict[str, Any]] = []
        for position, heading in enumerate(self.job.headers):
            filled = [cells[position][:30] for cells in first if position < len(cells) and cells[position]]
            columns.append(
                {
                    "position": position,
                    "heading": heading or gettext("(見出しなし)"),
                    "chosen": chosen.get(str(position), ""),
                    "samples": filled[:SAMPLES],
                }
            )
        return {
            "columns": columns,
            "groups": mapping.options(self.job.headers),
            "unmapped": [column["heading"] for column in columns if not column["chosen"]],
            "remembered": mapping.remembered(self.job.headers),
        }

    def _check(self) -> HttpResponse | None:
        sent = {str(n): self.request.POST.get(f"column-{n}", "") for n in range(len(self.job.headers))}
        chosen = {position: key for position, key in sent.items() if key}
        clears = self.request.POST.get("clears") == "yes"
        updates = self.request.POST.get("updates") == "yes"
        if problems := mapping.problems(self.job.headers, chosen):
            for problem in problems:
                messages.error(self.request, problem)
            # What was chosen comes back.
            self.job.mapping, self.job.clears, self.job.updates_duplicates = chosen, clears, updates
            return self.render_to_response(self.get_context_data(), status=400)
        work.check(self.job, chosen, clears=clears, updates=updates)
        return None

    def _map_again(self) -> None:
        work.map_again(self.job)

    def _checked(self) -> dict[str, Any]:
        counts, faulty = _counts(self.job.rows.all(), "outcome"), _faulty(self.job)
        asked = {key: self.request.GET.get(key, "") for key in ("outcome", "column")}
        shown = asked["outcome"] if asked["outcome"] in counts else ""
        column = asked["column"] if shown == Outcome.ERROR and asked["column"] in faulty else ""
        rows = self.job.rows.filter(outcome=shown) if shown else self.job.rows.all()
        page = Paginator(rows.filter(pk__in=faulty[column]) if column else rows, ROWS_A_PAGE)
        will = _counts(self.job.rows.all(), "action")
        found = page.get_page(self.request.GET.get("p"))
        return {
            "summary": [(outcome, words, counts[outcome]) for outcome, words in _FOUND.items() if counts.get(outcome)],
            "faulty": sorted(((len(pks), name) for name, pks in faulty.items()), reverse=True),
            "page": found,
            "rows": [_offered(row) for row in found],
            "shown": shown,
            "column": column,
            "asked": {key: value for key, value in (("outcome", shown), ("column", column)) if value},
            "will_make": will.get(Action.MAKE, 0),
            "will_change": will.get(Action.CHANGE, 0),
            "unmapped": [
                heading for n, heading in enumerate(self.job.headers) if heading and str(n) not in self.job.mapping
            ],
        }

    def _choose(self) -> HttpResponse:
        sent = {key.removeprefix("row-"): self.request.POST[key] for key in self.request.POST if key.startswith("row-")}
        work.choose(self.job, {int(number): choice for number, choice in sent.items() if number.isdecimal()})
        messages.success(self.request, gettext("選んだことを保存しました。"))
        return redirect(f"{reverse('spreadsheet_import', args=[self.job.pk])}?{self.request.GET.urlencode()}")

    def _write(self) -> None:
        work.write(self.job)

    def _undo(self) -> None:
        work.take_back(self.job, self.request.user)

    def _leave(self) -> HttpResponse:
        work.leave(self.job)
        messages.success(
            self.request, gettext("「%(job)s」の取り込みをやめました。何も変わっていません。") % {"job": self.job}
        )
        return redirect("spreadsheets")

    def _step(self) -> HttpResponse | None:
        """The next piece; told as JSON to the script, and to a browser without it by the page itself."""
        self.job = work.step(self.job, self.request.user)
        if "application/json" not in self.request.headers.get("Accept", ""):
            return None
        return JsonResponse(
            {
                "done": self.job.done,
                "total": self.job.total,
                "at_work": self.job.at_work,
                "said": gettext("%(done)s / %(total)s行") % {"done": self.job.done, "total": self.job.total},
            }
        )

    def _written(self) -> dict[str, Any]:
        acted = self.job.rows.exclude(result=Result.NONE)  # what was left out has no line here
        counts = _counts(acted, "result")
        shown = self.request.GET.get("result", "")
        rows = acted.filter(result=shown) if shown in counts else acted
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        here = Service.objects.filter(content_id__in=[row.target for row in page if row.target])
        name = Service.snippet_viewset.get_url_name("edit")
        edit: dict[Any, str] = {one.content_id: reverse(name, args=[one.pk]) for one in here}
        return {
            "summary": [(result, words, counts[result]) for result, words in _DONE.items() if counts.get(result)],
            "page": page,
            "rows": [{"row": row, "url": edit.get(row.target)} for row in page],
            "shown": shown if shown in counts else "",
            "asked": {"result": shown} if shown in counts else {},
            "may_undo": self.job.stage == Import.Stage.WRITTEN and any(counts.get(one) for one in ("made", "changed")),
        }


def _counts(rows: QuerySet[ImportRow], field: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(field).annotate(Count("pk")))


def _faulty(job: Import) -> dict[str, list[int]]:
    """Which rows have something wrong in a column, by its heading: thousands of faults are mended column by column."""
    found: dict[str, list[int]] = {}
    for pk, faults in job.rows.filter(outcome=Outcome.ERROR).values_list("pk", "faults"):
        for heading in {fault["field"] for fault in faults}:
            found.setdefault(heading, []).append(pk)
    return found


def _offered(row: ImportRow) -> dict[str, Any]:
    return {"row": row, "choices": list(checking.choices(row).items()), "chosen": _chosen(row)}


def _chosen(row: ImportRow) -> str:
    """What will happen to a row as it stands, in the words of its choices."""
    if row.choice:
        return row.choice
    return {Action.MAKE: "make", Action.CHANGE: "change"}.get(Action(row.action), "leave")
