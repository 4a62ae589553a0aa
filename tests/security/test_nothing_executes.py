"""Sixty attacks through the editor's form, the import and the rows themselves: no HTML of any answer runs anything."""

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from catalog.imports.area_rows import read_areas
from catalog.imports.areas import load_areas
from cms.publication.builders import blocks, rich_text, rich_texts
from pages.models import Article, Faq, Message
from pages.starter import import_starter
from tests.chromium import Browser
from tests.editors import House, a_service
from tests.pages.forms import Blocks, body_fields, linked, page_added, rich, typed
from tests.pictures import a_picture
from tests.security.attacks import ATTACKS
from tests.security.executing import html_of_every_answer, look
from tests.starter import without_concepts

pytestmark = pytest.mark.django_db(transaction=True)


def every_block(attack: str, service: Any, picture: Any, *, as_posted: bool) -> Blocks:
    """The attack in every place of every block; rich text as the editor posts it, or as it stands in the database."""
    texts = [typed(attack), *_pasted(attack), linked(attack)] if as_posted else [f"<p>文</p>{attack}"]
    named = (service.pk, picture.pk) if as_posted else (str(service.content_id), str(picture.content_id))
    return [
        ("heading", attack[:110]),
        *(("text", text) for text in texts),
        ("list", {"ordered": "", "items": [attack]}),
        ("image", {"picture": named[1], "decorative": "", "alt": attack, "caption": attack}),
        ("quote", {"text": attack, "source": attack}),
        ("service", {"service": named[0], "label": attack[:200]}),
        *(("notice", {"kind": "warning", "text": text}) for text in texts),
    ]


def _pasted(attack: str) -> list[str]:
    """As Draftail takes up HTML, where it can read it at all."""
    try:
        return [rich(f"<p>文</p>{attack}")]
    except AssertionError:  # Wagtail's converter wants its tags closed
        return []


def stored(body: Blocks) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in body])


def published_from_forms(house: House) -> None:
    """What a writer posts: articles, a FAQ and a message; then the whole way to the readers."""
    service, picture = house.publish(a_service()), a_picture()
    client = Client()
    client.force_login(house.writer)
    both = ["website", "partners"]
    for start in range(0, len(ATTACKS), 20):
        body = [
            one
            for attack in ATTACKS[start : start + 20]
            for one in every_block(attack, service, picture, as_posted=True)
        ]
        fields = {"headline_ja": ATTACKS[start][:110], "summary_ja": ATTACKS[start], "author_name_ja": "人"}
        fields |= {"portrait": str(picture.pk), "public_slug": f"attack-{start}", "kind": "expert"}
        house.publish(page_added(client, Article, **fields, **body_fields(ja=body, en=body), channels=both))
    whole = "".join(ATTACKS)
    answers = {"answer_ja": typed(whole), "answer_en": linked(ATTACKS[22])}
    house.publish(
        page_added(client, Faq, question_ja=ATTACKS[0], public_slug="attack-faq", **answers, channels=both),
    )
    message = {"headline_ja": ATTACKS[1], "author_ja": "大臣", "date": "2026-11-24", "public_slug": "attack-message"}
    house.publish(page_added(client, Message, **message, body_ja=typed(whole), channels=["website"]))


def published_from_rows(house: House) -> None:
    """Past every form: what somebody wrote into the columns."""
    service, picture = house.publish(a_service()), a_picture()
    body = [one for attack in ATTACKS for one in every_block(attack, service, picture, as_posted=False)]
    house.publish(
        Article(
            headline_ja=ATTACKS[0],
            author_role_ja="人",
            public_slug="attack-rows",
            body_ja=stored(body),
            body_vi=stored(body),
        )
    )
    for number, attack in enumerate(ATTACKS):
        answer = f"<p>文</p>{attack}"
        house.publish(Faq(question_ja="問い", answer_ja=answer, answer_en=answer, public_slug=f"attack-{number}"))


def published_from_import(folder: Path, settings: Any) -> None:
    """What a starter folder brings, put live as a demo."""
    without_concepts(folder)
    _keep(folder, "services.json", lambda rows: [row for row in rows if row["id"] == "emergency-110"])
    _keep(folder, "emergency.json", lambda sets: {channel: ["emergency-110"] for channel in sets})
    _keep(folder, "messages.json", lambda rows: [{**rows[0], "body_ja": "".join(ATTACKS)}])
    bare = {"topics": [], "related_services": []}
    _keep(
        folder,
        "articles.json",
        lambda rows: [
            {**rows[0], **bare, "slug": f"attack-{n}", "title_ja": attack[:110], "summary_ja": attack}
            | {"body_ja": f"<p>文</p>{attack}", "body_en": f"<h2>{attack}</h2><ul><li>{attack}</li></ul>{attack}"}
            for n, attack in enumerate(ATTACKS)
        ],
    )
    _keep(
        folder,
        "faqs.json",
        lambda rows: [
            {**rows[0], **bare, "slug": f"attack-{n}", "answer_ja": attack} for n, attack in enumerate(ATTACKS)
        ],
    )
    load_areas([row for row in read_areas(folder / "areas.csv", []) if row.code == "130001"])
    import_starter(folder)
    settings.TOMOSHIBI_DEMO = True
    call_command("demo_publish")


def _keep(folder: Path, name: str, edit: Any) -> None:
    file = folder / name
    file.write_text(json.dumps(edit(json.loads(file.read_text())), ensure_ascii=False))


def test_nothing_that_a_form_takes_executes(house: House, browser: Browser) -> None:
    published_from_forms(house)
    htmls = html_of_every_answer()
    assert [attack for attack in ATTACKS if f"<li>{escape(attack)}</li>" not in "".join(htmls)] == []
    assert look(browser.page, htmls) == {"fired": 0, "told": []}


def test_nothing_that_stands_in_a_row_executes(house: House, browser: Browser) -> None:
    published_from_rows(house)
    htmls = html_of_every_answer()
    assert [attack for attack in ATTACKS if f"<li>{escape(attack)}</li>" not in "".join(htmls)] == []
    assert look(browser.page, htmls) == {"fired": 0, "told": []}


def test_nothing_that_is_imported_executes(house: House, browser: Browser, tmp_path: Path, settings: Any) -> None:
    published_from_import(tmp_path / "starter", settings)
    assert Article.objects.filter(live=True).count() == Faq.objects.filter(live=True).count() == len(ATTACKS)
    htmls = html_of_every_answer()
    assert look(browser.page, htmls) == {"fired": 0, "told": []}


def test_without_cleaning_the_same_texts_do_execute(
    house: House, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is looked for is found where nobody cleans."""

    def as_it_came(stored_text: str) -> rich_text.Rich:
        return rich_text.Rich(stored_text, stored_text)

    for module in (blocks, rich_texts):
        monkeypatch.setattr(module, "clean", as_it_came)
    monkeypatch.setattr(blocks, "escape", str)
    published_from_rows(house)
    htmls = [html for html in html_of_every_answer() if len(html) < 1000]  # each alone, or the browser gives up
    found = look(browser.page, htmls)
    assert found["fired"] > 10
    assert len(found["told"]) > len(ATTACKS)
    alone = look(browser.page, list(ATTACKS))["told"]
    harmless = [attack for attack in ATTACKS if not any(told.endswith(attack) for told in alone)]
    # A browser reads these two as plain addresses: they are meant for whoever writes attributes anew without escaping.
    assert len(harmless) == 2
    assert all("https://x.test/" in attack and ("'" in attack or "&quot;" in attack) for attack in harmless)
