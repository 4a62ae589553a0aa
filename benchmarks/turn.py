"""A turn: what editors do with one service from its listing to its publication, each request timed.

`python -m benchmarks.turn` takes the number of a turn per line and answers each with a line of JSON, so that houses of
two sizes can be asked by turns in the same minutes.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

from benchmarks.house import COPIED

ANSWER = "turn "
PEOPLE = ("writer", "reviewer", "approver")

Timed = dict[str, tuple[float, int]]  # name -> milliseconds and queries


def main() -> None:
    """Answer until the input ends."""
    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    clients = {}
    for name in PEOPLE:
        clients[name] = Client(headers={"host": "localhost"})
        clients[name].force_login(
            get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
    print(f"{ANSWER}ready", flush=True)
    for line in sys.stdin:
        print(ANSWER + json.dumps(_Turn(clients, int(line)).take()), flush=True)


class _Turn:
    """One pass over all screens with a service of its own."""

    def __init__(self, clients: dict[str, Any], number: int) -> None:
        from catalog.models import Service

        self.clients, self.number, self.timed = clients, number, Timed()
        copies = Service.objects.filter(public_slug__contains=COPIED, has_unpublished_changes=False)
        self.service = copies.order_by("pk")[number % 20]

    def take(self) -> Timed:
        """Go the whole way. Raises RuntimeError where a screen does not answer as it should."""
        self._look()
        self._write()
        self._approve()
        return self.timed

    def _look(self) -> None:
        from django.urls import reverse

        listing = reverse("wagtailsnippets_catalog_service:list")
        entry = self.service.content_id
        self._get("home", "approver", reverse("wagtailadmin_home"))
        self._get("listing, first page", "writer", listing)
        self._get("listing, filtered and searched", "writer", f"{listing}?kind=consultation&q=0120&state=live")
        self._get("queue of approvals", "approver", reverse("approvals"))
        self._get("why not public", "writer", reverse("entry_state", args=[entry]))
        self._get("translation list", "writer", reverse("translation_list", args=["en"]))
        self._get("checks of one service", "writer", reverse("checks_saved", args=["service", entry]))
        self._get("report of checks", "writer", reverse("checks_report"))
        self._get("calendar", "writer", reverse("calendar"))
        self._get("overdue listings", "writer", reverse("overdue_listings"))
        self._get("history", "approver", reverse("history"))
        self._get("history of one service", "approver", f"{reverse('history')}?entry={entry}")

    def _write(self) -> None:
        from django.urls import reverse

        from tests.catalog.editing import fill, posted_by

        edit = reverse("wagtailsnippets_catalog_service:edit", args=[self.service.pk])
        form = posted_by(self._get("editor", "writer", edit).content.decode())
        fill(form, summary_ja=f"{self.service.summary_ja}({self.number}回目の直し、{time.time():.0f})")
        now = f"{reverse('checks_now', args=['service'])}?pk={self.service.pk}"
        self._post("checks while typing", now, form)
        self._post("save of a draft", edit, form)
        fresh = posted_by(self.clients["writer"].get(edit).content.decode())
        self._post("submit", edit, fill(fresh, **{"action-submit": "on"}))

    def _approve(self) -> None:
        from django.urls import reverse

        service = type(self.service).objects.get(pk=self.service.pk)
        for person in ("reviewer", "approver"):
            address = reverse("approval", args=[service.current_workflow_task_state.pk])
            page = self._get(f"approval page, {person}", person, address).content.decode()
            seen = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
            if seen is None:
                raise RuntimeError(f"{address} shows no digest.")
            answer = {"digest": seen[1], "answer": "approve", "comment": ""}
            name = "yes of the reviewer" if person == "reviewer" else "last yes: publication"
            self._timed(
                name,
                302,
                lambda person=person, address=address, answer=answer: self.clients[person].post(  # type: ignore[misc]
                    address, answer
                ),
            )
            service.refresh_from_db()
        if service.has_unpublished_changes:
            raise RuntimeError(f"{service} was not published.")

    def _get(self, name: str, person: str, address: str) -> Any:
        return self._timed(name, 200, lambda: self.clients[person].get(address))

    def _post(self, name: str, address: str, form: Any) -> Any:
        body = form.urlencode()
        kind = "application/x-www-form-urlencoded"
        status = 200 if name.startswith("checks") else 302
        return self._timed(name, status, lambda: self.clients["writer"].post(address, body, content_type=kind))

    def _timed(self, name: str, status: int, ask: Callable[[], Any]) -> Any:
        with _counted() as count:
            began = time.perf_counter()
            response = ask()
            took = (time.perf_counter() - began) * 1000
        if response.status_code != status:
            raise RuntimeError(f"{name}: {response.status_code} instead of {status}.")
        self.timed[name] = (took, count())
        return response


@contextmanager
def _counted() -> Iterator[Callable[[], int]]:
    from django.db import connection

    found = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal found
        found += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield lambda: found


if __name__ == "__main__":
    main()
