"""``run_worker``: look every few seconds for what is due."""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from cms.publication import due, media
from cms.sample_data import refuse_in_production
from cms.workflow import post

logger = logging.getLogger(__name__)

#: Seconds between two sweeps of files.
SWEEP_EVERY = 600.0


class Command(BaseCommand):
    help = "公開日時と期限を5秒ごとに見張ります。SIGTERM で止まります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="間隔(秒)")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_in_production()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        told: set[str] = set()
        swept = -SWEEP_EVERY
        with post.beside():
            while not stop.is_set():
                told = self.look(told)
                if time.monotonic() - swept >= SWEEP_EVERY:
                    self.sweep()
                    swept = time.monotonic()
                stop.wait(options["every"])

    def sweep(self) -> None:
        """Remove the files that nobody needs any more; a failure is told and tried again with the next sweep."""
        try:
            media.sweep(timezone.now())  # safe beside another one, so no worker keeps others from what is due
        except Exception:
            logger.exception("The sweep of files failed; it tries again")

    def look(self, told: set[str]) -> set[str]:
        """One look. A refusal is told once, not every five seconds; returns the refusals that still stand."""
        refused: set[str] = set()
        try:
            close_old_connections()
            with due.exclusive() as held:
                for outcome in due.publish_due() if held else []:
                    line = f"{outcome.went}: {outcome.name} {outcome.refused}".strip()
                    if outcome.refused:
                        refused.add(line)
                    if line not in told:
                        (self.stderr if outcome.refused else self.stdout).write(line)
                if held:
                    due.do_chores()
        except Exception:
            logger.exception("The worker's look failed; it tries again")
            return told
        return refused
