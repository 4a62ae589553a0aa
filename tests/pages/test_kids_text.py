"""Kids' texts: a source of their own, joined to a service by its id alone."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import ContactPoint, Service
from pages.models import KidsText
from tests.catalog.editing import add_form, added, edit_form, edited, errors, fill, url


@pytest.fixture
def service(db: None) -> Service:
    service = Service(name_ja="相談", kana="そうだん")
    service.contact_points.add(
        ContactPoint(channel="phone", value="110", label_ja="警察"), ContactPoint(channel="line", value="@line")
    )
    service.save()
    service.save_revision()
    return service


def test_a_kids_text_names_the_contact_points_of_its_service(editor: Client, service: Service) -> None:
    phone, line = (str(contact.content_id) for contact in service.contact_points.all())
    draft = added(
        editor, KidsText, fill(add_form(editor, KidsText), about=str(service.content_id), title="だいじょうぶ")
    )

    draft = edited(
        editor, draft, fill(edit_form(editor, draft), **{f"labels-{phone}": "でんわ", f"labels-{line}": " "})
    )

    assert draft.labels == {phone: "でんわ"}
    assert draft.about == service.content_id
    assert edited(editor, draft, edit_form(editor, draft)).labels == {phone: "でんわ"}


def test_a_service_has_one_kids_text(editor: Client, service: Service) -> None:
    added(editor, KidsText, fill(add_form(editor, KidsText), about=str(service.content_id)))

    form = fill(add_form(editor, KidsText), about=str(service.content_id))
    response = editor.post(url(KidsText, "add"), form.urlencode(), content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert "about" in errors(response)[0]
    assert KidsText.objects.count() == 1


def test_a_kids_text_is_for_kids_and_needs_no_public_name_of_its_own() -> None:
    text = KidsText(about="6f0c35ce-0b3e-4c2d-9b50-7f6d0b8a3b11", title="だいじょうぶ", text="話していいよ。")

    assert text.channels == ["kids"]
    assert text.problems() == []


@pytest.mark.parametrize(("missing", "problem"), [("about", "もとの内容"), ("title", "題名"), ("text", "本文")])
def test_a_kids_text_says_what_it_lacks(missing: str, problem: str) -> None:
    values: dict[str, Any] = {
        "about": "6f0c35ce-0b3e-4c2d-9b50-7f6d0b8a3b11",
        "title": "だいじょうぶ",
        "text": "話そう。",
    }
    del values[missing]

    [found] = KidsText(**values).problems()

    assert problem in found


def test_a_copy_of_a_kids_text_is_about_nothing_yet(editor: Client, service: Service) -> None:
    text = KidsText(about=service.content_id, title="だいじょうぶ")
    text.save()
    text.save_revision()

    page = editor.get(url(KidsText, "copy", text.pk))

    assert page.context["form"].instance.about is None
    assert page.context["form"].instance.title == "だいじょうぶ"
