"""``check_links``: look at every address that is due, and say which no longer open."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms.checks import links
from cms.checks.models import LinkState


class Command(BaseCommand):
    help = "リンク先が開けるか確かめます。前に確かめてから1日たったものだけを見ます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="1日たっていないものも確かめます")
        parser.add_argument("--most", type=int, default=10_000, help="多くてもこの数まで")

    def handle(self, *args: Any, **options: Any) -> None:
        states = list(LinkState.objects.order_by("pk")) if options["all"] else links.due(timezone.now())
        looked = links.check(states[: options["most"]])
        dead = [state for state in looked if state.dead]
        for state in dead:
            self.stdout.write(f"{state.url} {state.said}")
        self.stdout.write(f"確かめました: {len(looked)}件、ちがう日に2回続けて開けないもの: {len(dead)}件")
