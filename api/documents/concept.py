"""How people speak of one trouble (言い回し). No channel shows it: search reads it to understand what people type."""

from typing import Literal

from api.documents.envelope import LanguageMap, Part, Words

#: What a text may speak of that cannot wait. ``abuse``: of a child or an old person; ``violence``: at home, now.
CrisisKind = Literal["suicide", "self_harm", "abuse", "violence", "sexual", "danger"]


class ConceptBody(Part):
    """One concept for one channel, in all languages at once: what somebody types says nothing of its language.

    A phrase or a guard is one pattern: groups joined by `` + ``, all of which must occur near each other, each of
    them alternatives joined by ``|``. Where a guard lies around a match, the match does not count.
    """

    name: LanguageMap  # empty for kids: none of its words was written for them
    crisis: CrisisKind | None
    phrases: tuple[Words, ...]
    unless: tuple[Words, ...]
    terms: tuple[Words, ...]

    def shortened(self) -> "ConceptSummary":
        """What would stand in a list, if there were one."""
        return ConceptSummary(name=self.name, crisis=self.crisis)


class ConceptSummary(Part):
    name: LanguageMap
    crisis: CrisisKind | None
