"""A translation knows which Japanese it was made from."""

from typing import Any

from django.test import Client

from catalog.models import Organization, Service
from tests.catalog.editing import add_child, add_form, added, edit_form, edited, fill


def organization(editor: Client, **texts: str) -> Any:
    texts = {"name_ja": "県の相談室", "name_en": "Prefectural office", **texts}
    return added(editor, Organization, fill(add_form(editor, Organization), **texts))


def test_a_new_translation_is_a_draft_of_the_japanese_of_that_moment(editor: Client) -> None:
    draft = organization(editor)

    assert draft.translation_state("name", "ja") == "source"
    assert draft.translation_state("name", "en") == "draft"
    assert draft.translation_state("name", "ko") == "missing"


def test_changing_the_japanese_makes_its_translations_stale(editor: Client) -> None:
    draft = organization(editor, name_ko="상담실")

    draft = edited(editor, draft, fill(edit_form(editor, draft), name_ja="県の総合相談室"))

    assert {language: draft.translation_state("name", language) for language in ("en", "ko", "vi")} == {
        "en": "stale",
        "ko": "stale",
        "vi": "missing",
    }


def test_changing_a_stale_translation_makes_it_fresh_and_leaves_the_others(editor: Client) -> None:
    draft = organization(editor, name_ko="상담실")
    draft = edited(editor, draft, fill(edit_form(editor, draft), name_ja="県の総合相談室"))

    draft = edited(editor, draft, fill(edit_form(editor, draft), name_en="General office"))

    assert draft.translation_state("name", "en") == "draft"
    assert draft.translation_state("name", "ko") == "stale"


def test_confirming_a_stale_translation_checks_it_against_the_japanese_of_now(editor: Client) -> None:
    draft = organization(editor)
    draft = edited(editor, draft, fill(edit_form(editor, draft), name_ja="県の総合相談室"))

    draft = edited(editor, draft, fill(edit_form(editor, draft), confirm_translations=["name:en"]))

    assert draft.translation_state("name", "en") == "checked"


def test_only_translations_that_wait_for_a_look_can_be_confirmed(editor: Client) -> None:
    draft = organization(editor)
    draft = edited(editor, draft, fill(edit_form(editor, draft), confirm_translations=["name:en"]))

    page = editor.get(f"/admin/snippets/catalog/organization/edit/{draft.pk}/").context["form"]

    assert list(page.fields["confirm_translations"].choices) == []


def test_removing_a_translation_forgets_its_record(editor: Client) -> None:
    draft = organization(editor)

    draft = edited(editor, draft, fill(edit_form(editor, draft), name_en=""))

    assert draft.translation_state("name", "en") == "missing"
    assert draft.translations == {}


def test_saving_untouched_changes_no_record(editor: Client) -> None:
    draft = organization(editor)
    draft = edited(editor, draft, fill(edit_form(editor, draft), confirm_translations=["name:en"]))
    before = draft.translations

    draft = edited(editor, draft, edit_form(editor, draft))

    assert draft.translations == before


def test_a_text_without_a_record_becomes_stale_when_its_japanese_is_replaced(editor: Client) -> None:
    entry = Organization(name_ja="県の相談室", name_en="Prefectural office")
    entry.save()
    entry.save_revision()
    assert entry.translation_state("name", "en") == "draft"

    draft = edited(editor, entry, fill(edit_form(editor, entry), name_ja="県の総合相談室"))

    assert draft.translation_state("name", "en") == "stale"


def test_a_contact_point_keeps_records_of_its_own(editor: Client) -> None:
    form = add_child(
        add_form(editor, Service), "contact_points", channel="phone", value="110", label_ja="警察", label_en="Police"
    )
    draft = added(editor, Service, form)
    assert draft.contact_points.get().translation_state("label", "en") == "draft"

    draft = edited(editor, draft, fill(edit_form(editor, draft), **{"contact_points-0-label_ja": "警察(緊急)"}))
    assert draft.contact_points.get().translation_state("label", "en") == "stale"

    form = fill(edit_form(editor, draft), **{"contact_points-0-confirm_translations": ["label:en"]})
    draft = edited(editor, draft, form)
    assert draft.contact_points.get().translation_state("label", "en") == "checked"
