"""`manage.py demo` is for demos alone: it makes unchecked numbers public."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from api.delivery.models import Change

pytestmark = pytest.mark.django_db


def test_outside_a_demo_it_refuses_and_does_nothing(settings: Any) -> None:
    settings.TOMOSHIBI_DEMO = False
    with pytest.raises(CommandError, match="TOMOSHIBI_DEMO=1"):
        call_command("demo")
    assert not Change.objects.exists()
