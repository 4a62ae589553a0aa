"""By what the editors' lists are narrowed down. All that is chosen holds at once, and stands in the address."""

from collections.abc import Iterator
from typing import Any, ClassVar

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from catalog.models import Area, Audience, Concept, EmergencySet, Organization, Service, Topic
from catalog.publishable import CHANNELS
from cms.admin.entry_search import nfkc
from cms.checks.models import Round, RoundFinding
from cms.verification import freshness
from cms.workflow.people import holders, names
from pages.models import Article, Faq, KidsText, Message, SiteNotice

MINE, NOBODY = "me", "none"

#: Where an entry stands, in the words of its filter, and the condition on its row.
STATES: dict[str, tuple[str | Promise, Q]] = {
    "live": (_("公開中"), Q(live=True)),
    "changed": (_("公開中で、下書きもあり"), Q(live=True, has_unpublished_changes=True)),
    "draft": (_("下書きのみ(公開したことがない)"), Q(live=False, first_published_at__isnull=True)),
    "gone": (_("公開をやめた"), Q(live=False, first_published_at__isnull=False)),
}

#: What the last check of everything found.
FINDINGS: dict[str, tuple[str | Promise, dict[str, str]]] = {
    "dead_link": (_("つながらないリンクがある"), {"rule": "link-dead"}),
    "block": (_("公開を止めるものがある"), {"level": "block"}),
    "any": (_("気になるところがある"), {}),
}


class YesOrNo(BaseFilterAdapter):
    """What Wagtail tells of a filter that is on: of these it would say True and False."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        said = gettext("はい") if self.value else gettext("いいえ")
        for one in super().get_active_filters():
            yield one._replace(value=said)


register_filter_adapter_class(django_filters.BooleanFilter, adapter_class=YesOrNo)


def stewards(request: HttpRequest | None) -> list[tuple[str, str]]:
    """Oneself, nobody, those who write, and whoever else looks after a listing."""
    people = {person.pk: person for person in holders("catalog.change_service")}
    others = get_user_model().objects.filter(pk__in=Service.objects.order_by().values("steward").distinct())
    people |= {person.pk: person for person in others}
    said = zip(people, names(people.values()), strict=True)
    return [(MINE, gettext("自分")), (NOBODY, gettext("担当者なし")), *((str(pk), name) for pk, name in said)]


class StewardFilter(django_filters.ChoiceFilter):
    """The choices are read with the form: people come and go."""

    def __init__(self) -> None:
        super().__init__(label=_("担当者"), choices=lambda: stewards(None), empty_label=_("だれでも"))

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == MINE:
            return queryset.filter(steward=self.parent.request.user)
        if value == NOBODY:
            return queryset.filter(steward__isnull=True)
        return queryset.filter(steward=value) if value else queryset


class EntryFilters(WagtailFilterSet):
    """What can be asked of every entry."""

    state = django_filters.ChoiceFilter(
        label=_("状態"),
        choices=[(key, label) for key, (label, _) in STATES.items()],
        method="in_state",
        empty_label=_("すべて"),
    )
    steward = StewardFilter()
    channel = django_filters.ChoiceFilter(
        label=_("公開先"), choices=CHANNELS, method="in_channel", empty_label=_("すべて")
    )
    review_by = django_filters.DateFromToRangeFilter(label=_("次の見直し日"), widget=DateRangePickerWidget)
    findings = django_filters.ChoiceFilter(
        label=_("内容の点検(最後の全体の点検)"),
        choices=[(key, label) for key, (label, _) in FINDINGS.items()],
        method="found",
        empty_label=_("すべて"),
    )

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(STATES[value][1])

    def in_channel(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        ticked = queryset.alias(ticked=Cast("channels", TextField()))  # SQLite cannot look into JSON
        return ticked.filter(ticked__contains=f'"{value}"')

    def found(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        last = Round.objects.filter(running=None).order_by("-pk").values("pk")[:1]
        rows = RoundFinding.objects.filter(round__in=list(last.values_list("pk", flat=True)), **FINDINGS[value][1])
        return queryset.filter(content_id__in=rows.values("content_id"))


class ServiceFilters(EntryFilters):
    topics = django_filters.ModelChoiceFilter(
        label=_("悩みの分類"), queryset=Topic.objects.order_by("position", "pk"), empty_label=_("すべて")
    )
    audiences = django_filters.ModelChoiceFilter(
        label=_("対象"), queryset=Audience.objects.order_by("position", "pk"), empty_label=_("すべて")
    )
    area = django_filters.CharFilter(label=_("地域(名称かコード)"), method="in_area")
    unverified = django_filters.BooleanFilter(label=_("要確認"), method="only_unverified")
    overdue = django_filters.BooleanFilter(label=_("確認の期限切れ"), method="only_overdue")

    class Meta:
        model = Service
        fields = ["kind", "coverage_kind", "crisis"]

    def in_area(self, queryset: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Listings of the areas called so, and of what lies within those."""
        asked = nfkc(value)
        at = Q(code__startswith=asked) if asked.isdigit() else Q(name_ja__contains=asked) | Q(name_kana=asked)
        called = list(Area.objects.filter(at).values_list("pk", flat=True)[:500])
        within = Area.objects.filter(Q(pk__in=called) | Q(parent__in=called) | Q(parent__parent__in=called))
        rows = Service.areas.through.objects.filter(area__in=within.values("pk"))
        return queryset.filter(pk__in=rows.values("service"))

    def only_unverified(self, queryset: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        return queryset.exclude(unverified_note="") if value else queryset.filter(unverified_note="")

    def only_overdue(self, queryset: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        late = freshness.is_overdue_at(freshness.today())
        return queryset.filter(late) if value else queryset.exclude(late)


class OrganizationFilters(EntryFilters):
    class Meta:
        model = Organization
        fields = ["provider_type"]


class TopicFilters(EntryFilters):
    class Meta:
        model = Topic
        fields: ClassVar[list[str]] = []


class AudienceFilters(EntryFilters):
    class Meta:
        model = Audience
        fields: ClassVar[list[str]] = []


class ConceptFilters(EntryFilters):
    class Meta:
        model = Concept
        fields: ClassVar[list[str]] = ["crisis", "topics"]


class EmergencySetFilters(EntryFilters):
    """A set is of one channel, which it names itself."""

    channel = None

    class Meta:
        model = EmergencySet
        fields: ClassVar[list[str]] = ["channel"]


class KidsTextFilters(EntryFilters):
    """All of them are of the kids' channel."""

    channel = None

    class Meta:
        model = KidsText
        fields: ClassVar[list[str]] = []


class SiteNoticeFilters(EntryFilters):
    class Meta:
        model = SiteNotice
        fields: ClassVar[list[str]] = []


class MessageFilters(EntryFilters):
    class Meta:
        model = Message
        fields: ClassVar[list[str]] = []


class FaqFilters(EntryFilters):
    topics = django_filters.ModelChoiceFilter(
        label=_("悩みの分類"), queryset=Topic.objects.order_by("position", "pk"), empty_label=_("すべて")
    )

    class Meta:
        model = Faq
        fields: ClassVar[list[str]] = []


class ArticleFilters(FaqFilters):
    class Meta:
        model = Article
        fields = ["kind"]
