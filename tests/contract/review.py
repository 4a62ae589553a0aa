"""Write what the API promises anew: `python -m tests.contract.review`, a few seconds, with the settings of the mock.

Three things, each to be read as a difference before it is committed: the examples (real answers over the mock's
documents), the description, and the golden files. A golden file is not written where something promised would break
that the changelog does not announce.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

REVIEWED = Path(__file__).parent / "openapi.json"


def write() -> int:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings.mock", "PUBLIC_BASE_URL": "https://api.example.test"}
    django.setup()
    from django.core.management import call_command

    from api.delivery import examples, schema
    from api.delivery.management.commands.mock import fill
    from tests.contract.requests import answered

    for app in ("delivery", "search"):
        call_command("migrate", app, verbosity=0)
    fill()
    found = {name: json.dumps(example, ensure_ascii=False, indent=1) + "\n" for name, example in answered()}
    for path in examples.FOLDER.glob("*.json"):
        if path.stem not in found:
            path.unlink()
    for name, text in found.items():
        (examples.FOLDER / f"{name}.json").write_text(text, encoding="utf-8")

    examples.examples.cache_clear()
    schema.document.cache_clear()
    described = without_examples(json.loads(schema.document()))
    REVIEWED.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return write_golden(described)


def without_examples(described: dict[str, Any]) -> dict[str, Any]:
    """A description as it is kept for review: the examples have files of their own."""
    kept: dict[str, Any] = json.loads(json.dumps(described))
    del kept["components"]["examples"]
    for methods in kept["paths"].values():
        for response in methods["get"]["responses"].values():
            for content in response.get("content", {}).values():
                content.pop("examples", None)
    return kept


def write_golden(described: dict[str, Any]) -> int:
    from api.channels import CHANNELS
    from tests.contract import golden

    refused = 0
    wanted = {golden.golden_file(channel, shape) for channel in CHANNELS.values() for shape in channel.shapes}
    for path in set(golden.FOLDER.glob("*.json")) - wanted:
        path.unlink()
    for channel in CHANNELS.values():
        for shape in channel.shapes:
            path = golden.golden_file(channel, shape)
            now = golden.promise(described, channel, shape)
            if path.exists():
                broken = golden.unannounced(path.stem, golden.read(path), now, golden.CHANGELOG.read_text())
                for place, reason in broken.items():
                    print(
                        f"`{path.stem}` `{place}` {reason}: a new major version must announce it in {golden.CHANGELOG}"
                    )
                if broken:
                    refused += 1
                    continue
            golden.write(path, now)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(write())
