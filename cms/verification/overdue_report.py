"""Live listings that nobody has checked for too long, as a report that can be filtered and taken along."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from catalog.models import Service
from cms.cells import SAFE
from cms.verification import asking, freshness
from cms.verification.models import OwnerRequest


class OverdueFilters(WagtailFilterSet):
    never = django_filters.BooleanFilter(
        field_name="verified_on", lookup_expr="isnull", label=_("一度も確認していない")
    )

    class Meta:
        model = Service
        fields = ["kind", "coverage_kind", "crisis", "steward"]


class TickColumn(Column):
    """A box for each row, for asking many at once."""

    def get_value(self, instance: Any) -> SafeString:
        return format_html(
            '<input type="checkbox" name="id" value="{}" id="ask-{}" aria-label="{}">',
            instance.pk,
            instance.pk,
            instance,
        )


class OverdueReport(ReportView):
    page_title = _("確認の期限切れ")
    header_icon = "time"
    index_url_name = "overdue_listings"
    index_results_url_name = "overdue_listings_results"
    results_template_name = "editors/overdue_results.html"
    filterset_class = OverdueFilters
    model = Service
    default_ordering = ("verified_on", "kana", "pk")
    no_results_message = _("確認の期限が切れた窓口はありません。")
    list_export = ["name_ja", "kana", "verified_on", "review_by", "steward", "url"]
    # stays Japanese: a spreadsheet of the house
    export_headings = {
        "name_ja": "名称",
        "kana": "よみがな",
        "verified_on": "最後に確認した日",
        "review_by": "次の見直し日",
        "steward": "担当者",
        "url": "公式ページ",
    }
    custom_field_preprocess = dict.fromkeys(("name_ja", "kana", "steward", "url"), SAFE)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("catalog.view_service"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Service]:
        return freshness.overdue().select_related("steward")

    def get_filename(self) -> str:
        return f"kakunin-kigengire-{freshness.today()}"

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        services = list(object_list)
        waiting = OwnerRequest.objects.filter(
            content_id__in=[service.content_id for service in services],
            answered_at__isnull=True,
            revoked_at__isnull=True,
        )
        asked = dict(waiting.order_by("asked_at").values_list("content_id", "asked_at"))
        for service in services:
            service.asked_at = asked.get(service.content_id)
        return services

    @property
    def columns(self) -> list[Column]:
        tick = [TickColumn("ask", label=gettext("選ぶ"))] if self.request.user.has_perm(asking.RIGHT) else []
        return [
            *tick,
            TitleColumn("name", label=gettext("名称"), accessor=str, get_url=self._edit_url),
            Column("verified_on", label=gettext("最後に確認した日"), accessor=_checked, sort_key="verified_on"),
            Column("asked_at", label=gettext("お願いした日"), accessor=_asked),
            Column("review_by", label=gettext("次の見直し日"), accessor=_review, sort_key="review_by"),
            Column("steward", label=gettext("担当者"), accessor=lambda service: service.steward or gettext("なし")),
        ]

    def _edit_url(self, service: Service) -> str | None:
        found: str | None = AdminURLFinder(self.request.user).get_edit_url(service)
        return found

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "may_ask": self.request.user.has_perm(asking.RIGHT)}


def _checked(service: Service) -> str:
    return _told(service.verified_on) or gettext("一度も確認していない")


def _asked(service: Any) -> str:
    return _told(getattr(service, "asked_at", None)) or "—"


def _review(service: Service) -> str:
    return _told(service.review_by) or "—"


def _told(day: Any) -> str:
    return (
        gettext("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}
        if day
        else ""
    )
