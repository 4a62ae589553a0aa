"""Write below each block of the pages what it prints now (`python -m tests.frontend.refresh`); read the difference."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.frontend.conftest import DOCS, free_port, python_client, serving, typescript_client
from tests.frontend.recipes import recipes, run
from tests.frontend.test_recipes import PAGES

SHOWN = re.compile(r"\A\n```text\n.*?^```\n", re.M | re.S)


def refresh(page: str, base: str, folders: dict[str, Path]) -> None:
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    for recipe in reversed(recipes(page)):
        printed = run(recipe, base, folders[recipe.language]).rstrip("\n")
        shown = f"\n```text\n{printed}\n```\n" if printed else ""
        text = text[: recipe.end] + shown + SHOWN.sub("", text[recipe.end :])
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    with serving(free_port()) as base, tempfile.TemporaryDirectory() as folder:
        typescript, python = Path(folder, "typescript"), Path(folder, "python")
        typescript_client(typescript, base)
        python_client(python, base)
        for page in PAGES:
            refresh(page, base, {"sh": python, "ts": typescript, "python": python})
    sys.exit(subprocess.run(["git", "diff", "--stat", "--", DOCS], check=False).returncode)
