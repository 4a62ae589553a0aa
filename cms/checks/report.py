"""内容の点検: what the latest round over everything found, and the round that runs."""

from typing import Any

import django_filters
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.http.response import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms.cells import safe_cell
from cms.checks import steps
from cms.checks.findings import findings_of
from cms.checks.models import Round, RoundFinding
from cms.checks.rule import LEVELS
from cms.checks.rules import RULES, TITLES
from cms.checks.views import may_look
from cms.publication.sources import ENTRY_MODELS

START = "checks.start_round"


def _types() -> list[tuple[str, str]]:
    return [(model._meta.label_lower, str(model._meta.verbose_name)) for model in ENTRY_MODELS]


def _stewards(request: Any) -> Any:
    del request
    there = RoundFinding.objects.exclude(steward=None).values("steward")
    return get_user_model().objects.filter(pk__in=there)


class ReportFilters(WagtailFilterSet):
    rule = django_filters.ChoiceFilter(label=_("点検の項目"), choices=[(rule.name, _(rule.title)) for rule in RULES])
    level = django_filters.ChoiceFilter(label=_("扱い"), choices=[(key, _(words)) for key, words in LEVELS.items()])
    model = django_filters.ChoiceFilter(label=_("種類"), choices=_types)
    steward = django_filters.ModelChoiceFilter(label=_("担当者"), queryset=_stewards)
    name = django_filters.CharFilter(label=_("名称"), lookup_expr="icontains")

    class Meta:
        model = RoundFinding
        fields = ["rule", "level", "model", "steward", "name"]


def _address(row: RoundFinding) -> str:
    model: Any = apps.get_model(row.model)
    return reverse("checks_saved", args=[model.document_type, row.content_id])


class NameColumn(Column):
    """The entry's name, which leads to all that is found in it now."""

    cell_template_name = "editors/checks/name_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["address"] = _address(instance)
        return context


def _type(row: RoundFinding) -> str:
    return str(apps.get_model(row.model)._meta.verbose_name)


def _type_in_japanese(label: str) -> str:
    with override(settings.LANGUAGE_CODE):
        return str(apps.get_model(label)._meta.verbose_name)


def _title(row: RoundFinding) -> str:
    return gettext(TITLES.get(row.rule, row.rule))


class ContentReport(ReportView):
    """Every finding of the latest round, or of the one that runs where there was none before."""

    page_title = _("内容の点検")
    header_icon = "clipboard-list"
    template_name = "editors/checks/report.html"
    index_url_name = "checks_report"
    index_results_url_name = "checks_report_results"
    filterset_class = ReportFilters
    model = RoundFinding
    default_ordering = ["level", "rule", "name", "pk"]
    is_searchable = False
    columns = [
        NameColumn("name", label=_("名称"), sort_key="name"),
        Column("model", label=_("種類"), accessor=_type, sort_key="model"),
        Column("level", label=_("扱い"), accessor="get_level_display", sort_key="level"),
        Column("rule", label=_("点検の項目"), accessor=_title, sort_key="rule"),
        Column("where", label=_("場所")),
        Column("said", label=_("わかったこと")),
        Column("todo", label=_("どうするか")),
        Column("steward", label=_("担当者")),
    ]
    list_export = ["name", "model", "level", "rule", "where", "language", "said", "todo", "steward", "content_id"]
    # stays Japanese: a spreadsheet of the house
    export_headings = {
        "name": "名称",
        "model": "種類",
        "level": "扱い",
        "rule": "点検",
        "where": "場所",
        "language": "言語",
        "said": "わかったこと",
        "todo": "どうするか",
        "steward": "担当者",
        "content_id": "公開ID",
    }
    custom_field_preprocess = {
        name: {ReportView.FORMAT_CSV: shown, ReportView.FORMAT_XLSX: shown}
        for name, shown in {
            **dict.fromkeys(("name", "where", "said", "todo", "steward"), safe_cell),
            "level": LEVELS.get,
            "rule": lambda name: TITLES.get(name, name),
            "model": _type_in_japanese,
        }.items()
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_filename(self) -> str:
        return "content-checks"

    def get_base_queryset(self) -> Any:
        shown = steps.latest() or steps.running()
        return RoundFinding.objects.filter(round=shown).select_related("steward")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        return rows if self.is_export else reworded(rows)  # a sheet is the same, whoever takes it along

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            running=steps.running(),
            latest=steps.latest(),
            may_start=self.request.user.has_perm(START),
            **kwargs,
        )


def reworded(rows: list[RoundFinding]) -> list[RoundFinding]:
    """The rows in the language of whoever reads. A round is kept in Japanese, so their entries are checked anew.

    What is no longer found in an entry keeps its Japanese; so does one that was changed between the two looks.
    """
    if get_language() == settings.LANGUAGE_CODE:
        return rows
    entries = steps.drafts((row.model, row.content_id) for row in rows)
    with override(settings.LANGUAGE_CODE):
        kept = findings_of(entries)
    words = {
        (entry.content_id, was.rule, was.where[:200], was.said): now
        for entry, before, after in zip(entries, kept, findings_of(entries), strict=True)
        if [one.rule for one in before] == [one.rule for one in after]
        for was, now in zip(before, after, strict=True)
    }
    for row in rows:
        if (now := words.get((row.content_id, row.rule, row.where, row.said))) is not None:
            row.where, row.said, row.todo = now.where, now.said, now.todo
    return rows


class StartRound(View):
    """Begins a round, or goes on with the one that runs."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Raises PermissionDenied without the right to start one. A script gets how far it is as JSON."""
        if not request.user.has_perm(START):
            raise PermissionDenied
        goes_on = "application/json" in request.headers.get("Accept", "")
        if not goes_on:
            steps.start(request.user)
        steps.advance(1.0)
        if goes_on:
            return JsonResponse(progress(steps.running()))
        return redirect("checks_report")


def progress(round_: Round | None) -> dict[str, Any]:
    """How far a round is; none means that it is finished."""
    if round_ is None:
        return {"finished": True, "said": gettext("点検が終わりました。")}
    far = {"done": min(round_.done, round_.total), "total": round_.total}
    return {"finished": False, **far, "said": gettext("%(total)s件のうち%(done)s件が済みました。") % far}
