"""The owner's story in a real browser, on a telephone's screen: a letter, a correction, two people, live."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from catalog.models import Service
from cms.verification import answering, asking, limits
from tests.chromium import Browser, watch
from tests.editors import House
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import faults, fits
from tests.verification.desk import TO, contact_field, listing

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_desk_corrects_its_number_from_a_telephone(
    house: House, site: str, window_of: Callable[[str], Browser], settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = site
    limits.forget()
    service = listing(house)
    mail.outbox.clear()

    writer = window_of("writer")
    page = writer.open(f"/admin/verification/ask/?id={service.pk}")
    assert faults(writer, ".house-page") == []
    page.get_by_label("窓口のメールアドレス").fill(TO)
    picture(writer, "ask-owner")
    page.get_by_role("button", name="リンクを作る").click()
    page.wait_for_load_state("networkidle")
    picture(writer, "ask-owner-links")
    assert faults(writer, ".house-page") == []
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/verify/" in line).removeprefix(site)

    context = page.context.browser.new_context(  # type: ignore[union-attr]
        locale="ja-JP", viewport={"width": 320, "height": 640}, java_script_enabled=True
    )
    desk = Browser(context.new_page(), site)
    watch(desk)
    shown = desk.open(link)
    assert faults(desk, "html") == []
    assert fits(desk)
    picture(desk, "owner-page")
    name = contact_field(service, "value")
    row = shown.locator(".fact", has=shown.locator(f"#{name}"))
    row.locator("summary").click()
    shown.fill(f"#{name}", "0120-279")
    shown.fill("#message", "来月からこの番号です。")
    shown.get_by_role("button", name="直しを送る").click()
    shown.wait_for_load_state("networkidle")
    assert "桁の並び" in shown.content()
    assert shown.input_value(f"#{name}") == "0120-279"
    assert faults(desk, "html") == []
    assert fits(desk)
    picture(desk, "owner-page-faults")
    shown.fill(f"#{name}", "0120-279-339")
    shown.check("#looked")
    shown.get_by_role("button", name="直しを送る").click()
    shown.wait_for_load_state("networkidle")
    assert "受け付けました" in shown.content()
    assert faults(desk, "html") == []
    assert fits(desk)
    picture(desk, "owner-received")
    assert context.cookies() == []

    page = writer.open("/admin/verification/")
    assert faults(writer, ".house-page") == []
    picture(writer, "owner-requests")
    page.get_by_role("link", name=str(service)).click()
    page.wait_for_load_state("networkidle")
    assert faults(writer, ".house-page") == []
    picture(writer, "owner-request")
    assert fits(writer)
    assert Service.objects.get(pk=service.pk).contact_points.get().value == "0120-279-338"
    live = house.submit(Service.objects.get(pk=service.pk))
    for who in (house.reviewer, house.approver):
        house.say_yes(live, by=who)
    assert Service.objects.get(pk=service.pk).contact_points.get().value == "0120-279-339"
    # The desk's refused answers are answers that a browser calls errors.
    assert [line for line in desk.complaints if "422" not in line] == []
    assert writer.complaints == []


def test_the_other_screens(house: House, site: str, window_of: Callable[[str], Browser]) -> None:
    service = listing(house)
    asked = asking.ask(service, TO, person=house.writer, at=timezone.now(), by_mail=False).request
    live = Service.objects.get(pk=service.pk)
    answering.take(asked, "confirmed", [], message="", seen_facts=answering.seen(live), at=timezone.now())
    listing(house, "second-desk", name_ja="もう一つの窓口")
    reviewer = window_of("reviewer")
    reviewer.open("/admin/verification/unchanged/")
    assert faults(reviewer, ".house-page") == []
    picture(reviewer, "owner-unchanged")
    assert fits(reviewer)
    writer = window_of("writer")
    writer.open("/admin/verification/overdue/")
    assert faults(writer, "#listing-results") == []
    picture(writer, "overdue-report")
    assert fits(writer)
    writer.page.set_viewport_size({"width": 1280, "height": 900})
    writer.open("/admin/")
    picture(writer, "review-panel")
    assert writer.complaints == reviewer.complaints == []
