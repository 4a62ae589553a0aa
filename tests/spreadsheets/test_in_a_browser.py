"""The story of a spoilt file, at the screen: it is read, checked, taken in with its bar, and taken back."""

from pathlib import Path

import pytest

from benchmarks.spreadsheet import spoilt_rows
from catalog.models import Service
from tests.chromium import Browser
from tests.editors import House, a_service
from tests.journeys.conftest import PASSWORD, picture
from tests.journeys.test_accessible import faults, fits
from tests.spreadsheets.desk import a_csv

pytestmark = pytest.mark.django_db(transaction=True)


def look(browser: Browser, name: str) -> None:
    """Nothing that axe finds, nothing that runs off a small screen; kept for a person to look at."""
    assert faults(browser, ".house-page") == [], name
    assert fits(browser), name
    browser.page.set_viewport_size({"width": 1280, "height": 900})
    picture(browser, name)


def _csv(rows: int) -> bytes:
    """As an office saves it: in CP932, with formulas, full-width digits and much that is wrong."""
    return a_csv(list(spoilt_rows(rows, each=6)), "cp932")


def test_a_spoilt_file_comes_in_and_goes_again(house: House, browser: Browser, tmp_path: Path, rows: int) -> None:
    house.publish(a_service())
    file, patience = tmp_path / "窓口の一覧.csv", 60_000 + 300 * rows
    file.write_bytes(_csv(rows))
    browser.sign_in(house.writer.username, PASSWORD)
    page = browser.open("/admin/spreadsheets/")
    look(browser, "spreadsheets")
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="ファイルを読む").click()
    page.wait_for_selector("text=取り込まない列が1あります:備考", timeout=patience)
    look(browser, "spreadsheet-columns")
    page.get_by_role("button", name="何が変わるかを確かめる").click()
    _while_it_works(browser, "spreadsheet-checking", rows)
    page.wait_for_selector("text=まだ何も取り込んでいません", timeout=patience)
    assert Service.objects.count() == 1
    look(browser, "spreadsheet-check")
    page.get_by_role("link", name="誤りがあって取り込めない行").click()
    page.wait_for_selector(".house-fault")
    look(browser, "spreadsheet-faults")
    page.get_by_role("button", name="下書きにする").click()
    _while_it_works(browser, "spreadsheet-working", rows)
    page.wait_for_selector("text=新しい下書きを作った行", timeout=patience)
    made = Service.objects.exclude(live=True)
    assert made.count() > 0.8 * rows
    assert made.filter(summary_ja__startswith="=HYPERLINK").exists()  # a text as any other, and safe to take out again
    assert set(made.values_list("contact_points__channel", flat=True)) == {"phone", "web_form"}
    page.get_by_role("link", name=made.earliest("pk").name_ja).wait_for()  # each draft is a link, with others left out
    look(browser, "spreadsheet-written")
    page.get_by_role("button", name="この取り込みを全部取り消す").click()
    _while_it_works(browser, "spreadsheet-undoing", rows)
    page.wait_for_selector("text=元に戻した行", timeout=patience)
    look(browser, "spreadsheet-undone")
    assert Service.objects.count() == 1
    assert browser.complaints == []


def _while_it_works(browser: Browser, name: str, rows: int) -> None:
    """The bar half-way, where there are enough rows for anybody to see it."""
    bar = browser.page.locator("progress")
    if rows < 1000:
        return
    bar.wait_for(timeout=60_000)
    while bar.count() and float(bar.get_attribute("value") or 0) < rows / 2:
        browser.page.wait_for_timeout(300)
    picture(browser, name)
