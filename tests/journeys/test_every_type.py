"""Editors' stories: a text of each type is written in the real editor, passes every step, and reaches its readers.

An article has a story of its own: test_article_story.
"""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from api.delivery.models import Change
from pages.index import index_of
from tests.chromium import Browser
from tests.editors import House, a_service
from tests.journeys.conftest import picture
from tests.pictures import a_picture

pytestmark = pytest.mark.django_db(transaction=True)
FINAL = "確認と公開"


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def write(page: Page, field: str, text: str) -> None:
    """Into a plain field, or into the rich editor of that name."""
    plain = page.locator(f"#id_{field}")
    editor = page.locator(f"[data-contentpath='{field}'] [contenteditable=true]")
    if editor.count():
        editor.first.click()
        page.keyboard.type(text)
    else:
        plain.fill(text)


def choose(page: Page, field: str, name: str) -> None:
    """Pick one thing in Wagtail's dialogue."""
    page.locator(f"#{field}-chooser [data-chooser-action-choose]").first.click()
    page.locator(".modal.in, [role=dialog]").last.get_by_role("link", name=name).first.click()
    page.locator(f"#{field}-chooser [data-chooser-title]").filter(has_text=name).wait_for()


def finish(page: Page, slug: str, *channels: str) -> None:
    """The last tab: the public name and where it is to stand."""
    tab(page, FINAL)
    page.locator("#id_public_slug").fill(slug)
    for box in page.locator("input[name=channels]").all():
        box.set_checked(box.get_attribute("value") in channels)


def write_faq(page: Page) -> None:
    write(page, "question_ja", "夜、さびしくて眠れません。")
    write(page, "answer_ja", "話していい場所があります。")
    tab(page, "分類")
    page.get_by_label("さびしい・話を聞いてほしい").check()
    page.locator("#id_related_services-ADD").click()
    choose(page, "id_related_services-0-service", "よりそいホットライン")
    finish(page, "night", "website", "partners")


def write_message(page: Page) -> None:
    write(page, "headline_ja", "あなたへ")
    write(page, "author_ja", "担当大臣")
    write(page, "body_ja", "ひとりではありません。")
    write(page, "date", "2026-11-23")
    page.keyboard.press("Escape")
    choose(page, "id_portrait", "portrait")
    finish(page, "to-you", "website")


def write_notice(page: Page) -> None:
    write(page, "heading_ja", "年末年始の受付")
    write(page, "text_ja", "窓口の多くは12月29日から1月3日まで休みます。")
    write(page, "weight", "10")
    finish(page, "new-year", "website")


def write_index(page: Page) -> None:
    write(page, "introduction_ja", "よく寄せられる質問です。")
    finish(page, "faqs", "website")


#: type -> what the writer does in its form, where its document stands, and what it says there.
STORIES: dict[str, tuple[Callable[[Page], None], str, tuple[str, Any]]] = {
    "faq": (write_faq, "website/faqs/night", ("question", "夜、さびしくて眠れません。")),
    "message": (write_message, "website/messages/to-you", ("title", "あなたへ")),
    "notice": (write_notice, "website/notices/new-year", ("heading", "年末年始の受付")),
    "index": (write_index, "website/indexes/faqs", ("introduction", "よく寄せられる質問です。")),
}


def form_of(document_type: str) -> str:
    if document_type == "notice":
        return "/admin/snippets/pages/sitenotice/add/"
    if document_type == "index":
        return f"/admin/pages/{index_of('faq').pk}/edit/"
    return f"/admin/pages/add/pages/{document_type}/{index_of(document_type).pk}/"


@pytest.mark.parametrize("document_type", STORIES)
def test_a_text_of_each_type_goes_from_the_editor_to_its_readers(
    house: House, site: str, window_of: Callable[[str], Browser], document_type: str, settings: Any
) -> None:
    # A browser that types without a pause would press the button while a new page saves itself, and post it twice.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # test_article_story lets it save itself
    written, path, (field, said) = STORIES[document_type]
    house.publish(a_service())
    a_picture("portrait")
    address = form_of(document_type)
    log = Change.objects.count()

    writer = window_of("writer")
    page = writer.open(address)
    written(page)
    picture(writer, f"{document_type}-written")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state("networkidle")
    picture(writer, f"{document_type}-submitted")
    assert writer.complaints == []
    assert Change.objects.count() == log

    for name in ("reviewer", "approver"):
        window = window_of(name)
        page = window.open("/admin/approvals/")
        page.locator("main a[href*='/admin/approvals/']").first.click()
        page.wait_for_load_state("networkidle")
        picture(window, f"{document_type}-{name}")
        page.get_by_role("button", name="この内容を承認する").click()
        page.wait_for_load_state("networkidle")
        assert window.complaints == []

    with urllib.request.urlopen(f"{site}/api/v1/{path}") as answer:
        assert json.load(answer)[field] == said
