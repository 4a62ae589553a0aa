"""``sweep_media``: remove public files that no document needs, and make what is missing, once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.publication import media


class Command(BaseCommand):
    help = "使われなくなって24時間たった公開用の画像を消し、足りないものを作ります。run_worker は10分ごとに行います。"

    def handle(self, *args: Any, **options: Any) -> None:
        swept = media.sweep(timezone.now())
        self.stdout.write(
            f"作りました: {swept.made}件 公開から消しました: {swept.went}件 元の画像がないもの: {swept.forgotten}件"
        )
