"""The steps between a draft and its publication, and which of them an entry needs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from catalog.models import Concept, EmergencySet, Topic
from catalog.publishable import Entry
from pages.models import KidsText

#: In order, in Japanese as it is kept and written in letters; a screen says it through gettext.
STEP_NAMES = {
    "review": gettext_noop("点検"),
    "kids": gettext_noop("こども向けの確認"),
    "approve": gettext_noop("承認"),
}
#: The same to choose from, as an editor reads it.
STEPS = [(step, _(name)) for step, name in STEP_NAMES.items()]


def required_steps(entry: Entry) -> tuple[str, ...]:
    """Which steps must say yes. Whatever kids read or are led by passes a person with the kids' right as well."""
    reaches_kids = (
        isinstance(entry, KidsText)
        or (isinstance(entry, Topic) and bool(entry.name_kids))
        or (isinstance(entry, EmergencySet) and entry.channel == "kids")
        or (isinstance(entry, Concept) and "kids" in entry.channels)
    )
    return ("review", "kids", "approve") if reaches_kids else ("review", "approve")
