"""The checks of one entry: what is wrong or doubtful in it now."""

from collections.abc import Sequence

from catalog.publishable import Entry
from cms.checks.known import known_for
from cms.checks.read_entry import Policies, read
from cms.checks.reading import Reading
from cms.checks.rule import Finding
from cms.checks.rules import RULES

__all__ = ["Finding", "findings", "findings_of", "judged", "obstacles"]


def findings(entry: Entry) -> list[Finding]:
    """What all rules find in an entry as it is given: the live row, a revision's content, or an unsaved form.

    What blocks comes first. Asks a bounded number of questions of the database, whatever it holds.
    """
    return findings_of([entry])[0]


def findings_of(entries: Sequence[Entry]) -> list[list[Finding]]:
    """The same for several entries; what they must know of others is asked for all of them together."""
    policies = Policies()
    return judged([read(entry, policies) for entry in entries])


def judged(readings: Sequence[Reading]) -> list[list[Finding]]:
    """What all rules find in each of these readings."""
    found = []
    for reading, known in zip(readings, known_for(readings), strict=True):
        of_entry = [finding for rule in RULES for finding in rule.findings(reading, known)]
        found.append(sorted(of_entry, key=lambda finding: finding.level != "block"))
    return found


def obstacles(entry: Entry) -> list[str]:
    """Why an entry may not go live, in Japanese: what blocks. Plainer problems are told first, and by others."""
    if entry.problems():
        return []
    return [finding.sentence for finding in findings(entry) if finding.level == "block"]
