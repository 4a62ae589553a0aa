"""``make mutants``: apply each mutation to a copy of the project and see its test fail. Exit status 1 if one lives.

Name some mutations on the command line to try only these.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("api", "catalog", "cms", "docs", "pages", "tests", "locale")


def copy_of_the_project(folder: Path) -> None:
    """What tests need, without caches."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)


def applied(mutation: Mutation, text: str) -> str:
    """The mutated text. Raises ValueError where the line is not there, or more than once."""
    if text.count(mutation.old) != 1:
        raise ValueError(f"{mutation.name}: the line stands {text.count(mutation.old)} times in {mutation.path}")
    return text.replace(mutation.old, mutation.new)


def killed(mutation: Mutation, folder: Path) -> bool:
    """Whether the named test fails on the mutated copy, which is then mended again."""
    path = folder / mutation.path
    original = path.read_text()
    path.write_text(applied(mutation, original))
    try:
        return not passes(mutation.killer, folder)
    finally:
        path.write_text(original)


def passes(test: str, folder: Path) -> bool:
    """Whether a test passes in the copy. Raises RuntimeError if it did not run at all."""
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environ.pop("TOMOSHIBI_STATE_DIR", None)
    environ.pop("TOMOSHIBI_TEST_STATE_OWNER", None)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", test],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
    )
    if ran.returncode not in {0, 1}:
        raise RuntimeError(f"{test} did not run:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.returncode == 0


def main(names: list[str]) -> int:
    """Try the named mutations, or all."""
    chosen = [mutation for mutation in MUTATIONS if not names or mutation.name in names]
    alive = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        copy_of_the_project(folder)
        for test in sorted({mutation.killer for mutation in chosen}):
            if not passes(test, folder):
                print(f"fails without any mutation: {test}")
                return 1
        for mutation in chosen:
            start = time.monotonic()
            dead = killed(mutation, folder)
            state = "killed" if dead else "ALIVE"
            print(f"{state:7} {time.monotonic() - start:5.1f} s  {mutation.name}  by {mutation.killer}")
            if not dead:
                alive.append(mutation.name)
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants killed")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
