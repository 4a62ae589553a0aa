"""``drift``: say where documents and live content differ. Exit status 1 if they do."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cms.publication.drift import drift


class Command(BaseCommand):
    help = "公開中の内容と配信データのずれを調べます。ずれがあれば終了コード1。"

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for found in drift():
            count += 1
            self.stdout.write(
                f"{found.kind}: {found.document_type} {found.content_id} {found.channel} {found.language}".rstrip()
            )
        self.stdout.write(f"ずれ: {count}件")
        if count:
            sys.exit(1)
