"""``setup_editing``: roles, rights and the workflow as the code says. Run after each migration."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.workflow import roles


class Command(BaseCommand):
    help = "役割・権限・承認の流れを用意します。何度実行しても同じです。"

    def handle(self, *args: Any, **options: Any) -> None:
        roles.set_up()
        self.stdout.write("役割と承認の流れを用意しました。")
