"""Half-filled drafts, through Wagtail's real forms."""

import pytest
from django.test import Client

from catalog.languages import column, languages
from catalog.models import EmergencySet, Service
from cms.publication.sources import ENTRY_MODELS
from pages.models import Index
from tests.catalog.editing import add_child, add_form, added, edit_form, edited, errors, fill, url
from tests.editors import an_index

#: An index is not added: each type of page brings its own.
ADDED = [model for model in ENTRY_MODELS if model is not Index]


@pytest.mark.parametrize("model", ADDED, ids=lambda model: model.__name__)
def test_an_empty_draft_of_every_type_saves_and_opens_again(editor: Client, model: type) -> None:
    draft = added(editor, model, add_form(editor, model))

    assert not draft.live
    assert draft.latest_revision is not None
    assert editor.get(url(model, "edit", draft.pk)).status_code == 200
    assert editor.get(url(model, "list")).status_code == 200
    assert draft.problems()


def test_an_emptied_draft_of_an_index_saves_and_opens_again(editor: Client) -> None:
    index = an_index()
    index.save()
    draft = edited(editor, index, fill(edit_form(editor, index), heading_ja="", public_slug=""))

    assert not draft.live
    assert draft.heading_ja is None
    assert editor.get(url(Index, "edit", draft.pk)).status_code == 200
    assert draft.problems()


@pytest.mark.parametrize("model", [model for model in ADDED if model.translated_fields], ids=lambda m: m.__name__)
def test_a_draft_keeps_its_texts_in_all_six_languages(editor: Client, model: type) -> None:
    plain = [field for field in model.translated_fields if field not in {"answer", "body"}]
    texts = {column(field, language): f"文 {field} {language}" for field in plain for language in languages()}

    draft = added(editor, model, fill(add_form(editor, model), **texts))

    assert {name: getattr(draft, name) for name in texts} == texts


def test_a_contact_point_may_be_half_filled_and_keeps_six_languages(editor: Client) -> None:
    labels = {column("label", language): f"電話 {language}" for language in languages()}
    form = add_child(add_form(editor, Service), "contact_points", channel="phone", **labels)
    add_child(form, "contact_points", channel="web_form")

    draft = added(editor, Service, form)

    first, second = draft.contact_points.all()
    assert {name: getattr(first, name) for name in labels} == labels
    assert (first.value, first.hours, first.free_of_charge) == ("", None, None)
    assert first.content_id != second.content_id


def test_an_emergency_set_may_have_a_row_without_a_service(editor: Client) -> None:
    draft = added(editor, EmergencySet, add_child(add_form(editor, EmergencySet), "members", service=""))

    assert "窓口を選んでいない行があります。窓口を選ぶか、行を消してください。" in draft.problems()


def test_hours_and_numbers_are_stored_half_width(editor: Client) -> None:
    form = add_child(
        add_form(editor, Service),
        "contact_points",
        channel="phone",
        value="０１２０－２７９−３３８",
        hours="Ｍｏ 09：00～17:00",
    )

    contact = added(editor, Service, form).contact_points.get()

    assert (contact.value, contact.hours) == ("0120-279-338", "Mo 09:00-17:00")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("hours", 'Mo-Fr 09:00-17:00 "要予約"', "文章"),
        ("hours", "月-金 9:00-17:00", "曜日"),
        ("value", "1234-5678", "市外局番"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_reason(editor: Client, field: str, value: str, reason: str) -> None:
    form = add_child(add_form(editor, Service), "contact_points", channel="phone", **{field: value})

    response = editor.post(url(Service, "add"), form.urlencode(), content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    [contact_errors] = errors(response)[1]
    assert reason in contact_errors[field][0]
    assert not Service.objects.exists()


def test_an_untouched_save_changes_no_text_and_no_id(editor: Client) -> None:
    form = fill(
        add_form(editor, Service), name_ja="相談", name_en="Help", topics=[], verified_fields=["phone", "hours"]
    )
    draft = added(editor, Service, add_child(form, "contact_points", channel="phone", value="110", label_ja="警察"))
    before = draft.latest_revision.content

    after = edited(editor, draft, edit_form(editor, draft)).latest_revision.content

    bookkeeping = {"latest_revision", "has_unpublished_changes"}
    assert {k: v for k, v in before.items() if k not in bookkeeping} == {
        k: v for k, v in after.items() if k not in bookkeeping
    }


def test_removing_a_contact_point_keeps_the_ids_of_the_others(editor: Client) -> None:
    form = add_child(add_form(editor, Service), "contact_points", channel="phone", value="110")
    draft = added(editor, Service, add_child(form, "contact_points", channel="phone", value="119"))
    _first, second = draft.contact_points.all()

    form = fill(edit_form(editor, draft), **{"contact_points-0-DELETE": "1"})

    assert [c.content_id for c in edited(editor, draft, form).contact_points.all()] == [second.content_id]
