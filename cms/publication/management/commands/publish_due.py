"""``publish_due``: bring live what is due and take out what has expired, once."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.publication import due


class Command(BaseCommand):
    help = "公開日時になったものを公開し、期限の来たものを外します。1件ずつ行い、失敗した1件はほかを止めません。"

    def handle(self, *args: Any, **options: Any) -> None:
        with due.exclusive() as held:
            if not held:
                self.stdout.write("ほかの処理が実行中です。")
                return
            for outcome in due.publish_due():
                line = f"{outcome.went}: {outcome.name}"
                if outcome.refused:
                    self.stderr.write(f"{line} できませんでした: {outcome.refused}")
                else:
                    self.stdout.write(line)
