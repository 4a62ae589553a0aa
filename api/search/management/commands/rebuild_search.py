"""`manage.py rebuild_search`: the index of search made anew from what stands."""

from typing import Any

from django.core.management.base import BaseCommand

from api.search.rebuild import rebuild


class Command(BaseCommand):
    help = "Make the index of search anew from the standing documents. Readers and publication go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        found = rebuild()
        if options["verbosity"]:
            self.stdout.write(f"{found} items are in the index.")
