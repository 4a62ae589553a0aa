"""Publishes so many items a second while others read: `python -m benchmarks.publisher 10`. It says when it begins.

An item is a demo service in all of its website languages. Its records are put into the store as the publication step
does; drafts, approval and building happen on the editors' machine and are not what readers feel.
"""

import itertools
import sys
import time
from typing import Any

import django

READY = "publishing"


def main(per_second: float) -> None:
    """Publish until somebody ends this process."""
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from api.delivery import store
    from api.search import index

    items = _items()
    print(READY, flush=True)
    due = time.monotonic()
    for turn in itertools.count():
        records = [_changed(record, turn) for record in items[turn % len(items)]]
        with transaction.atomic():
            index.follow(store.put(records, at=timezone.now(), cause_id=None), records)
        due += 1 / per_second
        time.sleep(max(0.0, due - time.monotonic()))


def _items() -> list[list[Any]]:
    """Return the records of forty services, one for each language."""
    from benchmarks.listings import originals

    languages = ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")
    by_language = [originals(language)[:40] for language in languages]
    return [[original.record() for original in same] for same in zip(*by_language, strict=True)]


def _changed(record: Any, turn: int) -> Any:
    from dataclasses import replace

    body = record.body.model_copy(update={"description": f"{record.body.description or ''} ({turn})"})
    return replace(record, body=body, summary=body.shortened())


if __name__ == "__main__":
    main(float(sys.argv[1]))
