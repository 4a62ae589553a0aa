"""English as well: who chooses it gets every screen in English; nobody else notices, and no document does."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.publication.drift import drift
from cms.workflow.digest import digest
from tests.editors import House, a_service


def at_work(person: Any, language: str = "") -> Client:
    """A browser of this person, who chose this language in their account."""
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
    client = Client(headers={"accept-language": "ja"})
    client.force_login(person)
    return client


def test_the_account_offers_japanese_and_english(house: House) -> None:
    page = at_work(house.writer).get("/admin/account/").content.decode()
    assert ">English<" in page
    assert ">日本語<" in page


def test_each_person_reads_their_own_language(house: House) -> None:
    service = house.save_draft(a_service())
    english, japanese = at_work(house.writer, "en"), at_work(house.second_writer)
    paths = ["/admin/", "/admin/approvals/", reverse("wagtailsnippets_catalog_service:edit", args=[service.pk])]
    for path in paths:
        told, said = english.get(path), japanese.get(path)
        assert (told.status_code, said.status_code) == (200, 200)
        assert 'lang="en"' in told.content.decode()[:600]
        assert 'lang="ja"' in said.content.decode()[:600]
    words = {"Kids' site": "こどもサイト", "Save draft": "下書きを保存", "Opening hours": "受付時間"}
    for ours, theirs in words.items():
        assert ours in unescape(told.content.decode())
        assert ours not in unescape(said.content.decode())
        assert theirs in said.content.decode()
    assert ">下書きを保存<" not in told.content.decode()


def test_scripts_get_the_words_of_the_same_language(house: House) -> None:
    assert "Toggle sidebar" not in at_work(house.writer, "en").get("/admin/jsi18n/").content.decode()
    said = at_work(house.second_writer).get("/admin/jsi18n/").content.decode()
    assert r'"Toggle sidebar": "\u30b5\u30a4\u30c9\u30d0\u30fc' in said


@pytest.mark.django_db(transaction=True)
def test_what_goes_live_is_the_same_whatever_language_the_approver_reads(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    for person in (house.reviewer, house.approver):
        seen = digest(service.get_latest_revision_as_object())
        told = at_work(person, "en").post(
            reverse("approval", args=[service.current_workflow_task_state.pk]),
            {"answer": "approve", "digest": seen, "comment": ""},
            follow=True,
        )
        assert told.status_code == 200
        service = type(service).objects.get(pk=service.pk)
    assert service.live
    assert list(drift()) == []  # built anew in Japanese, every byte is the same
