"""An article in a real browser, under the site's own script policy: every block is added, saved and published."""

import os

import pytest
from playwright.sync_api import Page

from pages.index import index_of
from pages.models import Article
from tests.chromium import Browser
from tests.delivery.reader import ask
from tests.editors import House, a_service
from tests.pictures import a_picture

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "とても長い合言葉です"


def picture(page: Page, name: str) -> None:
    """Kept where PICTURES names a folder, for a person to look at."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


class Body:
    """The blocks of one language, as a writer adds them."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.count = 0

    def add(self, label: str) -> str:
        """Add a block at the end and give the prefix of its fields."""
        field = self.page.locator(f"[data-contentpath='{self.name}']").last
        field.locator("button[data-streamfield-stream-block-add], button.c-sf-add-button").last.click()
        self.page.get_by_role("option", name=label, exact=True).last.click()
        prefix = f"{self.name}-{self.count}-value"
        self.count += 1
        return prefix

    def write(self, prefix: str, text: str) -> None:
        """Type into a rich text."""
        editor = self.page.locator(f"#{prefix}").locator("xpath=..").locator("[contenteditable=true]").first
        editor.click()
        self.page.keyboard.type(text)
        self.page.wait_for_timeout(500)  # the editor hands its text on after a pause


def choose(page: Page, field: str, name: str) -> None:
    """Pick something in the dialogue of a chooser."""
    page.locator(f"#{field}-chooser [data-chooser-action-choose]").first.click()
    dialogue = page.locator(".modal.in, [role=dialog]").last
    dialogue.get_by_role("link", name=name).first.click()
    page.locator(f"#{field}-chooser .chosen, #{field}-chooser [data-chooser-title]").first.wait_for()
    page.wait_for_timeout(500)


def test_every_block_can_be_written_and_goes_live(house: House, browser: Browser) -> None:
    service = house.publish(a_service())
    shown = a_picture("会議室")
    index = index_of("article")
    browser.sign_in("writer", PASSWORD)
    page = browser.open(f"/admin/pages/add/pages/article/{index.pk}/")
    page.fill("#id_headline_ja", "小さく始める")
    page.fill("#id_author_role_ja", "専門職")
    body = Body(page, "body_ja")
    page.fill(f"#{body.add('見出し')}", "はじめに")
    body.write(body.add("文章"), "まず一歩。")
    lines = body.add("箇条書き")
    page.fill(f"#{lines}-items-0-value", "あいさつをする")
    quote = body.add("引用")
    page.fill(f"#{quote}-text", "ひとりじゃない")
    notice = body.add("囲み")
    body.write(f"{notice}-text", "無理はしない。")
    image = body.add("画像")
    choose(page, image + "-picture", "会議室")
    page.fill(f"#{image}-alt", "明るい会議室")
    link = body.add("支援・相談窓口へのリンク")
    choose(page, link + "-service", str(service))
    picture(page, "article-blocks")
    page.get_by_role("tab", name="確認と公開").click()
    page.fill("#id_public_slug", "small-steps")
    # By now it has saved itself. A click while that is under way would post the form of a new page a second time.
    page.wait_for_url("**/edit/**")
    page.get_by_role("button", name="下書きを保存").click()
    page.wait_for_load_state("networkidle")
    assert browser.complaints == []
    picture(page, "article-saved")

    article = Article.objects.get()
    draft = article.get_latest_revision_as_object()
    assert [block["type"] for block in draft.body_in("ja")] == [
        "heading", "text", "list", "quote", "notice", "image", "service",
    ]  # fmt: skip
    house.submit(article)
    for person in (house.reviewer, house.approver):
        article.refresh_from_db()
        house.say_yes(article, by=person)
    answer = ask("/api/v1/website/articles/small-steps").json["body"]
    assert answer["text"] == "はじめに\nまず一歩。\n・あいさつをする\nひとりじゃない\n無理はしない。\n明るい会議室"
    assert answer["blocks"][5]["picture"]["alt"] == "明るい会議室"
    assert answer["blocks"][5]["picture"]["colour"] == shown.colour
    assert answer["blocks"][6]["service"]["title"] == str(service)
