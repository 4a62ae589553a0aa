"""The areas of a listing as lines of its real form: by name or by code, and what is wrong is named and kept."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from catalog.models import Area, Service
from cms.publication.unit import unit
from tests.catalog.editing import add_form, added, edit_form, edited, errors, fill, url

#: Code, name, reading, where it lies, until when.
AREAS = (
    ("010006", "北海道", "ほっかいどう", None, None),
    ("011002", "札幌市", "さっぽろし", "010006", None),
    ("011011", "中央区", "ちゅうおうく", "011002", None),
    ("130001", "東京都", "とうきょうと", None, None),
    ("131041", "新宿区", "しんじゅくく", "130001", None),
    ("132063", "府中市", "ふちゅうし", "130001", None),
    ("340006", "広島県", "ひろしまけん", None, None),
    ("342084", "府中市", "ふちゅうし", "340006", None),
    ("132195", "保谷市", "ほうやし", "130001", date(2001, 1, 20)),
)


@pytest.fixture(autouse=True)
def _areas(db: None) -> None:
    rows: dict[str, Area] = {}
    for code, name, kana, above, gone in AREAS:
        level = Area.Level.MUNICIPALITY if above else Area.Level.PREFECTURE
        texts = {"name_ja": name, "name_kana": kana, "name_en": kana, "level": level, "valid_to": gone}
        rows[code] = Area(content_id=uuid4(), code=code, parent=rows[above] if above else None, **texts)
        with unit(door="areas"):
            rows[code].save()


def refused(client: Client, areas: str) -> Any:
    """Send a new listing with these lines, which the form does not take."""
    data = fill(add_form(client, Service), coverage_kind="areas", areas=areas)
    answer = client.post(url(Service, "add"), data.urlencode(), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    return answer


def test_areas_are_typed_by_name_and_by_code_and_stand_with_both(editor: Client) -> None:
    typed = "東京都\n北海道札幌市中央区、131041\n府中市(13206)\n０１０００６"
    draft = added(editor, Service, fill(add_form(editor, Service), coverage_kind="areas", areas=typed))

    codes = [area.code for area in draft.get_latest_revision_as_object().areas.all()]
    assert sorted(codes) == ["010006", "011011", "130001", "131041", "132063"]
    again = edit_form(editor, draft)
    assert again["areas"].splitlines() == [
        "北海道(010006)",
        "北海道札幌市中央区(011011)",
        "東京都(130001)",
        "東京都新宿区(131041)",
        "東京都府中市(132063)",
    ]
    kept = edited(editor, draft, again).get_latest_revision_as_object()
    assert sorted(area.code for area in kept.areas.all()) == sorted(codes)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("東京府", "どの地域か分かりません"),
        ("999999", "どの地域か分かりません"),
        ("府中市", "いくつもあります"),
        ("広島県(131041)", "名前とコードが合っていません"),
        ("131041 <b>", "どの地域か分かりません"),
    ],
)
def test_a_line_that_names_no_area_is_named_and_kept_as_it_was_typed(editor: Client, line: str, said: str) -> None:
    typed = f"東京都新宿区\n{line}"
    answer = refused(editor, typed)

    assert said in errors(answer)[0]["areas"][0]
    assert line in errors(answer)[0]["areas"][0]
    assert answer.context["form"]["areas"].value() == typed


def test_an_area_that_is_gone_is_not_chosen_anew_but_stays_where_it_was(editor: Client) -> None:
    gone = Area.objects.exclude(valid_to=None).order_by("code")[0]
    assert "いまはない地域" in errors(refused(editor, gone.code))[0]["areas"][0]

    draft = added(editor, Service, fill(add_form(editor, Service), coverage_kind="areas", areas="東京都"))
    draft.areas.set([gone])
    draft.save()
    draft.save_revision()
    kept = edited(editor, draft, edit_form(editor, draft)).get_latest_revision_as_object()
    assert [area.code for area in kept.areas.all()] == [gone.code]


def test_the_form_lists_no_areas_and_a_script_asks_for_their_names(editor: Client) -> None:
    form = editor.get(url(Service, "add")).content.decode()
    assert "札幌市" not in form
    answer = editor.get(reverse("area_names"))
    assert ["東京都新宿区(131041)", "しんじゅくく"] in answer.json()["areas"]
    assert "private" in answer["Cache-Control"]


def test_whoever_writes_no_listings_is_not_given_the_names() -> None:
    stranger = get_user_model().objects.create_user("stranger", password="とても長い合言葉です")
    client = Client()
    client.force_login(stranger)
    assert client.get(reverse("area_names")).status_code in (302, 403)
