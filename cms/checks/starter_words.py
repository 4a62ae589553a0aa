"""The words with which the editors' lists begin, from ``starter/*.tsv``."""

import csv
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "starter"


def starter_words() -> list[dict[str, Any]]:
    """Every word with its fields, as ``WordRule`` has them."""
    found = []
    for kind in ("hurtful", "difficult"):
        with (FOLDER / f"{kind}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                # stays Japanese: the headings of the starter lists
                found.append(
                    {
                        "kind": kind,
                        "word": row["ことば"],
                        "instead": row["言いかえ"],
                        "unless": row["数えない言い方"].replace("|", "\n"),
                        "reason": row["理由"],
                        "blocks": row["止める"] == "1",
                    }
                )
    return found
