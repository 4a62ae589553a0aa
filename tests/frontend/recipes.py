"""The code in the pages for frontend teams: found, and run as a team would run it."""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.frontend.conftest import DOCS, DOCUMENTED, NODE, clean_environment

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.M | re.S)
LANGUAGES = {"sh": "curl", "ts": "TypeScript", "python": "Python"}


@dataclass(frozen=True)
class Recipe:
    """One block of code of a page, and what stands below it as printed."""

    page: str
    heading: str
    language: str
    code: str
    printed: str | None
    end: int  # where the block ends in its page


def recipes(page: str) -> list[Recipe]:
    """Every block that is run, in order; a page's first TypeScript and Python blocks are what its others start with."""
    text = (DOCS / page).read_text(encoding="utf-8")
    starts: dict[str, str] = {}
    found = []
    blocks = list(BLOCK.finditer(text))
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        language = block[1]
        if language not in LANGUAGES:
            continue
        if language in ("ts", "python") and language not in starts:
            starts[language] = block[2]
            continue
        below = following is not None and following[1] == "text" and not text[block.end() : following.start()].strip()
        heading = re.findall(r"^## (.+)$", text[: block.start()], re.M)[-1]
        code = starts.get(language, "") + block[2]
        printed = following[2] if below and following is not None else None
        found.append(Recipe(page, heading, language, code, printed, block.end()))
    return found


def run(recipe: Recipe, base: str, folder: Path) -> str:
    """Run a block in the folder of its client, against a server, and return what it printed. Raises AssertionError."""
    commands = {
        "sh": ["bash", "-euo", "pipefail"],
        "ts": [str(NODE / "node")],
        "python": [sys.executable],
    }
    suffix = {"sh": ".sh", "ts": ".ts", "python": ".py"}[recipe.language]
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=suffix, prefix="recipe-", encoding="utf-8") as file:
        file.write(recipe.code.replace(DOCUMENTED, base))
        file.flush()
        done = subprocess.run(
            [*commands[recipe.language], file.name],
            cwd=folder,
            env=clean_environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, ""), f"{recipe.heading}: {done.stderr}"
    return done.stdout.replace(base, DOCUMENTED)
