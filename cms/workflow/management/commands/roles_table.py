"""``roles_table``: write docs/editors/roles.md anew from what the roles are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.settings.env import ROOT
from cms.workflow import roles_table


class Command(BaseCommand):
    help = "役割と権限の表 (docs/editors/roles.md) を、いまの役割から作りなおします。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--show", action="store_true", help="書かずに、画面に出します")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show"]:
            self.stdout.write(roles_table.page(), ending="")
            return
        path = ROOT / roles_table.PAGE
        path.write_text(roles_table.page(), encoding="utf-8")
        self.stdout.write(f"{path} を書きました。")
