"""The starter content: drafts only, the same on every run, and never over an editor's work."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from catalog.imports.area_rows import read_areas
from catalog.imports.areas import load_areas
from catalog.imports.fault import FilesInvalid
from catalog.imports.identity import starter_id
from catalog.imports.starter_files import FOLDER
from catalog.models import Concept, EmergencySet, Service, Topic
from cms.publication.sources import ENTRY_MODELS
from pages.models import KidsText
from pages.starter import import_starter
from tests.catalog.editing import edit_form, edited

ENTRIES = ENTRY_MODELS

#: By file, as writers fill the folder.
CONCEPTS: dict[str, list[dict[str, Any]]] = {
    "crisis": [
        {
            "slug": "wants-to-die",
            "name_ja": "死にたい",
            "name_en": "Wants to die",
            "crisis": "suicide",
            "topics": ["life-crisis"],
            "services": ["yorisoi-hotline", "emergency-110"],
            "terms": ["自殺", "希死念慮"],
            "phrases": {"ja": ["死にたい", "死 + 楽になり|方法"], "en": ["want to die"]},
            "unless": ["死にたいほど恥ずかしい"],
        },
    ],
    "work": [
        {"slug": "fired", "name_ja": "クビになった", "terms": ["解雇"], "phrases": {"ja": ["クビになった"]}},
        {"slug": "overtime", "name_ja": "残業が多い", "terms": ["長時間労働"], "phrases": {"ja": ["終電で帰る"]}},
    ],
}
SEARCH_WORDS = {
    "yorisoi-hotline": {"ja": ["だれでも", "なんでも 聞く"], "en": ["someone to talk to", "any worry"]},
    "kids:emergency-110": {"ja": ["おまわりさん"]},
}


@pytest.fixture
def folder_alone(tmp_path: Path, db: None) -> Path:
    """A copy of the starter folder whose files a test may change, with three services and one page of each type."""
    copy = tmp_path / "starter"
    shutil.copytree(FOLDER, copy)
    keep = {"emergency-110", "yorisoi-hotline", "tokyo-ninshin"}
    change(copy, "services.json", lambda services: [service for service in services if service["id"] in keep])
    for pages in ("faqs.json", "articles.json"):
        change(copy, pages, lambda rows: [{**rows[0], "related_services": ["yorisoi-hotline"]}])
    change(copy, "emergency.json", lambda sets: {channel: ["emergency-110"] for channel in sets})
    for file in (copy / "concepts").iterdir():
        file.unlink()
    for name, rows in CONCEPTS.items():
        (copy / "concepts" / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False))
    (copy / "search_words.json").write_text(json.dumps(SEARCH_WORDS, ensure_ascii=False))
    return copy


@pytest.fixture
def folder(folder_alone: Path) -> Path:
    """The same, when the area of its services has been loaded."""
    load_areas([row for row in read_areas(folder_alone / "areas.csv", []) if row.code == "130001"])
    return folder_alone


def change(folder: Path, name: str, edit: Any) -> None:
    file = folder / name
    file.write_text(json.dumps(edit(json.loads(file.read_text())), ensure_ascii=False))


def set_in_service(folder: Path, key: str, **values: Any) -> None:
    change(
        folder,
        "services.json",
        lambda services: [{**service, **values} if service["id"] == key else service for service in services],
    )


def drafts() -> dict[tuple[str, str], Any]:
    return {
        (model.__name__, str(entry.content_id)): entry.latest_revision_id
        for model in ENTRIES
        for entry in model.objects.all()
    }


def service(key: str) -> Any:
    return Service.objects.get(content_id=starter_id("service", key)).get_latest_revision_as_object()


def concept(key: str) -> Any:
    return Concept.objects.get(content_id=starter_id("concept", key)).get_latest_revision_as_object()


@pytest.mark.django_db
def test_the_whole_starter_folder_arrives_as_drafts_that_lack_nothing() -> None:
    call_command("load_areas")

    report = import_starter()

    catalog, kids_texts, pages = 67 + 54 + 18 + 12 + 3, 23 + 14 + 1, 3 + 20 + 5 + 2
    concepts = sum(len(json.loads(file.read_text())) for file in (FOLDER / "concepts").glob("*.json"))
    assert sum(report.created.values()) == catalog + kids_texts + pages + concepts
    assert not any(model.objects.filter(live=True).exists() for model in ENTRIES)
    for model in set(ENTRIES) - {EmergencySet}:
        for entry in model.objects.all():
            assert entry.get_latest_revision_as_object().problems() == [], entry


def test_a_service_keeps_every_fact_of_its_row(folder: Path) -> None:
    import_starter(folder)

    draft = service("tokyo-ninshin")

    assert draft.public_slug == "tokyo-ninshin"
    assert [area.code for area in draft.areas.all()] == ["130001"]
    assert draft.provider.public_slug == "tokyo-metropolitan-government"
    assert draft.unverified_note
    assert draft.verified_fields
    assert [source.title for source in draft.sources.all()] == ["東京都「妊娠相談ほっとライン」"]
    assert draft.translation_state("summary", "ja-easy") == "draft"
    assert draft.contact_points.all()[0].content_id == starter_id("contact", "tokyo-ninshin:phone-1")


def test_kids_texts_stand_apart_and_open_the_kids_channel(folder: Path) -> None:
    import_starter(folder)

    text = KidsText.objects.get(about=starter_id("service", "emergency-110"))

    assert text.title == "あぶないときは110番"
    assert "kids" in service("emergency-110").channels
    assert "kids" not in service("tokyo-ninshin").channels
    assert not KidsText.objects.filter(about=starter_id("service", "tokyo-ninshin")).exists()


def test_a_second_import_changes_nothing(folder: Path) -> None:
    first = import_starter(folder)
    before = drafts()

    second = import_starter(folder)

    assert drafts() == before
    assert not second.created
    assert not second.changed
    assert second.edited == []
    assert second.unchanged == first.created


def test_a_dry_run_tells_what_would_happen_and_keeps_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_starter", folder, "--dry-run")

    assert "支援・相談窓口:新しく3件" in capsys.readouterr().out
    assert drafts() == {}


def test_a_changed_row_becomes_a_new_draft_and_the_contact_keeps_its_id(folder: Path) -> None:
    import_starter(folder)
    before = service("emergency-110")
    contacts = json.loads((folder / "services.json").read_text())[0]["contacts"]
    set_in_service(folder, "emergency-110", contacts=[{**contacts[0], "note_ja": "すぐにかけてください。"}])

    report = import_starter(folder)

    after = service("emergency-110")
    assert dict(report.changed) == {"支援・相談窓口": 1}
    assert after.latest_revision_id != before.latest_revision_id
    assert [c.content_id for c in after.contact_points.all()] == [c.content_id for c in before.contact_points.all()]
    assert after.contact_points.all()[0].note_ja == "すぐにかけてください。"


def test_a_contact_that_left_the_file_leaves_the_draft(folder: Path) -> None:
    import_starter(folder)
    assert service("yorisoi-hotline").contact_points.count() > 1
    contacts = next(s for s in json.loads((folder / "services.json").read_text()) if s["id"] == "yorisoi-hotline")
    set_in_service(folder, "yorisoi-hotline", contacts=contacts["contacts"][:1])

    import_starter(folder)

    assert service("yorisoi-hotline").contact_points.count() == 1


def test_what_an_editor_has_changed_is_left_alone_and_reported(folder: Path) -> None:
    import_starter(folder)
    by_hand = service("emergency-110")
    by_hand.summary_ja = "編集者の書いた概要"
    by_hand.save_revision()
    set_in_service(folder, "emergency-110", summary_ja="ファイルの概要")

    report = import_starter(folder)

    assert report.edited == ["支援・相談窓口「110番(警察の緊急通報)」"]
    assert service("emergency-110").summary_ja == "編集者の書いた概要"
    assert "編集済み: 変更しません" in report.lines()[-1]


def test_a_concept_keeps_every_line_of_its_row(folder: Path) -> None:
    import_starter(folder)

    draft = concept("wants-to-die")

    assert (draft.public_slug, draft.crisis, draft.channels) == (
        "wants-to-die",
        "suicide",
        ["website", "kids", "partners"],
    )
    assert draft.phrases_in_all_languages() == ("死にたい", "死 + 楽になり|方法", "want to die")
    assert (draft.terms, draft.unless) == ("自殺\n希死念慮", "死にたいほど恥ずかしい")
    leads_to = [line.service.public_slug for line in draft.related_services.all()]
    assert leads_to == ["yorisoi-hotline", "emergency-110"]
    assert draft.problems() == []


def test_search_words_come_to_what_they_are_for(folder: Path) -> None:
    import_starter(folder)

    assert service("yorisoi-hotline").search_words_ja == "だれでも\nなんでも 聞く"
    assert service("yorisoi-hotline").search_words_en == "someone to talk to\nany worry"
    assert KidsText.objects.get(about=starter_id("service", "emergency-110")).search_words == "おまわりさん"


def test_an_editor_who_only_looks_at_a_concept_has_changed_nothing(folder: Path, editor: Client) -> None:
    """A browser ends every line of what it posts in its own way."""
    import_starter(folder)
    draft = concept("wants-to-die")
    form = edit_form(editor, draft)
    for name, values in form.lists():
        form.setlist(name, [value.replace("\n", "\r\n") for value in values])
    assert "\r\n" in form["phrases_ja"]
    edited(editor, draft, form)
    row = CONCEPTS["crisis"][0]
    change(folder, "concepts/crisis.json", lambda rows: [{**row, "unless": [], "services": row["services"][::-1]}])

    report = import_starter(folder)

    assert report.edited == []
    assert concept("wants-to-die").unless == ""
    assert concept("wants-to-die").related_services.all()[0].service.public_slug == "emergency-110"


@pytest.mark.parametrize("key", ["emergency-110", "yorisoi-hotline", "tokyo-ninshin"])
def test_an_editor_who_only_looks_and_saves_has_changed_nothing(folder: Path, editor: Client, key: str) -> None:
    import_starter(folder)
    draft = service(key)
    edited(editor, draft, edit_form(editor, draft))
    set_in_service(folder, key, summary_ja="ファイルの概要")

    report = import_starter(folder)

    assert report.edited == []
    assert service(key).summary_ja == "ファイルの概要"


def test_overwriting_makes_a_draft_and_touches_nothing_live(folder: Path) -> None:
    import_starter(folder)
    by_hand = service("emergency-110")
    by_hand.summary_ja = "編集者の書いた概要"
    by_hand.save_revision()

    import_starter(folder, overwrite=True)

    row = Service.objects.get(content_id=by_hand.content_id)
    assert row.get_latest_revision_as_object().summary_ja != "編集者の書いた概要"
    assert not row.live
    assert row.revisions.count() == 3
    assert import_starter(folder).edited == []


def test_a_translation_that_the_import_replaces_has_to_be_checked_again(folder: Path) -> None:
    import_starter(folder)
    confirmed = service("emergency-110")
    confirmed.record_translation("summary", "en", state="checked")
    confirmed.save_revision()

    set_in_service(folder, "emergency-110", summary_en="Another text")
    import_starter(folder, overwrite=True)

    assert service("emergency-110").translation_state("summary", "en") == "draft"
    assert service("emergency-110").translation_state("name", "en") == "draft"


@pytest.mark.parametrize(
    ("file", "edit", "where", "wrong"),
    [
        ("services.json", lambda rows: [{**rows[0], "kind": "advice"}], ("1件目(id: emergency-110)", "kind"), "advice"),
        ("services.json", lambda rows: [{**rows[0], "topics": ["nothing"]}], ("1件目", "topics"), "nothing"),
        ("services.json", lambda rows: [*rows, rows[0]], ("4件目(id: emergency-110)", "id"), "1件目と同じ"),
        ("services.json", lambda rows: [{**rows[0], "sumary_ja": "x"}], ("1件目", "sumary_ja"), "知らない項目"),
        ("services.json", lambda rows: [{**rows[0], "name_kana": "カナ"}], ("1件目", "name_kana"), "ひらがな"),
        (
            "services.json",
            lambda rows: [{**rows[0], "contacts": [{**rows[0]["contacts"][0], "hours": "月-金"}]}],
            ("連絡先1", "hours"),
            "月-金",
        ),
        (
            "services.json",
            lambda rows: [{**rows[0], "contacts": [{**rows[0]["contacts"][0], "value": "1234"}]}],
            ("連絡先1", "value"),
            "1234",
        ),
        ("services.json", lambda rows: [{**rows[0], "areas": ["130001"]}], ("1件目", "areas"), "coverage_kind"),
        ("services.json", lambda rows: ["?"], ("1件目",), "項目の集まり"),
        ("services.json", lambda rows: {"a": 1}, (), "ならび"),
        ("emergency.json", lambda sets: {**sets, "kids": ["nobody"]}, ("kids",), "nobody"),
        ("emergency.json", lambda sets: {**sets, "kids": []}, ("kids",), "0件"),
        ("topics.json", lambda rows: [{**rows[0], "slug": "Ｘ"}], ("1件目", "slug"), "Ｘ"),
        ("audiences.json", lambda rows: [{**rows[0], "name_ja": None}], ("1件目", "name_ja"), "空"),
    ],
)
def test_a_faulty_file_changes_nothing_and_every_fault_is_named(
    folder: Path, file: str, edit: Any, where: tuple[str, ...], wrong: str
) -> None:
    change(folder, file, edit)

    with pytest.raises(FilesInvalid) as refused:
        import_starter(folder)

    named = [str(fault) for fault in refused.value.faults if fault.file == file]
    assert any(wrong in fault and all(part in fault for part in where) for fault in named), named
    assert all(fault.mend for fault in refused.value.faults)
    assert drafts() == {}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"phrases": {"ja": ["死"]}}, "concepts/work.json 1件目.*「phrases ja」:1行目「死」:.*1文字だけ"),
        ({"phrases": {"jp": ["クビになった"]}}, "「jp」:知らない項目です"),
        ({"phrases": {}}, "「phrases」:空です"),
        ({"phrases": {"ja": "クビ"}}, r"「ja」:文字のならび"),
        ({"unless": ["父 +"]}, "「unless」:1行目「父 [+]」"),
        ({"services": ["nobody"]}, "「services」:「nobody」は使えません"),
        ({"topics": ["nothing"]}, "「topics」:「nothing」は使えません"),
        ({"crisis": "sadness"}, "「crisis」:「sadness」は使えません"),
        ({"slug": "wants-to-die"}, "「wants-to-die」は concepts/crisis.json 1件目"),
        ({"frases": []}, "「frases」:知らない項目です"),
    ],
)
def test_a_fault_in_a_concept_is_named_and_nothing_is_imported(folder: Path, wrong: dict[str, Any], told: str) -> None:
    change(folder, "concepts/work.json", lambda rows: [{**rows[0], **wrong}])

    with pytest.raises(FilesInvalid, match=told):
        import_starter(folder)

    assert drafts() == {}


@pytest.mark.parametrize("key", ["nobody", "faq:nothing", "kids:tokyo-ninshin"])
def test_search_words_for_nothing_are_named(folder: Path, key: str) -> None:
    change(folder, "search_words.json", lambda words: {key: {"ja": ["ことば"]}})

    with pytest.raises(FilesInvalid, match=f"search_words.json 「{key}」:これにあたるものがありません"):
        import_starter(folder)


def test_a_file_that_is_no_json_is_named_with_its_line(folder: Path) -> None:
    (folder / "topics.json").write_text('[\n{"slug": }]')

    with pytest.raises(CommandError, match=r"topics\.json:JSONとして読めません\(2行目"):
        call_command("import_starter", folder)


def test_a_slug_that_an_editor_already_uses_stops_the_import(folder: Path) -> None:
    Service(name_ja="べつの窓口", public_slug="tokyo-ninshin").save()

    with pytest.raises(FilesInvalid, match="「tokyo-ninshin」はすでに"):
        import_starter(folder)

    assert not Topic.objects.exists()


def test_an_area_that_is_not_loaded_is_named(folder_alone: Path) -> None:
    with pytest.raises(FilesInvalid, match="load_areas"):
        import_starter(folder_alone)


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("faqs.json", {"related_services": ["nobody"]}, "faqs.json 1件目.*「related_services」:「nobody」は使えません"),
        ("faqs.json", {"answer_ja": ""}, "「answer_ja」:空です"),
        ("faqs.json", {"kids": {"question_ja": "だけ"}}, "kids 「answer_ja」:空です"),
        ("articles.json", {"related_services": ["nobody"]}, "articles.json 1件目"),
        ("messages.json", {"date": "11月24日"}, "「date」:「11月24日」は日付ではありません → 2026-11-24 の形に"),
        ("messages.json", {"kind": "king"}, "「kind」:「king」は使えません"),
        ("messages.json", {"titel_ja": "題"}, "「titel_ja」:知らない項目です"),
    ],
)
def test_a_fault_in_a_page_is_named_and_nothing_is_imported(folder: Path, name: str, wrong: Any, told: str) -> None:
    change(folder, name, lambda rows: [{**rows[0], **wrong}, *rows[1:]])

    with pytest.raises(FilesInvalid, match=told):
        import_starter(folder)

    assert drafts() == {}
