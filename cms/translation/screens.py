"""The overview of all languages, the list of work in one, and the settings."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.languages import language_name, translations
from catalog.models import ContactPoint
from catalog.translated import Translated
from cms.translation import policy
from cms.translation.beside import address, may_bring, may_see
from cms.translation.models import LEVELS, Work
from cms.translation.texts import MODELS

PER_PAGE = 50
#: How many items one file for translators holds: a week's work, and what a request can write.
EXPORT_LIMIT = 300
STATES = [
    ("to_do", _("仕事が残っているもの")),
    ("stale", _("日本語が変わったもの")),
    ("missing", _("訳のないもの")),
    ("draft", _("下書きのもの")),
    ("done", _("終わったもの")),
]
AGES = [("", _("すべて")), ("7", _("1週間より前から")), ("30", _("1か月より前から")), ("90", _("3か月より前から"))]


def type_name(document_type: str) -> str:
    """What editors call this type."""
    return str(MODELS[document_type]._meta.verbose_name)


class WorkFilter(forms.Form):
    """Which work is shown. Anything unknown in an address is as if it were not there."""

    state = forms.ChoiceField(label=_("状態"), choices=STATES, required=False)
    type = forms.ChoiceField(label=_("種類"), required=False)
    age = forms.ChoiceField(label=_("いつから"), choices=AGES, required=False)
    q = forms.CharField(label=_("名称"), required=False, max_length=100)

    def __init__(self, data: Any) -> None:
        super().__init__({"state": "to_do", **data.dict()})
        kinds = [(name, type_name(name)) for name in MODELS]
        self.fields["type"].choices = [("", gettext("すべて")), *kinds]  # type: ignore[attr-defined]
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or ("to_do" if name == "state" else ""))

    def as_query(self, **more: str) -> str:
        return urlencode({**{name: self.chosen(name) for name in self.fields if self.chosen(name)}, **more})


def chosen_work(language: str, filters: WorkFilter, *, at: datetime) -> QuerySet[Work]:
    """The rows that a filter lets through, what waits longest first."""
    rows = Work.objects.filter(language=language)
    state = filters.chosen("state")
    if state == "done":
        rows = rows.filter(waiting_since=None)
    else:
        rows = rows.filter(waiting_since__isnull=False)
        if state != "to_do":
            rows = rows.filter(**{f"{state}__gt": 0})
    if filters.chosen("type"):
        rows = rows.filter(type=filters.chosen("type"))
    if filters.chosen("age"):
        rows = rows.filter(waiting_since__lt=at - timedelta(days=int(filters.chosen("age"))))
    if filters.chosen("q"):
        rows = rows.filter(name__icontains=filters.chosen("q"))
    return rows.order_by("id") if state == "done" else rows.order_by("waiting_since", "id")


def after(rows: QuerySet[Work], place: str) -> QuerySet[Work]:
    """The rows behind a place that ``place_of`` gave; one that nobody gave is the beginning."""
    since, _, key = place.partition("~")
    if not key.isdecimal() or int(key) > 2**62:
        return rows
    if not since:
        return rows.filter(id__gt=int(key))
    try:
        instant = parse_datetime(since)
    except ValueError:
        instant = None
    if instant is None or timezone.is_naive(instant):
        return rows
    return rows.filter(Q(waiting_since__gt=instant) | Q(waiting_since=instant, id__gt=int(key)))


def place_of(row: Work) -> str:
    """Where a row stands in its list."""
    return f"{row.waiting_since.isoformat() if row.waiting_since else ''}~{row.pk}"


def _files(chosen: QuerySet[Work], filters: WorkFilter) -> Iterator[dict[str, Any]]:
    """The files in which all of it can be had: from which item to which, and what to ask for."""
    total = chosen.count()
    number = Window(RowNumber(), order_by=("waiting_since", "pk"))
    last_ones = chosen.annotate(number=number).annotate(rest=F("number") % EXPORT_LIMIT).filter(rest=0)
    begins: list[dict[str, str]] = [{}, *({"after": place_of(row)} for row in last_ones)]
    for first, place in zip(range(0, total, EXPORT_LIMIT), begins, strict=False):
        yield {"first": first + 1, "last": min(first + EXPORT_LIMIT, total), "query": filters.as_query(**place)}


def to_do() -> dict[str, int]:
    """How many items wait for work, by language: for the dashboard. One query."""
    rows = Work.objects.filter(waiting_since__isnull=False).values_list("language").annotate(items=Count("id"))
    return dict(rows.order_by("language"))


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens of translation share: who may see them, and the way back."""

    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_enter(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self, person: Any) -> bool:
        return may_see(person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": reverse("translation"), "label": gettext("翻訳")}] if may_see(self.request.user) else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("media", forms.Media(css={"all": ["editors/translation.css"]}))
        return super().get_context_data(**kwargs)


class Overview(Screen):
    """Every language, and how much is to do in it."""

    template_name = "editors/translation/overview.html"
    page_title = _("翻訳")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = Work.objects.values("language").annotate(
            items=Count("id", filter=Q(waiting_since__isnull=False)),
            **{f"{state}_sum": Sum(state) for state in ("missing", "stale", "draft", "checked")},
        )
        by_language = {row["language"]: row for row in counts}
        rows = [{"code": code, "name": language_name(code), "counts": by_language.get(code)} for code in translations()]
        may_set = self.request.user.has_perm("translation.set_policy")
        return super().get_context_data(rows=rows, may_set=may_set, may_bring=may_bring(self.request.user), **kwargs)


class WorkList(Screen):
    """What is to do in one language, longest waiting first, page by page."""

    template_name = "editors/translation/work_list.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["language"] not in translations():
            raise Http404
        self.language = kwargs["language"]

    def get_page_title(self) -> str:
        return gettext("翻訳の仕事: %(language)s") % {"language": language_name(self.language)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = WorkFilter(self.request.GET)
        chosen = chosen_work(self.language, filters, at=timezone.now())
        rows = list(after(chosen, self.request.GET.get("after", ""))[: PER_PAGE + 1])
        more, rows = rows[PER_PAGE:], rows[:PER_PAGE]
        return super().get_context_data(
            filters=filters,
            rows=[
                {
                    "work": row,
                    "type": type_name(row.type),
                    "url": address(row.type, row.content_id, row.language),
                }
                for row in rows
            ],
            code=self.language,
            next=filters.as_query(after=place_of(rows[-1])) if more else "",
            here=filters.as_query(after=self.request.GET.get("after", "")),
            export_limit=EXPORT_LIMIT,
            files=list(_files(chosen, filters)),
            first=filters.as_query() if self.request.GET.get("after") else "",
            **kwargs,
        )


def policy_models() -> Iterator[type[Translated]]:
    """Every type with translated texts, and the contact points of services."""
    for model in MODELS.values():
        yield model
        if hasattr(model, "contact_points"):
            yield ContactPoint


class PolicyScreen(Screen):
    """What happens where a translation is missing or stale, field by field."""

    template_name = "editors/translation/policy.html"
    page_title = _("訳の扱い")

    def may_enter(self, person: Any) -> bool:
        return bool(person.has_perm("translation.set_policy"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            {"name": str(model._meta.verbose_name), "rows": list(_choices(model, policy.levels(model)))}
            for model in policy_models()
        ]
        return super().get_context_data(groups=groups, levels=LEVELS, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = {
            (model, field): request.POST[f"{model._meta.label_lower}.{field}"]
            for model in policy_models()
            for field in model.translated_fields
            if f"{model._meta.label_lower}.{field}" in request.POST
        }
        try:
            changed = policy.decide(chosen, person=request.user, at=timezone.now())
        except ValueError:
            messages.error(
                request, gettext("保存していません。知らない扱いが選ばれていました。もう一度選んでください。")
            )
            return redirect("translation_policy")
        messages.success(
            request,
            gettext("訳の扱いを%(changed)s件変えました。") % {"changed": changed}
            if changed
            else gettext("変わったところはありません。"),
        )
        return redirect("translation_policy")


def _choices(model: type[Translated], levels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for field, level in levels.items():
        label: Any = model._meta.get_field(field)
        yield {"name": f"{model._meta.label_lower}.{field}", "label": str(label.verbose_name), "level": level}
