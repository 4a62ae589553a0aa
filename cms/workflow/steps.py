"""The steps between a draft and its publication, and which of them an entry needs."""

from catalog.models import Concept, EmergencySet, Topic
from catalog.publishable import Entry
from pages.models import KidsText

#: In order; the texts are what editors read.
STEPS = [("review", "点検"), ("kids", "こども向けの確認"), ("approve", "承認")]
STEP_NAMES = dict(STEPS)


def required_steps(entry: Entry) -> tuple[str, ...]:
    """Which steps must say yes. Whatever kids read or are led by passes a person with the kids' right as well."""
    reaches_kids = (
        isinstance(entry, KidsText)
        or (isinstance(entry, Topic) and bool(entry.name_kids))
        or (isinstance(entry, EmergencySet) and entry.channel == "kids")
        or (isinstance(entry, Concept) and "kids" in entry.channels)
    )
    return ("review", "kids", "approve") if reaches_kids else ("review", "approve")
