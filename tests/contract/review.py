"""Write the present description beside its test (DJANGO_SETTINGS_MODULE=cms.settings.test)."""

import json
from pathlib import Path

import django

REVIEWED = Path(__file__).parent / "openapi.json"


def write() -> None:
    django.setup()
    from api.delivery import schema

    described = json.loads(schema.document())
    REVIEWED.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
