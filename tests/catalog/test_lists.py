"""The editors' lists of the catalog."""

import pytest
from django.test import Client

from catalog.models import Concept, Organization, Service, Topic
from tests.catalog.editing import url


@pytest.fixture
def services(db: None) -> None:
    Service(name_ja="確認中の窓口", kana="かくにんちゅう", kind="consultation", unverified_note="番号を確かめる").save()
    Service(name_ja="済んだ窓口", kana="すんだ", kind="loan").save()


def listed(editor: Client, **query: str) -> str:
    return editor.get(url(Service, "list_results"), query).content.decode()


def test_services_can_be_filtered_by_what_is_still_to_be_checked(editor: Client, services: None) -> None:
    unverified, verified = listed(editor, unverified="true"), listed(editor, unverified="false")

    assert "確認中の窓口" in unverified
    assert "済んだ窓口" not in unverified
    assert "済んだ窓口" in verified
    assert "確認中の窓口" not in verified


@pytest.mark.parametrize("words", ["済んだ", "すんだ"])
def test_services_are_found_by_name_and_by_reading(editor: Client, services: None, words: str) -> None:
    found = listed(editor, q=words)

    assert "済んだ窓口" in found
    assert "確認中の窓口" not in found


def test_what_is_to_be_checked_stands_on_the_page_of_the_service(editor: Client, services: None) -> None:
    unverified, verified = (Service.objects.get(kana=kana) for kana in ("かくにんちゅう", "すんだ"))

    assert 'role="note"' in editor.get(url(Service, "edit", unverified.pk)).content.decode()
    assert 'role="note"' not in editor.get(url(Service, "edit", verified.pk)).content.decode()


def test_topics_are_listed_in_their_own_order(editor: Client, db: None) -> None:
    Topic(name_ja="あとの分類", position=2).save()
    Topic(name_ja="さきの分類", position=1).save()

    page = editor.get(url(Topic, "list_results")).content.decode()

    assert page.index("さきの分類") < page.index("あとの分類")


def test_concepts_can_be_filtered_by_the_kind_of_crisis(editor: Client, db: None) -> None:
    Concept(name_ja="死にたい", crisis="suicide").save()
    Concept(name_ja="借金", phrases_ja="金がない\n返せない").save()

    crisis, every = (
        editor.get(url(Concept, "list_results"), query).content.decode() for query in ({"crisis": "suicide"}, {})
    )

    assert "死にたい・自殺" in crisis
    assert "借金" not in crisis
    assert "借金" in every


def test_a_concept_tells_which_lines_are_wrong_and_which_another_has_too(editor: Client, db: None) -> None:
    Concept(name_ja="自分を傷つける", phrases_ja="ＯＤ|薬をたくさん飲む\n切りたい").save()
    concept = Concept(name_ja="薬を飲みすぎる", phrases_ja="od｜薬をたくさん飲む\n薬", phrases_en="overdose")
    concept.save()

    page = editor.get(url(Concept, "edit", concept.pk)).content.decode()

    assert "2行目「薬」:「薬」は1文字だけなので" in page
    assert "「od|薬をたくさん飲む」(→ 自分を傷つける)" in page
    assert page.count("(→ ") == 1


def test_the_menu_leads_to_the_catalog_in_japanese(editor: Client) -> None:
    page = editor.get(url(Organization, "list")).content.decode()

    for address in ("/admin/snippets/catalog/service/", "/admin/snippets/pages/kidstext/", "/admin/areas/"):
        assert address in page
    assert "緊急の連絡先" in page or "\\u7dca\\u6025" in page


def test_the_english_name_proposes_a_slug_until_there_is_one(editor: Client, db: None) -> None:
    office = Organization(name_ja="県", name_en="Legal Support Center")
    office.save()
    assert "legal-support-center" in editor.get(url(Organization, "edit", office.pk)).content.decode()

    office.public_slug = "legal-support"
    office.save()
    assert "legal-support-center" not in editor.get(url(Organization, "edit", office.pk)).content.decode()
