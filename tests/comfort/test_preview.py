"""The preview beside the form: every type, channel and language, from what is typed and not saved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api.delivery.models import Change
from catalog.models import EmergencySet, Service
from catalog.publishable import Entry
from cms.preview.modes import modes
from cms.preview.show import NO_KIDS_WORDS, NOT_HERE
from pages.index import index_of
from pages.models import Article, Faq, Message, SiteNotice
from tests.catalog.editing import add_form, edit_form, fill, url
from tests.editors import MAKERS, House, a_faq, a_kids_text, a_service, a_topic, in_every_language

#: Where a complete draft says nothing yet: kids are told in words of their own, and each crisis route has one channel.
UNTOLD_KIDS = {"kids:ja"}
SILENT: dict[type[Entry], set[str]] = {
    **dict.fromkeys((Service, Faq, Article, Message, SiteNotice), UNTOLD_KIDS),
    EmergencySet: {"partners:mul"},
}
pytestmark = pytest.mark.django_db


def type_in(client: Client, entry: Entry, **typed: Any) -> str:
    """The panel sends the form as it stands, and fetches from the address that this gives back."""
    where = url(type(entry), "preview_on_edit", entry.pk)
    data = fill(edit_form(client, entry), **typed)
    answer = client.post(where, data.urlencode(), content_type="application/x-www-form-urlencoded")
    assert answer.json() == {"is_valid": True, "is_available": True}
    return where


def shown(client: Client, entry: Entry, mode: str, **typed: Any) -> Any:
    return client.get(type_in(client, entry, **typed), {"mode": mode})


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_every_type_is_shown_in_every_mode(house: House, client: Client, model: type[Entry]) -> None:
    entry = house.save_draft(in_every_language(house.draft_of(model)))
    client.force_login(house.writer)
    told = modes(entry)
    assert told
    changes = Change.objects.count()
    where = type_in(client, entry)
    for name, label in told:
        answer = client.get(where, {"mode": name})
        assert answer.status_code == 200, (name, answer)
        assert label in answer.text
        assert "まだ表示を作れません" not in answer.text, name
        silent = any(said in answer.text for said in (NO_KIDS_WORDS, NOT_HERE))
        assert silent == (name in SILENT.get(model, set())), (name, answer.text)
    assert Change.objects.count() == changes


@pytest.mark.parametrize("mode", ["website:ja", "website:en", "kids:ja", "partners:mul"])
def test_opening_hours_are_told_in_words(house: House, client: Client, mode: str) -> None:
    service: Any = a_service()
    contacts = list(service.contact_points.all())
    contacts[0].hours = "Mo-Fr 09:00-17:00; PH off"
    service.contact_points = contacts
    live = house.publish(service)
    house.publish(a_kids_text(live))
    client.force_login(house.writer)
    page = shown(client, live, mode).text
    assert "月〜金 9:00〜17:00、祝日 休み" in page
    assert "Mo-Fr" not in page


def test_the_answer_is_kept_nowhere_and_framed_by_our_form_alone(house: House, client: Client) -> None:
    entry = house.save_draft(a_topic())
    client.force_login(house.writer)
    answer = shown(client, entry, "website:en")
    assert '<html lang="en">' in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    other = client.get("/admin/")
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert "frame-src 'self'" in other["Content-Security-Policy"]


@pytest.mark.parametrize("make", [a_topic, a_faq])
def test_who_may_not_edit_sees_no_preview(house: House, client: Client, make: Any) -> None:
    entry = house.save_draft(make())
    client.force_login(house.administrator)
    where = url(type(entry), "preview_on_edit", entry.pk)
    assert client.get(where, {"mode": "website:ja"}).status_code == 302
    assert client.post(where, {}).status_code == 302
    client.logout()
    assert client.get(where, {"mode": "website:ja"})["Location"].startswith("/admin/login/")


def test_an_incomplete_draft_says_what_is_missing(house: House, client: Client) -> None:
    entry = house.save_draft(Service(name_ja=""))
    client.force_login(house.writer)
    where = type_in(client, entry)
    for name, _label in modes(entry):
        answer = client.get(where, {"mode": name})
        assert answer.status_code == 200
        assert "足りないもの" in answer.text
        assert "「公開URLの名前」を入れてください。" in answer.text


def test_an_unknown_mode_is_not_found(house: House, client: Client) -> None:
    entry = house.save_draft(a_topic())
    client.force_login(house.writer)
    assert shown(client, entry, "website:xx").status_code == 404


def test_kids_read_the_words_for_kids_and_nothing_else(house: House, client: Client) -> None:
    service = house.save_draft(a_service())
    client.force_login(house.writer)
    assert "こども向けの文がまだありません" in shown(client, service, "kids:ja").text
    house.save_draft(a_kids_text(service), by=house.kids)
    told = shown(client, service, "kids:ja").text
    assert "こまったら、電話していいよ。" in told
    assert "どんな悩みでも聞きます。" not in told


def test_a_text_without_translation_is_marked_as_what_it_is(house: House, client: Client) -> None:
    service = house.save_draft(a_service())
    client.force_login(house.writer)
    told = shown(client, service, "website:ko").text
    assert "訳がないため、日本語で出ます" in told
    assert "0120-279-338" in told


def test_what_is_typed_is_shown_escaped(house: House, client: Client) -> None:
    service = house.save_draft(a_service())
    client.force_login(house.writer)
    told = shown(client, service, "website:ja", summary_ja="<script>alert(1)</script> & なにか").text
    assert "なにか" not in client.get(url(Service, "edit", service.pk)).text
    assert "<script" not in told
    assert "&lt;script&gt;" in told


@pytest.mark.parametrize(("model", "typed"), [(Service, "name_ja"), (Faq, "question_ja")])
def test_what_was_never_saved_is_shown_too(house: House, client: Client, model: Any, typed: str) -> None:
    client.force_login(house.writer)
    page = ["pages", "faq", index_of("faq").pk]
    where = reverse("wagtailadmin_pages:preview_on_add", args=page) if model is Faq else url(model, "preview_on_add")
    data = fill(add_form(client, model), **{typed: "はじめての題名"})
    answer = client.post(where, data.urlencode(), content_type="application/x-www-form-urlencoded")
    assert answer.json()["is_available"]
    assert "はじめての題名" in client.get(where, {"mode": "website:ja"}).text
    assert not model.objects.exists()
