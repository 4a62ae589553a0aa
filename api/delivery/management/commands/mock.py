"""`manage.py mock`: the real application over a few fixed documents, for the tests of frontend teams."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from api.channels import CHANNELS
from api.delivery import emergency, store
from api.delivery.mock.documents import CHANGED_AT, PUBLISHED_AT, documents, history
from api.delivery.mock.switches import SWITCHES
from api.delivery.ports import require_free

THREADS = 16  # a slow answer holds one


class Command(BaseCommand):
    help = "Serve fixed documents with stable ids and a fixed clock (settings: cms.settings.mock). Nothing is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")

    def handle(self, *, host: str, **options: Any) -> None:
        """Runs until a signal comes.

        Raises CommandError under settings whose database may hold something, and where the port is taken.
        """
        if not getattr(settings, "IS_MOCK", False):
            raise CommandError("The mock has settings of its own: manage.py mock --settings cms.settings.mock")
        require_free(host, settings.PORT)
        call_command("migrate", verbosity=0, interactive=False)
        fill()
        for channel in CHANNELS.values():
            emergency.current(channel, channel.languages[0])  # kept in the folder: `down` may be the first thing asked
        self.tell(host)
        Granian(
            "cms.mock:application",
            address=host,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            blocking_threads=THREADS,
            websockets=False,
            log_access=False,
            log_level=LogLevels.error,
        ).serve()

    def tell(self, host: str) -> None:
        """Print where it is and what its switches are."""
        base = f"http://{host}:{settings.PORT}"
        self.stdout.write(f"mock: {base}/api/v1/website/services  {base}/api/docs/")
        for switch, effect in SWITCHES.items():
            self.stdout.write(f"  X-Mock: {switch:<8} or {base}/mock/{switch}/api/v1/…: {effect}")
        self.stdout.flush()


def fill() -> None:
    """Write the mock's documents and what happened to them into an empty store, by the mock's clock."""
    records = documents()
    past = history(records)
    renamed = {(record.content_id, record.channel, record.language) for record in past.former}
    first = [*past.former, *(r for r in records if (r.content_id, r.channel, r.language) not in renamed)]
    with transaction.atomic():
        store.mark_demo()
        store.put(first, at=PUBLISHED_AT, cause_id=None)
        store.put(records, at=CHANGED_AT, cause_id=None)
        store.tombstone(past.removals, at=CHANGED_AT, cause_id=None)
    call_command("rebuild_search", verbosity=0)
