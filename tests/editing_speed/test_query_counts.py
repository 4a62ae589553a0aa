"""Screens ask the database as often for fifteen services as for three (`make bench-editing` has the milliseconds)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import ContactPoint
from cms.workflow import roles
from tests.editors import House, a_service, person

pytestmark = pytest.mark.django_db

SCREENS = {
    "home": reverse("wagtailadmin_home"),
    "listing": reverse("wagtailsnippets_catalog_service:list"),
    "searched": f"{reverse('wagtailsnippets_catalog_service:list')}?q=0120&kind=consultation&state=draft",
    "queue": reverse("approvals"),
    "one's own queue": f"{reverse('approvals')}?mine=can&type=service&step=review",
    "calendar": reverse("calendar"),
    "translation": reverse("translation_list", args=["en"]),
    "checks": reverse("checks_report"),
    "overdue": reverse("overdue_listings"),
    "history": reverse("history"),
}


def waiting(house: House, numbers: range) -> None:
    """So many services with a number of their own, sent for approval."""
    for number in numbers:
        service = a_service(f"desk-{number}", name_ja=f"窓口{number}", summary_ja=f"{number}番目の窓口です。")
        service.contact_points = [ContactPoint(channel="phone", value=f"0120-279-{number + 100}", label_ja="電話")]
        house.submit(house.save_draft(service))


def counts(who: Any) -> dict[str, int]:
    """How many statements each screen takes, once what is read once a process has been read."""
    client, found = Client(), {}
    client.force_login(who)
    for name, address in SCREENS.items():
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found[name] = len(asked)
    return found


def test_more_services_take_no_more_statements(house: House) -> None:
    everything = person("everything", roles.REVIEWER, roles.APPROVER, roles.KIDS)
    waiting(house, range(3))
    few = counts(everything)
    waiting(house, range(3, 15))
    assert counts(everything) == few
