"""``send_reminders``: today's letters about review days; what the worker does once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.verification import daily


class Command(BaseCommand):
    help = "見直し日の知らせを、1人に1日1通だけ送ります。何度行っても同じです。確認のお願いの後始末もします。"

    def handle(self, *args: Any, **options: Any) -> None:
        sent, erased = daily.do(timezone.now())
        self.stdout.write(f"知らせ {sent}通、消したアドレス {erased}件")
