"""Saved views: kept under a name, seen above the list, shared or not, and nobody else's to change. Over HTTP."""

from typing import Any

import pytest
from django.test import Client

from catalog.publishable import Entry
from cms.listing import saved
from cms.listing.models import SavedView
from cms.publication.sources import ENTRY_MODELS
from pages.models import Index
from tests.editors import House, a_service
from tests.spreadsheets.desk import refused

LIST = "/admin/snippets/catalog/service/"
NEW = "/admin/listing/views/new/"


def browser_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_view_is_kept_shown_renamed_and_deleted(house: House) -> None:
    house.save_draft(a_service())
    writer = browser_of(house.writer)
    assert "この見かたを保存する" in writer.get(f"{LIST}results/", {"state": "draft"}).content.decode()
    sent = {"list": "catalog.service", "query": "state=draft&q=0120&ordering=kana&evil=1&p=3", "name": "下書き"}
    answer = writer.post(NEW, sent)
    assert answer["Location"] == f"{LIST}?ordering=kana&q=0120&state=draft"
    view = SavedView.objects.get()
    page = writer.get(answer["Location"]).content.decode()
    # Keeping a view looks at the filters before they know their model: they must not lose their names by that.
    assert "対象の地域" in page
    assert "Coverage kind" not in page
    assert 'aria-current="page">下書き</a>' in page
    assert "下書き</a>" not in browser_of(house.second_writer).get(LIST).content.decode()
    writer.post(f"/admin/listing/views/{view.pk}/", {"name": "電話の下書き", "shared": "on"})
    assert "電話の下書き</a> (みんなの見かた)" in browser_of(house.second_writer).get(LIST).content.decode()
    writer.post(f"/admin/listing/views/{view.pk}/", {"do": "delete"})
    assert not SavedView.objects.exists()


def test_nobody_changes_somebody_elses_view(house: House) -> None:
    view = SavedView.objects.create(person=house.writer, list="catalog.service", name="私の", query="q=1", shared=True)
    other = browser_of(house.second_writer)
    address = f"/admin/listing/views/{view.pk}/"
    assert refused(other.get(address))
    assert refused(other.post(address, {"do": "delete"}))
    assert refused(other.get("/admin/listing/views/999999/"))
    assert SavedView.objects.filter(name="私の").exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(house: House) -> None:
    SavedView.objects.create(person=house.writer, list="catalog.service", name="下書き", query="q=1")
    writer = browser_of(house.writer)
    sent = {"list": "catalog.service", "query": "q=2", "name": "下書き"}
    page = writer.post(NEW, sent).content.decode()
    assert "もうあります" in page
    assert 'value="下書き"' in page
    assert 'value="q=2"' in page
    assert "名前を入れてください" in writer.post(NEW, {**sent, "name": " "}).content.decode()
    assert SavedView.objects.count() == 1


def test_a_list_that_one_may_not_read_has_no_views(house: House) -> None:
    keeper = browser_of(house.administrator)
    assert refused(keeper.post(NEW, {"list": "catalog.service", "query": "q=1", "name": "x"}))
    assert refused(browser_of(house.writer).get(NEW, {"list": "auth.user", "query": "q=1"}))
    assert not SavedView.objects.exists()


def test_every_list_can_have_views(house: House) -> None:
    writer = browser_of(house.writer)
    for list_, asked in [
        ("catalog.topic", "q=a"),
        ("catalog.concept", "crisis=danger"),
        ("pages.kidstext", "ordering=title"),
    ]:
        answer = writer.post(NEW, {"list": list_, "query": asked, "name": "見かた"})
        assert answer.status_code == 302, list_
        assert writer.get(answer["Location"]).status_code == 200
        assert SavedView.objects.get(list=list_).query == asked


@pytest.mark.parametrize("model", [one for one in ENTRY_MODELS if one is not Index], ids=lambda model: model.__name__)
def test_every_list_is_narrowed_down_and_kept(house: House, model: type[Entry]) -> None:
    draft = house.save_draft(house.draft_of(model))
    listed = saved.lists()[model._meta.label_lower]
    writer = browser_of(house.writer)
    for state, found in (("draft", [draft.pk]), ("gone", [])):
        page = writer.get(listed.url, {"state": state})
        assert [row.pk for row in page.context["object_list"]] == found
        assert "この見かたを保存する" in page.content.decode()
    answer = writer.post(NEW, {"list": listed.key, "query": "state=draft", "name": "途中のもの"})
    assert 'aria-current="page">途中のもの</a>' in writer.get(answer["Location"]).content.decode()
