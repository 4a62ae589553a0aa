"""The newcomer's story: a number is corrected in the editors' house and changes for all three kinds of readers."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from api.delivery.models import Change
from catalog.models import Service
from cms.workflow import roles
from tests.chromium import Browser
from tests.editors import person
from tests.journeys.conftest import picture
from tests.starter import without_concepts

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
SERVICE = "yorisoi-hotline"
OLD, NEW = "0120-279-338", "0120-279-339"


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    """The demo's content and people, as `make run` makes them, less the areas of the whole country and the concepts."""
    settings.TOMOSHIBI_DEMO = True
    call_command("setup_editing")
    areas = ROOT / "catalog" / "starter" / "areas.csv"
    few = tmp_path / "areas.csv"
    lines = areas.read_text().splitlines(keepends=True)
    few.write_text("".join([lines[0], *(line for line in lines[1:] if line.startswith("13"))]))
    call_command("load_areas", few)
    call_command("import_starter", without_concepts(tmp_path / "starter"), "--demo-publish")
    for name, role in (("writer", roles.WRITER), ("reviewer", roles.REVIEWER), ("approver", roles.APPROVER)):
        person(name, role)


def read(base: str, channel: str, content_id: object) -> tuple[str, dict[str, Any]]:
    with urllib.request.urlopen(f"{base}/api/v1/{channel}/services/{content_id}") as answer:
        return answer.headers["ETag"], json.load(answer)


def test_a_corrected_number_reaches_all_readers_at_the_last_yes_and_not_before(
    demo: None, site: str, window_of: Callable[[str], Browser]
) -> None:
    service = Service.objects.get(public_slug=SERVICE)
    channels = ("website", "partners", "kids")
    before = {channel: read(site, channel, service.content_id) for channel in channels}
    log = Change.objects.count()

    writer = window_of("writer")
    page = writer.open(f"/admin/snippets/catalog/service/edit/{service.pk}/")
    picture(writer, "edit")
    page.get_by_role("tab", name="連絡先").click()
    number = page.locator("#id_contact_points-0-value")
    assert number.input_value() == OLD
    number.fill(NEW)
    picture(writer, "contacts")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state("networkidle")
    picture(writer, "submitted")
    assert Change.objects.count() == log

    for name, step in (("reviewer", "点検"), ("approver", "承認")):
        window = window_of(name)
        page = window.open("/admin/approvals/")
        picture(window, f"queue-{name}")
        page.get_by_role("link", name=str(service)).click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1, h2").filter(has_text=step).first).to_be_visible()
        expect(page.locator("ins").filter(has_text=NEW).first).to_be_visible()
        picture(window, f"approval-{name}")
        assert read(site, "website", service.content_id) == before["website"]
        page.get_by_role("button", name="この内容を承認する").click()
        page.wait_for_load_state("networkidle")
        picture(window, f"approved-{name}")
        assert window.complaints == []

    for channel in channels:
        etag, item = read(site, channel, service.content_id)
        assert etag != before[channel][0]
        assert item["version"] == before[channel][1]["version"] + 1
        assert {contact["value"] for contact in item["contacts"]} >= {NEW}
        assert OLD not in json.dumps(item)
        assert Change.objects.filter(seq__gt=log, channel=channel, language__in=("ja", "mul")).count() == 1
    assert Change.objects.count() == log + 8
    assert writer.complaints == []
