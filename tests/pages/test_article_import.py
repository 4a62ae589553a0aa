"""The starter's articles: HTML becomes blocks, twice the same, and an editor's untouched save is no change."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from cms.workflow.digest import digest
from pages.imported_body import blocks_of
from pages.models import Article
from pages.starter import import_starter
from tests.catalog.editing import fill
from tests.pages.forms import body_fields, page_edited, page_form, rich
from tests.starter import without_concepts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<h2>見出し <b>強い</b></h2>", [("heading", "見出し 強い")]),
        ("<p>一</p>\n<p>二</p>", [("text", "<p>一</p><p>二</p>")]),
        ("<ul><li>一</li><li> 二 </li></ul>", [("list", {"ordered": False, "items": ["一", "二"]})]),
        ("<ol><li><b>強い</b></li></ol>", [("text", "<ol><li><b>強い</b></li></ol>")]),
        ("<blockquote><p>一</p><p>二</p></blockquote>", [("quote", {"text": "一\n二", "source": ""})]),
        ("はだかの文<p>二", [("text", "<p>はだかの文</p><p>二</p>")]),
        ("<script>alert(1)</script><p></p>", []),
        ('<p><a href="https://x.jp/">よそ</a></p>', [("text", '<p><a href="https://x.jp/">よそ</a></p>')]),
    ],
)
def test_html_becomes_blocks(html: str, blocks: list[tuple[str, object]]) -> None:
    assert [(block["type"], block["value"]) for block in blocks_of(html)] == blocks


def test_the_starters_articles_arrive_and_an_untouched_save_is_no_change(editor: Client, tmp_path: Path) -> None:
    call_command("load_areas")
    folder = without_concepts(tmp_path / "starter")
    import_starter(folder)
    article = Article.objects.get(public_slug="why-loneliness-happens-to-anyone")
    draft = article.get_latest_revision_as_object()
    assert Article.objects.count() == 5
    assert [other.get_latest_revision_as_object().problems() for other in Article.objects.all()] == [[]] * 5
    assert [block["type"] for block in draft.body_in("en")][:2] == ["heading", "text"]

    blocks = {
        language: [
            (block["type"], rich(block["value"]) if block["type"] == "text" else block["value"])
            for block in draft.body_in(language)
        ]
        for language in ("ja", "en")
    }
    saved = page_edited(editor, article, fill(page_form(editor, article), **body_fields(**blocks)))
    assert "data-block-key" in str(saved.body_ja.raw_data[1]["value"])
    assert digest(saved) == digest(draft)
    assert saved.translation_state("body", "en") == "draft"
    again = import_starter(folder)
    assert again.created.total() == again.changed.total() == 0
    assert again.edited == []
