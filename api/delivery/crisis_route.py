"""Whether the crisis route stands: for each channel, the members of its emergency set and whether they are there."""

from uuid import UUID

from api.delivery.models import Facet, Reference, Standing, Version

#: One document of a set says which members it has; a set's documents in other languages have the same.
ONE_LANGUAGE = ("ja", "mul")


def members() -> dict[str, list[tuple[UUID, bool]]]:
    """By channel: (service id, whether it stands in that channel), in order. A channel without a set is missing."""
    sets = Standing.objects.filter(type="emergency", language__in=ONE_LANGUAGE)
    found: dict[str, list[tuple[UUID, bool]]] = {}
    for content_id, channel, language in sets.values_list("content_id", "channel", "language"):
        targets = list(
            Reference.objects.filter(content_id=content_id, channel=channel, language=language, role="members")
            .order_by("position")
            .values_list("target", flat=True)
        )
        there = set(
            Standing.objects.filter(content_id__in=targets, channel=channel, language=language).values_list(
                "content_id", flat=True
            )
        )
        found[channel] = [(target, target in there) for target in targets]
    return found


def bereft_channels() -> set[str]:
    """The channels that had an emergency set and have none now."""
    had = set(Version.objects.filter(type="emergency").values_list("channel", flat=True).distinct())
    return had - set(Standing.objects.filter(type="emergency").values_list("channel", flat=True).distinct())


def contacts(channel: str) -> set[UUID]:
    """The services that stand in a channel and are to be offered to people in crisis."""
    rows = Facet.objects.filter(channel=channel, type="service", name="crisis", value="true", language__in=ONE_LANGUAGE)
    return set(rows.values_list("content_id", flat=True))
