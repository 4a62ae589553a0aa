"""`manage.py translation_list`: write the list of translation work anew from the latest drafts."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.translation.work import write_anew


class Command(BaseCommand):
    help = "翻訳の仕事の一覧を、いちばん新しい下書きから作りなおします。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{write_anew()}件の内容を数えました。")
