"""`manage.py demo`: everything that a demo needs before it is served, in order; each step may be repeated."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

STEPS = ("setup_editing", "load_areas", "import_starter", "demo_publish", "create_demo_accounts")


class Command(BaseCommand):
    help = "Prepare the demo: database, roles, areas, starter content made public as sample data, accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError outside a demo; whatever a step raises stops the rest."""
        if not settings.TOMOSHIBI_DEMO:
            raise CommandError("This is no demo. Set TOMOSHIBI_DEMO=1, or run the commands of your installation.")
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        for step in STEPS:
            call_command(step)
