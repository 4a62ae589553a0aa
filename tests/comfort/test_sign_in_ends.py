"""Nothing typed is lost when the sign-in ends while somebody writes: played in a real browser."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from catalog.models import Topic
from pages.models import Faq
from tests.chromium import Browser
from tests.editors import House, a_faq, a_topic
from tests.journeys.conftest import PASSWORD, picture

pytestmark = pytest.mark.django_db(transaction=True)
ENDED = "ログインが切れました。"
BACK = "ログインが切れる前の入力を戻しました。"


def open_form(browser: Browser, entry: Any) -> Page:
    """The writer's form of this entry, ready for typing."""
    where = (
        f"/admin/pages/{entry.pk}/edit/"
        if isinstance(entry, Faq)
        else f"/admin/snippets/catalog/topic/edit/{entry.pk}/"
    )
    page = browser.open(where)
    page.wait_for_timeout(2600)  # Wagtail looks for edits only after two seconds
    return page


def latest(entry: Any) -> Any:
    return type(entry).objects.get(pk=entry.pk).get_latest_revision_as_object()


def sign_in(page: Page, name: str = "writer") -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")


def wait_until_nothing_is_kept(page: Page) -> None:
    """The form lets go of what was typed once it is saved. (The site's policy forbids Playwright's own waiting.)"""
    for _ in range(75):
        if page.evaluate("Object.keys(sessionStorage).every(key => !key.startsWith('tomoshibi-typed'))"):
            return
        page.wait_for_timeout(200)
    raise AssertionError("What was typed is still kept, so it was not saved")


@pytest.mark.parametrize("make", [a_topic, a_faq], ids=["snippet", "page"])
def test_after_a_sign_in_in_another_tab_the_same_form_goes_on(house: House, browser: Browser, make: Any) -> None:
    entry = house.save_draft(make())
    field = "name_en" if make is a_topic else "question_en"
    browser.sign_in("writer", PASSWORD)
    page = open_form(browser, entry)
    page.get_by_role("tab", name=re.compile("英語|English")).first.click()
    Session.objects.all().delete()
    page.fill(f"#id_{field}", "Typed after the end")
    alert = page.get_by_role("alert").filter(has_text=ENDED)
    expect(alert).to_be_visible(timeout=15_000)
    picture(browser, "sign-in-ended")
    with page.context.expect_page() as opened:
        alert.get_by_role("link", name="新しいタブでログインする").click()
    other = opened.value
    sign_in(other)
    other.wait_for_url("**/sign-in/done/")
    expect(page.get_by_role("status").filter(has_text="ログインしました。")).to_be_visible(timeout=15_000)
    other.close()  # a tab in the background is told of its save when it is seen again
    page.bring_to_front()
    wait_until_nothing_is_kept(page)
    assert getattr(latest(entry), field) == "Typed after the end"


def test_after_a_reload_and_a_sign_in_the_typed_text_is_back(house: House, browser: Browser) -> None:
    entry = house.save_draft(a_topic())
    browser.sign_in("writer", PASSWORD)
    page = open_form(browser, entry)
    Session.objects.all().delete()
    page.fill("#id_name_ja", "切れたあとの題名")
    expect(page.get_by_role("alert").filter(has_text=ENDED)).to_be_visible(timeout=15_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    sign_in(page)
    expect(page.get_by_role("status").filter(has_text=BACK)).to_be_visible(timeout=15_000)
    assert page.input_value("#id_name_ja") == "切れたあとの題名"
    assert latest(entry).name_ja == "切れたあとの題名"


def test_what_somebody_else_saved_meanwhile_is_not_written_over_unasked(house: House, browser: Browser) -> None:
    entry = house.save_draft(a_topic())
    browser.sign_in("writer", PASSWORD)
    page = open_form(browser, entry)
    Session.objects.all().delete()
    page.fill("#id_name_ja", "わたしの題名")
    expect(page.get_by_role("alert").filter(has_text=ENDED)).to_be_visible(timeout=15_000)
    theirs = Topic.objects.get(pk=entry.pk).get_latest_revision_as_object()
    theirs.name_ja = "同僚の題名"
    theirs.save_revision(user=house.second_writer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    sign_in(page)
    alert = page.get_by_role("alert").filter(has_text="入力が残っています")
    expect(alert).to_be_visible(timeout=15_000)
    assert latest(entry).name_ja == "同僚の題名"
    alert.get_by_role("button", name="入力を戻す").click()
    expect(page.get_by_role("status").filter(has_text=BACK)).to_be_visible(timeout=15_000)
    assert latest(entry).name_ja == "わたしの題名"
    assert entry.revisions.filter(user=house.second_writer).exists()  # the colleague's version stands in the history


def test_signing_out_leaves_nothing_typed_behind(house: House, browser: Browser) -> None:
    browser.sign_in("writer", PASSWORD)
    page = browser.open("/admin/")
    page.evaluate("sessionStorage.setItem('tomoshibi-typed:/admin/x/', '{}')")
    page.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    page.wait_for_url("**/login/**")
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_only_who_is_signed_in_gets_a_token(house: House, client: Client) -> None:
    asked = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    assert client.get("/admin/sign-in/state/", **asked).status_code == 403
    client.force_login(house.writer)
    answer = client.get("/admin/sign-in/state/", **asked)
    assert answer.json()["person"] == str(house.writer.pk)
    assert "no-store" in answer["Cache-Control"]
    assert "このタブを閉じて" in client.get("/admin/sign-in/done/").text


def test_somebody_else_who_signs_in_saves_nothing_of_it(house: House, browser: Browser) -> None:
    entry = house.save_draft(a_topic())
    browser.sign_in("writer", PASSWORD)
    page = open_form(browser, entry)
    Session.objects.all().delete()
    page.fill("#id_name_ja", "書き手が打った題名")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="新しいタブでログインする").click(timeout=15_000)
    sign_in(opened.value, "second-writer")
    told = page.get_by_role("alert").filter(has_text="いまは「second-writer」さんとしてログインしています。")
    expect(told).to_be_visible(timeout=15_000)
    page.wait_for_timeout(500)
    assert latest(entry).name_ja == "さびしい・話を聞いてほしい"
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.input_value("#id_name_ja") == "さびしい・話を聞いてほしい"
