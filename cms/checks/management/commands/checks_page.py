"""``checks_page``: write docs/editors/checks.md anew from the list of rules."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.checks import handbook
from cms.settings.env import ROOT


class Command(BaseCommand):
    help = "点検の一覧 (docs/editors/checks.md) を、いまの点検から作りなおします。"

    def handle(self, *args: Any, **options: Any) -> None:
        path = ROOT / handbook.PAGE
        path.write_text(handbook.page(), encoding="utf-8")
        self.stdout.write(f"{path} を書きました。")
