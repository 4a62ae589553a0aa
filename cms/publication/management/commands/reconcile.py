"""``reconcile``: mend drift and say what was mended."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.publication.drift import reconcile


class Command(BaseCommand):
    help = "ずれを直し、何を直したかを示します。承認のない内容は直さず、知らせます。"

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for mended in reconcile(at=timezone.now()):
            name = f"{mended.document_type} {mended.content_id}"
            if mended.refused:
                refused += 1
                self.stderr.write(f"直せません: {name} {mended.refused}")
            else:
                self.stdout.write(f"直しました: {name} 変更{mended.changes}件")
        self.stdout.write("終わりました。")
        if refused:
            sys.exit(1)
