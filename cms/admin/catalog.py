"""The editors' lists and forms of the catalog, one viewset for each type."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Revision, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from catalog.models import Area, Audience, EmergencySet, Organization, Service, Topic
from cms.admin import catalog_panels as panels
from cms.admin.catalog_copy import CopyAsNewView
from cms.admin.entry_filters import (
    AudienceFilters,
    EmergencySetFilters,
    OrganizationFilters,
    ServiceFilters,
    TopicFilters,
)
from cms.admin.entry_search import search
from cms.admin.entry_state import EntryEditView
from cms.admin.help_texts import explained
from cms.verification import freshness


class EntryIndexView(IndexView):
    """The list of entries of one type, with a search that reads numbers and kana as people write them."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return search(queryset, self.search_query, self.search_fields or ()) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The newest drafts first by their number, which has an index; by their time every row is read and sorted."""
        newest_first = self.ordering in (None, "-_updated_at") and not queryset.ordered
        ordered: QuerySet[Any] = super().order_queryset(queryset)
        return ordered.order_by("-latest_revision_id", "-pk") if newest_first else ordered

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> Any:
        """The page, whose rows know where they stand: two questions for all, not two for each."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = _with_state(list(rows))
        return paginator, page, rows, is_paginated


def _with_state(rows: list[Any]) -> list[Any]:
    """Note on each row what its status tag asks for: an hour that was approved, and a workflow under way."""
    by_id = {str(row.pk): row for row in rows}
    here = {"base_content_type": ContentType.objects.get_for_model(rows[0]), "object_id__in": by_id} if rows else {}
    for row in rows:
        row._approved_schedule, row._current_workflow_states = False, []
    if rows:
        hours = Revision.objects.filter(approved_go_live_at__isnull=False, **here)
        for pk in hours.values_list("object_id", flat=True):
            by_id[pk]._approved_schedule = True
        for state in WorkflowState.objects.active().filter(**here).select_related("current_task_state__task"):
            by_id[state.object_id]._current_workflow_states.append(state)
    return rows


class EntryViewSet(SnippetViewSet):
    """What the lists of all entries share. Search runs over columns, so that it needs no index."""

    index_view_class = EntryIndexView
    copy_view_class = CopyAsNewView
    edit_view_class = EntryEditView
    search_backend_name = None
    list_per_page = 50

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """As Wagtail's, which are asked at the start and would stay in one language."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}, *super().breadcrumbs_items[1:]]


def _unverified(service: Service) -> str:
    return gettext("要確認") if service.unverified_note else ""


class ServiceViewSet(EntryViewSet):
    model = Service
    icon = "help"
    menu_label = ngettext_lazy("支援・相談窓口", "支援・相談窓口", 2)
    list_display = [
        "__str__",
        Column("kana", label=_("よみがな"), sort_key="kana"),
        Column("kind", label=_("種類"), accessor="get_kind_display", sort_key="kind"),
        Column("unverified", label=_("要確認"), accessor=_unverified),
        Column("overdue", label=_("確認"), accessor=freshness.mark, sort_key="verified_on"),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    filterset_class = ServiceFilters
    search_fields = ["name_ja", "kana", "name_en"]
    edit_handler = explained(panels.service_panels(), Service)


def listed_services(request: HttpRequest) -> QuerySet[Service]:
    """The services that the list shows for the search and the filters in this address."""
    filters = ServiceFilters(request.GET, request=request, queryset=Service.objects.order_by("kana", "pk"))
    found: QuerySet[Service] = filters.qs if filters.is_valid() else filters.queryset
    return search(found, request.GET.get("q", ""), ServiceViewSet.search_fields)


class OrganizationViewSet(EntryViewSet):
    model = Organization
    icon = "group"
    menu_label = ngettext_lazy("提供機関", "提供機関", 2)
    list_display = [
        "__str__",
        Column("provider_type", label=_("種別"), accessor="get_provider_type_display", sort_key="provider_type"),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    filterset_class = OrganizationFilters
    search_fields = ["name_ja", "kana", "name_en"]
    edit_handler = explained(panels.organization_panels(), Organization)


class TopicViewSet(EntryViewSet):
    model = Topic
    icon = "tag"
    menu_label = ngettext_lazy("悩みの分類", "悩みの分類", 2)
    list_display = [
        "__str__",
        Column("position", label=_("並び順"), sort_key="position"),
        Column("name_kids", label=_("こども向けの名称")),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    ordering = ["position", "pk"]
    filterset_class = TopicFilters
    search_fields = ["name_ja", "kana", "name_en", "name_kids"]
    edit_handler = explained(panels.topic_panels(), Topic)


class AudienceViewSet(EntryViewSet):
    model = Audience
    icon = "user"
    menu_label = ngettext_lazy("対象", "対象", 2)
    list_display = [
        "__str__",
        Column("position", label=_("並び順"), sort_key="position"),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    ordering = ["position", "pk"]
    filterset_class = AudienceFilters
    search_fields = ["name_ja", "name_en"]
    edit_handler = explained(panels.audience_panels(), Audience)


class EmergencySetViewSet(EntryViewSet):
    model = EmergencySet
    icon = "warning"
    menu_label = ngettext_lazy("緊急の連絡先", "緊急の連絡先", 2)
    list_display = ["__str__", LiveStatusTagColumn(label=_("Status")), UpdatedAtColumn(label=_("Updated"))]
    filterset_class = EmergencySetFilters
    search_fields = ["channel"]
    edit_handler = explained(panels.emergency_panels(), EmergencySet)


class LookOnly(ModelPermissionPolicy):
    """Reference data: those who may see it see it, and nobody changes it here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


register_permission_policy(Area, LookOnly(Area))  # before the viewset exists, which would register a laxer one


class AreaViewSet(ModelViewSet):
    """Areas are loaded by a command from official lists."""

    model = Area
    icon = "globe"
    menu_label = ngettext_lazy("地域", "地域", 2)
    name = "areas"
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ["name_ja"]
    list_display = [
        "name_ja",
        Column("code", label=_("コード"), sort_key="code"),
        Column("level", label=_("種別"), accessor="get_level_display", sort_key="level"),
        Column("valid_to", label=_("いつまで"), sort_key="valid_to"),
    ]
    list_filter = ["level"]
    ordering = ["code"]
    search_backend_name = None
    search_fields = ["name_ja", "name_kana", "name_en", "code"]
    inspect_view_fields = [
        "code",
        "level",
        "parent",
        "name_ja",
        "name_kana",
        "name_en",
        "valid_from",
        "valid_to",
        "content_id",
    ]
