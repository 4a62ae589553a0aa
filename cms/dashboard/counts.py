"""How many listings there are, by state, by freshness and by topic. A few aggregates, whatever their number."""

from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from catalog.models import Service, Topic

#: Key -> what editors call it, in the order in which they are shown.
STATES = {
    "live": "公開中",
    "changed": "公開中(直しの下書きあり)",
    "draft": "下書き(まだ公開していない)",
    "left": "公開をやめた",
}
FRESHNESS = {
    "quarter": "3か月以内",
    "half": "6か月以内",
    "year": "1年以内",
    "older": "1年より前",
    "never": "一度も確認していない",
}
_DAYS = {"quarter": 92, "half": 183, "year": 366}

Counts = dict[str, int]


def by_state() -> Counts:
    """All listings by what of them readers see. One query."""
    live, changed = Q(live=True), Q(has_unpublished_changes=True)
    left = Q(live=False, first_published_at__isnull=False)
    return _counted(
        Service.objects.all(),
        {"live": live & ~changed, "changed": live & changed, "draft": ~live & ~left, "left": left},
    )


def by_freshness(day: date) -> Counts:
    """Live listings by how long ago they were checked. One query."""
    borders = [day - timedelta(days=_DAYS[key]) for key in ("quarter", "half", "year")]
    quarter, half, year = (Q(verified_on__gte=border) for border in borders)
    conditions = {
        "quarter": quarter,
        "half": half & ~quarter,
        "year": year & ~half,
        "older": Q(verified_on__isnull=False) & ~year,
        "never": Q(verified_on__isnull=True),
    }
    return _counted(Service.objects.filter(live=True), conditions)


def _counted(rows: QuerySet[Service], conditions: dict[str, Q]) -> Counts:
    # An aggregate may not be called as a column is.
    found = rows.aggregate(**{f"count_{key}": Count("pk", filter=condition) for key, condition in conditions.items()})
    return {key: found[f"count_{key}"] for key in conditions}


def by_topic() -> Counts:
    """Live listings by the slug of their topics, in the editors' order. One query."""
    topics = Topic.objects.filter(live=True).order_by("position", "pk")
    counted = topics.annotate(listings=Count("services", filter=Q(services__live=True)))
    return {slug: count for slug, count in counted.values_list("public_slug", "listings") if slug}


def topic_names() -> dict[str, str]:
    """The Japanese names of topics by slug. One query."""
    rows = Topic.objects.values_list("public_slug", "name_ja")
    return {slug: name or slug for slug, name in rows if slug}


def unverified() -> int:
    """Live listings of which something still waits to be checked (要確認)."""
    return Service.objects.filter(live=True).exclude(unverified_note="").count()


def today() -> date:
    """The day in Japan."""
    return timezone.localdate()
