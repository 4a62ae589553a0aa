"""The side-by-side screen over HTTP: states, marks, saving, confirming, and two people at once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from catalog.models import Service
from cms.workflow.models import Authorship
from tests.editors import House, a_faq, a_service, an_article, blocks
from tests.translation.conftest import Desk, item, latest, opened, said, untouched

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, data: Any, answer: str = "draft", **fields: str) -> Any:
    for name, value in fields.items():
        data[name] = value
    data["answer"] = answer
    return client.post(path, data, follow=True)


def saved(house: House, entry: Any = None, *, by: Any = None, **fields: Any) -> Any:
    """A draft of this entry, after its own writing."""
    entry = entry if entry is not None else a_service()
    for name, value in fields.items():
        setattr(entry, name, value)
    return house.save_draft(entry, by=by)


def test_a_translation_is_written_as_a_draft_by_its_writer(house: House, writer: Client) -> None:
    service = saved(house, name_en="", by=house.second_writer)
    path = item(service)

    answer = post(writer, path, opened(writer, path), **{"t-name": "Yorisoi Hotline"})

    draft = latest(service)
    assert answer.status_code == 200
    assert "下書きを保存しました:名称" in said(answer)
    assert draft.name_en == "Yorisoi Hotline"
    assert draft.translation_state("name", "en") == "draft"
    assert Authorship.objects.order_by("-pk")[0].person == house.writer
    assert Service.objects.get(pk=service.pk).live is False


def test_saving_untouched_makes_no_revision(house: House, writer: Client) -> None:
    service = saved(house, description_ja=" 行\r\n\r\n次 ", description_en="x ")
    before = latest(service).latest_revision_id

    answer = post(writer, item(service), opened(writer, item(service)))

    assert "変わったところはありません" in said(answer)
    assert latest(service).latest_revision_id == before


def test_confirming_checks_what_fits_and_tells_what_does_not(house: House, writer: Client) -> None:
    service = saved(house)
    saved(house, latest(service), summary_ja="どんな悩みでも、夜も聞きます。")  # no record: stale is not known yet
    service = saved(house, a_service("second", summary_en="x"))
    post(writer, item(service), opened(writer, item(service)), "checked")
    assert latest(service).translation_state("summary", "en") == "checked"
    saved(house, latest(service), summary_ja="どんな悩みでも、夜も聞きます。")

    answer = post(writer, item(service), opened(writer, item(service)), "checked", **{"t-name": "Hotline"})

    draft = latest(service)
    assert draft.translation_state("name", "en") == "checked"
    assert draft.translation_state("summary", "en") == "stale"
    assert "「概要」は日本語が変わっています" in said(answer)


def test_what_changed_in_the_japanese_is_marked_and_can_be_confirmed_as_unchanged(house: House, writer: Client) -> None:
    service = saved(house)
    path = item(service)
    post(writer, path, opened(writer, path), "checked")
    service = saved(house, latest(service), summary_ja="どんな悩みでも夜まで聞きます。")
    service._revisions.exclude(pk=service.latest_revision_id).delete()  # a purge of old revisions

    page = writer.get(path).content.decode()
    assert "<ins>夜まで</ins>" in page
    post(writer, path, opened(writer, path), "unchanged:summary")

    draft = latest(service)
    assert draft.summary_en == "We listen to any worry."
    assert draft.translation_state("summary", "en") == "checked"
    assert "変更なしと確認済み" in said(writer.get(path))
    assert "writer" in said(writer.get(path))


def test_a_contact_points_words_are_translated_too(house: House, writer: Client) -> None:
    service = saved(house)
    contact = service.contact_points.get()
    name = f"t-contact_points--{contact.content_id}--label"

    post(writer, item(service), opened(writer, item(service)), "checked", **{name: "Phone"})

    kept = latest(service).contact_points.get()
    assert kept.label_en == "Phone"
    assert kept.translation_state("label", "en") == "checked"


def test_rich_text_comes_back_as_it_was_and_without_anything_that_runs(house: House, writer: Client) -> None:
    stored = '<p data-block-key="abc">Talk to <strong>someone</strong>.</p>'
    faq = saved(house, a_faq(answer_en=stored))
    path = item(faq)
    post(writer, path, opened(writer, path))
    assert latest(faq).answer_en == stored  # the editor's own spelling is no change

    typed = {"blocks": [{"key": "a1", "text": "<script>x</script>", "type": "unstyled", "depth": 0,
                         "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}  # fmt: skip
    post(writer, path, opened(writer, path), **{"t-answer": json.dumps(typed)})

    assert latest(faq).text_in("answer", "en") == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_two_people_at_once_lose_nothing(house: House, writer: Client, desk: Desk) -> None:
    service = saved(house)
    path = item(service)
    mine, other = opened(writer, path), desk(house.second_writer)
    post(other, path, opened(other, path), **{"t-summary": "Theirs", "t-name": "Their name"})

    answer = post(writer, path, mine, **{"t-summary": "Mine"})

    assert answer.status_code == 409
    assert latest(service).summary_en == "Theirs"
    words, again = said(answer), _form(answer)
    assert "ほかの人が先にこの訳を変えました" in words
    assert "Theirs" in words
    assert again["t-summary"] == "Mine"
    assert again["t-name"] == "Their name"  # what I never touched is shown as it is now
    assert post(writer, path, again).status_code == 200
    assert (latest(service).summary_en, latest(service).name_en) == ("Mine", "Their name")


def test_another_persons_work_on_other_texts_is_no_conflict(house: House, writer: Client, desk: Desk) -> None:
    service = saved(house)
    mine, other = opened(writer, item(service)), desk(house.second_writer)
    post(other, item(service), opened(other, item(service)), **{"t-name": "Their name"})

    assert post(writer, item(service), mine, **{"t-summary": "Mine"}).status_code == 200

    assert (latest(service).summary_en, latest(service).name_en) == ("Mine", "Their name")


def test_japanese_that_moved_while_the_page_was_open_stops_a_save(house: House, writer: Client) -> None:
    service = saved(house)
    mine = opened(writer, item(service))
    saved(house, latest(service), summary_ja="べつの概要です。")

    answer = post(writer, item(service), mine, **{"t-summary": "Mine"})

    assert answer.status_code == 409
    assert "画面を開いたあとに、日本語が変わりました" in said(answer)
    assert _form(answer)["t-summary"] == "Mine"
    assert latest(service).summary_en == "We listen to any worry."


def test_words_for_a_contact_point_that_is_gone_are_kept_on_the_page(house: House, writer: Client) -> None:
    service = saved(house)
    mine = opened(writer, item(service))
    name = f"t-contact_points--{service.contact_points.get().content_id}--label"
    draft = latest(service)
    draft.contact_points = []
    saved(house, draft)

    answer = post(writer, item(service), mine, **{name: "A phone nobody has"})

    assert answer.status_code == 409
    assert "この項目は、ほかの人が消しました" in said(answer)
    assert "A phone nobody has" in answer.content.decode()


def test_a_text_too_long_is_told_and_kept(house: House, writer: Client) -> None:
    service = saved(house)

    answer = post(writer, item(service), opened(writer, item(service)), **{"t-name": "x" * 121})

    assert answer.status_code == 400
    assert _form(answer)["t-name"] == "x" * 121
    assert latest(service).name_en == "Yorisoi Hotline"


def test_an_article_is_translated_block_by_block(house: House, writer: Client) -> None:
    article = saved(house, an_article())
    path = item(article)
    data = opened(writer, path)
    assert {name for name in data if name.startswith("t-body")} == {"t-body--0", "t-body--1"}

    paragraph = {"blocks": [{"key": "a1", "text": "Say hello.", "type": "unstyled", "depth": 0,
                             "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}  # fmt: skip
    post(writer, path, data, "checked", **{"t-body--0": "First", "t-body--1": json.dumps(paragraph)})

    draft = latest(article)
    assert draft.body_in("en") == [
        {"type": "heading", "value": "First"},
        {"type": "text", "value": "<p>Say hello.</p>"},
    ]
    assert draft.translation_state("body", "en") == "checked"

    # A block comes in between: its translation is missing, the others stay in their places.
    draft.body_ja = blocks(
        ("heading", "はじめに"), ("list", {"ordered": False, "items": ["あ", "い"]}), ("text", "<p>あいさつから。</p>")
    )
    saved(house, draft)
    data = opened(writer, path)
    assert (data["t-body--0"], data["t-body--1--items"]) == ("First", "")
    answer = post(writer, path, data, "unchanged:body")
    assert "訳のない部分があります" in said(answer)
    post(writer, path, opened(writer, path), "checked", **{"t-body--1--items": "a\nb"})
    draft = latest(article)
    assert [block["type"] for block in draft.body_in("en")] == ["heading", "list", "text"]
    assert draft.body_in("en")[1]["value"] == {"ordered": False, "items": ["a", "b"]}
    assert draft.translation_state("body", "en") == "checked"


def test_a_body_that_was_built_differently_is_left_to_the_editor(house: House, writer: Client) -> None:
    article = saved(house, an_article(body_en=blocks(("quote", {"text": "Alone", "source": ""}))))

    page = writer.get(item(article))

    assert "ここでは直せません" in said(page)
    assert "Alone" in said(page)
    assert not [name for name in opened(writer, item(article)) if name.startswith("t-body")]


@pytest.mark.parametrize("who", ["reviewer", "approver", "kids"])
def test_who_does_not_write_only_looks(house: House, desk: Desk, who: str) -> None:
    service = saved(house)
    client = desk(getattr(house, who))

    page = client.get(item(service))
    assert page.status_code == 200
    assert "下書きとして保存" not in said(page)
    assert client.post(item(service), {"t-name": "x", "answer": "draft"}).status_code in (302, 403)
    assert latest(service).name_en == "Yorisoi Hotline"


def test_an_administrator_of_accounts_sees_nothing_here(house: House, desk: Desk) -> None:
    service = saved(house)
    client = desk(house.administrator)

    for path in ("/admin/translation/", "/admin/translation/list/en/", item(service), "/admin/translation/files/"):
        assert client.get(path).status_code in (302, 403), path


def test_what_goes_live_at_a_set_time_is_told_so(house: House, writer: Client) -> None:
    service = saved(house)
    set_time = timezone.now() + timedelta(days=1)
    Revision.objects.filter(pk=service.latest_revision.pk).update(approved_go_live_at=set_time)

    answer = post(writer, item(service), opened(writer, item(service)), **{"t-name": "Mine"})

    assert answer.status_code == 409
    assert "公開する日時が決まっている" in said(answer)
    assert _form(answer)["t-name"] == "Mine"
    assert latest(service).name_en == "Yorisoi Hotline"


def test_a_lock_of_another_person_holds_here_too(house: House, writer: Client) -> None:
    service = saved(house)
    Service.objects.filter(pk=service.pk).update(locked=True, locked_by=house.second_writer)

    answer = post(writer, item(service), opened(writer, item(service)), **{"t-name": "Mine"})

    assert answer.status_code == 409
    assert "ロックしています" in said(answer)
    assert _form(answer)["t-name"] == "Mine"
    assert latest(service).name_en == "Yorisoi Hotline"


@pytest.mark.parametrize(
    "path", ["service/{}/xx/", "service/{}/ja/", "kids_text/{}/en/", "service/00000000-0000-4000-8000-000000000000/en/"]
)
def test_what_cannot_be_translated_is_not_found(house: House, writer: Client, path: str) -> None:
    service = saved(house)

    assert writer.get("/admin/translation/item/" + path.format(service.content_id)).status_code == 404


def _form(answer: Any) -> Any:
    return untouched(answer.content.decode())
