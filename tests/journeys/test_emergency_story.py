"""A wrong number at night, in real browsers: one person asks, another stops it, a third looks, an auditor reads it."""

from typing import Any

import pytest

from catalog.models import Service
from cms.override.models import EmergencyAction
from cms.workflow import roles
from tests.chromium import Browser
from tests.editors import House, a_faq, a_kids_text, a_service, person
from tests.journeys.conftest import picture
from tests.journeys.test_accessible import faults, fits

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 900}


def looked_at(window: Browser, name: str, within: str = ".house-page") -> None:
    """A picture of the screen, and nothing that axe or a narrow screen finds."""
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    picture(window, name)
    assert faults(window, within) == [], name
    assert fits(window), name
    window.page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_a_wrong_number_is_stopped_by_two_and_read_about_by_an_auditor(house: House, window_of: Any) -> None:
    service: Any = house.publish(a_service())
    house.publish(a_kids_text(service, title="なんでも話せる電話"))
    house.publish(a_faq("lonely", services=[service]))
    service = Service.objects.get(pk=service.pk)
    service.summary_ja = "どんな悩みでも、夜でも聞きます。"
    house.save_draft(service)
    person("auditor", roles.VIEWER)

    first = window_of("reviewer")
    page = first.open(f"/admin/emergencies/propose/{service.content_id}/")
    looked_at(first, "emergency-propose")
    page.get_by_label("利用者に害がある").check()
    page.get_by_label("なぜ待てないか(担当者だけが見ます").fill("別の人の電話番号が出ていると連絡があった。")
    page.get_by_role("button", name="緊急の停止を申し出る").click()
    page.get_by_text("まだ何も変わっていません").wait_for()
    assert Service.objects.get(pk=service.pk).live

    second = window_of("approver")
    page = second.open("/admin/")
    picture(second, "emergency-home")
    page.get_by_role("link", name="緊急に停止する: よりそいホットライン").click()
    page.get_by_text("関係する支援・相談窓口").or_(
        page.get_by_text("案内する支援・相談窓口から消えます")
    ).first.wait_for()
    looked_at(second, "emergency")
    page.get_by_role("button", name="すぐに停止する").click()
    page.get_by_text("行いました。").wait_for()
    assert not Service.objects.get(pk=service.pk).live

    third = window_of("second-approver")
    page = third.open("/admin/")
    looked_at(third, "emergency-home-after", "section[aria-labelledby=house-emergencies]")
    page.get_by_role("link", name="緊急に停止する: よりそいホットライン").click()
    page.get_by_label("必要な緊急の手続きだった").check()
    page.get_by_label("わかったこと").fill("番号を確かめた。別の番号になっていた。")
    looked_at(third, "emergency-review")
    page.get_by_role("button", name="事後の確認を記録する").click()
    page.get_by_text("事後の確認を記録しました").wait_for()
    assert EmergencyAction.objects.get().verdict == "right"
    third.open("/admin/emergencies/")
    looked_at(third, "emergencies")

    auditor = window_of("auditor")
    page = auditor.open("/admin/history/")
    looked_at(auditor, "history")
    page.get_by_role("link", name="変わったことばを見る").first.click()
    page.wait_for_load_state("networkidle")
    looked_at(auditor, "history-words")
    assert [window.complaints for window in (first, second, third, auditor)] == [[], [], [], []]


def test_a_withdrawal_shows_first_what_will_lose_the_item(house: House, window_of: Any) -> None:
    service: Any = house.publish(a_service())
    house.publish(a_faq("lonely", services=[service]))
    house.save_draft(a_faq("a-draft", question_ja="下書きの質問です。", services=[service]))
    writer = window_of("writer")
    page = writer.open(f"/admin/withdrawals/propose/{service.content_id}/")
    looked_at(writer, "withdrawal")
    page.get_by_role("button", name="取り下げを申し出る").click()
    page.get_by_text("別の担当者が確かめると").wait_for()
    approver = window_of("approver")
    approver.open("/admin/withdrawals/")
    looked_at(approver, "withdrawals")
    assert [writer.complaints, approver.complaints] == [[], []]
