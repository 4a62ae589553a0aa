"""Read the whole log and say whether it still is what was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.delivery import store
from api.delivery.chain import ChainBroken


class Command(BaseCommand):
    help = "Checks numbers, links and hashes of the log, its head, what stands, and what lists show and hold of it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the end of the log, to be kept elsewhere. Raises CommandError with the first change that is wrong."""
        try:
            changes = store.verify_chain()
        except ChainBroken as broken:
            raise CommandError(f"The log is broken. {broken}") from broken
        generation, seq, hash = store.head()
        self.stdout.write(f"{changes} changes verified. Head: generation {generation}, change {seq}, hash {hash.hex()}")
