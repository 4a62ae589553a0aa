"""The story of a spoilt file, at the screen: it is read, checked, taken in with its bar, and taken back."""

from pathlib import Path

import pytest

from benchmarks.spreadsheet import spoilt
from catalog.models import Service
from tests.chromium import Browser
from tests.editors import House, a_service
from tests.journeys.conftest import PASSWORD, picture
from tests.journeys.test_accessible import faults, fits

pytestmark = pytest.mark.django_db(transaction=True)


def look(browser: Browser, name: str) -> None:
    """Nothing that axe finds, nothing that runs off a small screen; kept for a person to look at."""
    assert faults(browser, ".house-page") == [], name
    assert fits(browser), name
    browser.page.set_viewport_size({"width": 1280, "height": 900})
    picture(browser, name)


def test_a_spoilt_file_comes_in_and_goes_again(house: House, browser: Browser, tmp_path: Path) -> None:
    house.publish(a_service())
    file = tmp_path / "窓口の一覧.xlsx"
    file.write_bytes(spoilt(60))
    browser.sign_in(house.writer.username, PASSWORD)
    page = browser.open("/admin/spreadsheets/")
    look(browser, "spreadsheets")
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="ファイルを読む").click()
    page.wait_for_selector("text=取り込まない列が1あります:備考")
    look(browser, "spreadsheet-columns")
    page.get_by_role("button", name="何が変わるかを確かめる").click()
    page.wait_for_selector("text=まだ何も取り込んでいません", timeout=60_000)
    assert Service.objects.count() == 1
    look(browser, "spreadsheet-check")
    page.get_by_role("link", name="誤りがあって取り込めない行").click()
    page.wait_for_selector(".house-fault")
    page.get_by_role("button", name="下書きにする").click()
    page.wait_for_selector("text=新しい下書きを作った行", timeout=120_000)
    made = Service.objects.count()
    assert made > 50
    look(browser, "spreadsheet-written")
    page.get_by_role("button", name="この取り込みを全部取り消す").click()
    page.wait_for_selector("text=元に戻した行", timeout=120_000)
    assert Service.objects.count() == 1
    assert browser.complaints == []
