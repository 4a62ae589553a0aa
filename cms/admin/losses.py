"""What loses an item that is taken out, as screens show it: by type, with the way to each, and never thousands.

The way is the form for whoever may edit, and the page to read for everybody else.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder

from catalog.publishable import Entry
from cms.publication import impact
from cms.publication.gates import CHANNEL_NAMES

#: So many of one type are named; of the rest only the number is told.
NAMED = 30


@dataclass(frozen=True)
class Loser:
    """One entry that loses it."""

    name: str
    url: str
    said: str
    channels: str


@dataclass(frozen=True)
class Group:
    """The losers of one type."""

    heading: str
    number: int
    named: tuple[Loser, ...]

    @property
    def unnamed(self) -> int:
        return self.number - len(self.named)


@dataclass(frozen=True)
class Losses:
    """What readers see no more at once, and what only drafts point to."""

    standing: tuple[Group, ...]
    drafts: tuple[Group, ...]


def losses(entry: Entry, channels: Sequence[str], person: Any) -> Losses:
    """Everything that loses ``entry`` in these channels."""
    found = impact.losers(entry, channels)
    finder = AdminURLFinder(person)
    return Losses(
        standing=_groups([one for one in found if one.stands], finder),
        drafts=_groups([one for one in found if not one.stands], finder),
    )


def _groups(found: Sequence[impact.Affected], finder: Any) -> tuple[Group, ...]:
    by_type: dict[str, list[impact.Affected]] = defaultdict(list)
    for one in found:
        by_type[str(type(one.entry)._meta.verbose_name)].append(one)
    return tuple(
        Group(
            heading,
            len({one.entry.content_id for one in some}),
            tuple(
                Loser(
                    name=str(one.entry),
                    url=finder.get_edit_url(one.entry) or reverse("entry_state", args=[one.entry.content_id]),
                    said=one.said,
                    channels=gettext("・").join(str(CHANNEL_NAMES.get(channel, channel)) for channel in one.channels),
                )
                for one in some[:NAMED]
            ),
        )
        for heading, some in by_type.items()
    )
