"""How many listings there are, by state, by freshness and by topic. A few aggregates, whatever their number."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.models import Service, Topic
from cms.verification import freshness

#: Key -> what editors call it, in the order in which they are shown.
STATES = {
    "live": gettext_noop("公開中"),
    "changed": gettext_noop("公開中(直しの下書きあり)"),
    "draft": gettext_noop("下書き(まだ公開していない)"),
    "left": gettext_noop("公開をやめた"),
}
FRESHNESS = {
    "quarter": gettext_noop("3か月以内"),
    "half": gettext_noop("6か月以内"),
    "year": gettext_noop("1年以内"),
    "older": gettext_noop("1年より前"),
    "never": gettext_noop("一度も確認していない"),
}
_DAYS = {"quarter": 92, "half": 183, "year": 366}

Counts = dict[str, int]


def by_state_and_freshness(day: date) -> tuple[Counts, Counts]:
    """All listings by what of them readers see, and the live ones by how long ago they were checked.

    One query for both: each reads every listing, and their rows are wide.
    """
    live, changed = Q(live=True), Q(has_unpublished_changes=True)
    left = Q(live=False, first_published_at__isnull=False)
    states = {"live": live & ~changed, "changed": live & changed, "draft": ~live & ~left, "left": left}
    borders = [day - timedelta(days=_DAYS[key]) for key in ("quarter", "half", "year")]
    quarter, half, year = (Q(verified_on__gte=border) for border in borders)
    ages = {
        "quarter": quarter,
        "half": half & ~quarter,
        "year": year & ~half,
        "older": Q(verified_on__isnull=False) & ~year,
        "never": Q(verified_on__isnull=True),
    }
    found = _counted({**states, **{key: live & age for key, age in ages.items()}})
    return {key: found[key] for key in states}, {key: found[key] for key in ages}


def _counted(conditions: dict[str, Q]) -> Counts:
    # An aggregate may not be called as a column is.
    counts = {f"count_{key}": Count("pk", filter=condition) for key, condition in conditions.items()}
    found = Service.objects.aggregate(**counts)
    return {key: found[f"count_{key}"] for key in conditions}


def by_topic() -> Counts:
    """Live listings by the slug of their topics, in the editors' order. Two queries."""
    # From the listings, which are read once: grouped by the wide rows of topics it takes many times as long.
    rows = Service.objects.filter(live=True).order_by().values_list("topics").annotate(listings=Count("pk"))
    listings = dict(rows)
    topics = Topic.objects.filter(live=True).order_by("position", "pk")
    return {slug: listings.get(pk, 0) for pk, slug in topics.values_list("pk", "public_slug") if slug}


def topic_names() -> dict[str, str]:
    """The Japanese names of topics by slug. One query."""
    rows = Topic.objects.values_list("public_slug", "name_ja")
    return {slug: name or slug for slug, name in rows if slug}


def unverified_and_overdue(day: date) -> tuple[int, int]:
    """Live listings of which something is still 要確認, and those that were checked too long ago. An index each."""
    unverified = Service.objects.filter(GreaterThan(Length("unverified_note"), 0), live=True)
    return unverified.count(), Service.objects.filter(freshness.is_overdue_at(day)).count()


def today() -> date:
    """The day in Japan."""
    return timezone.localdate()
