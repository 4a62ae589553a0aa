"""``create_demo_accounts``: the accounts of a demo, none of them a superuser."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.settings.env import ENV
from cms.workflow import roles

ACCOUNTS = {
    "writer": [roles.WRITER],
    "reviewer": [roles.REVIEWER],
    "approver": [roles.APPROVER],
    "kids": [roles.KIDS],
    "partners": [roles.PARTNERS],
    "admin": [roles.ADMINISTRATOR],
    "viewer": [roles.VIEWER],
}


class Command(BaseCommand):
    help = "見本の利用者を作ります (TOMOSHIBI_DEMO=1 のときだけ)。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TOMOSHIBI_DEMO:
            raise CommandError("見本の利用者は TOMOSHIBI_DEMO=1 のときだけ作れます。")
        kept = settings.TOMOSHIBI_STATE_DIR / "demo-password"
        password = ENV.demo_password or (kept.read_text() if kept.exists() else secrets.token_urlsafe(9))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(password)
        for name, groups in ACCOUNTS.items():
            user, _ = get_user_model().objects.get_or_create(
                username=name, defaults={"email": f"{name}@example.invalid"}
            )
            if not user.check_password(password):  # a new hash of the same password would end every session
                user.set_password(password)
                user.save()
            user.groups.set(Group.objects.filter(name__in=groups))
        self.stdout.write(f"利用者: {' '.join(ACCOUNTS)}  パスワード: {password}")
