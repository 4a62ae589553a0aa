"""What the checks say where somebody asks why something is not public: what is only doubtful. What blocks is a gate."""

from collections.abc import Iterator

from catalog.publishable import Entry
from cms.checks.findings import findings
from cms.checks.rule import in_a_row
from cms.publication.readiness import Hindrance


def doubts(entry: Entry) -> Iterator[Hindrance]:
    """What may stay as it is, and is worth a look before somebody approves it."""
    for finding in findings(entry):
        if finding.level == "warn":
            said = in_a_row(f"{finding.where}:", finding.said) if finding.where else finding.said
            yield Hindrance("tells", said, finding.todo)
