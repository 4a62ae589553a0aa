"""One process that proves doors, told line by line: `python -m tests.kill.session [--migrate]`.

It has no threads, since it forks.
Its DATABASE_URL names a migrated database, or with --migrate an empty one; what it does happens in copies of that.
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]


def environment(url: str, folder: Path) -> dict[str, str]:
    """What such a process is started with. ``folder`` is its state folder."""
    ours = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "TOMOSHIBI_STATE_DIR": str(folder),
        "TOMOSHIBI_TEST_STATE_OWNER": "main",
        "PYTHONDONTWRITEBYTECODE": "1",  # a compiled module is a file write that belongs to no door
    }
    return {key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_WORKER"} | ours


def url_of(settings: Mapping[str, str]) -> str:
    """The DATABASE_URL of a database that Django is connected to."""
    if settings["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{quote(settings['NAME'])}"
    person = f"{quote(settings['USER'])}:{quote(settings.get('PASSWORD') or '')}"
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{person}@{port}/{quote(settings['NAME'])}?host={quote(settings['HOST'], safe='')}"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.kill import databases, world
    from tests.kill.doors import DOORS
    from tests.kill.mutants import MUTANTS
    from tests.kill.proof import Proof, every, some

    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever else is printed is no answer
    if "--migrate" in sys.argv:
        call_command("migrate", verbosity=0)
    points = {"every": every, "some": some}
    with tempfile.TemporaryDirectory(prefix="tomoshibi-kill-") as folder:
        tempfile.tempdir = folder
        copies = databases.copies(Path(folder))
        connection.close()
        furnished = copies.first(connection.settings_dict["NAME"])
        copies.use(furnished)
        world.furnish()
        connection.close()
        print(json.dumps(list(DOORS)), file=answers)
        for line in sys.stdin:
            asked = json.loads(line)
            proof = Proof((DOORS | MUTANTS)[asked["door"]], copies, furnished)
            chosen = points[asked["points"]]
            outcome = proof.run(partial(chosen, **asked.get("limits", {})), moments=asked.get("moments", 0))
            print(json.dumps(asdict(outcome)), file=answers)
        copies.drop(furnished)


if __name__ == "__main__":
    main()
