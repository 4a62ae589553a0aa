"""What comes in: every kind of file, wrong rows, the same things twice, other people's drafts, and the way back."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from catalog.models import Service
from cms.releases import compose
from cms.spreadsheets import work, writing
from cms.spreadsheets.models import Import
from tests.editors import House, a_kids_text, a_service, an_organization
from tests.spreadsheets.desk import PATH, Desk, a_csv, an_xlsx, desk_of, outcomes, refused

ROWS = [["名称", "よみがな", "連絡先1_番号・URL・場所"], ["くらし相談", "クラシソウダン", "０３－１２３４－５６７８"]]
MUNICIPAL = [
    ["名称", "名称_カナ", "団体名", "電話番号", "内線番号", "利用可能曜日", "開始時間", "終了時間", "URL", "緯度"],
    [
        "子育て相談",
        "コソダテソウダン",
        "青空市",
        "０３-1234-5678",
        "12",
        "月火水木金",
        "９：００",
        "17時",
        "https://x.test",
        "35.0",
    ],
    ["夜間相談", "ﾔｶﾝｿｳﾀﾞﾝ", "青空市", "03-1234-5679", "", "不定期", "9:00", "17:00", "https://y.test", "35.0"],
]


@pytest.mark.parametrize(
    "data",
    [
        a_csv(ROWS),
        a_csv(ROWS, "utf-8-sig"),
        a_csv(ROWS, "cp932"),
        a_csv(ROWS, "cp932", "\t"),
        a_csv(ROWS, "utf-16", "\t"),
        an_xlsx(ROWS),
    ],
    ids=["utf-8", "bom", "cp932", "tabs", "utf-16", "xlsx"],
)
def test_every_usual_file_is_read(desk: Desk, data: bytes) -> None:
    desk.write(desk.dry_run(data))
    made = Service.objects.get()
    assert (made.name_ja, made.kana, made.contact_points.get().value) == (
        "くらし相談",
        "くらしそうだん",
        "03-1234-5678",
    )


def test_the_municipal_headings_are_known(house: House, desk: Desk) -> None:
    house.save_draft(an_organization("aozora", name_ja="青空市"))
    job = desk.take(a_csv(MUNICIPAL, "cp932"))
    assert "取り込まない列が1あります:緯度" in desk.page(job)
    desk.write(desk.check(job))
    first, second = Service.objects.order_by("pk")
    phone = first.contact_points.get()
    assert (first.name_ja, first.kana, first.provider.name_ja) == ("子育て相談", "こそだてそうだん", "青空市")
    assert (phone.value, phone.hours, phone.note_ja) == ("03-1234-5678", "Mo-Fr 09:00-17:00; PH off", "内線 12")
    odd = second.contact_points.get()
    assert (second.kana, odd.hours) == ("やかんそうだん", None)
    assert "不定期" in odd.note_ja


def test_unknown_headings_are_mapped_once_and_remembered(desk: Desk) -> None:
    rows = [["窓口の名", "でんわ", "メモ"], ["くらし相談", "03-1234-5678", "x"]]
    job = desk.take(a_csv(rows))
    assert job.mapping == {}
    answer = desk.do(job, "check", **{"column-1": "contact1.value"})
    assert answer.status_code == 400
    assert "どの項目の行かが分かりません" in answer.content.decode()
    desk.check(job, {"窓口の名": "name_ja", "でんわ": "contact1.value"})
    assert outcomes(job) == ["new"]
    assert desk.take(a_csv(rows)).mapping == {"0": "name_ja", "1": "contact1.value"}


def test_wrong_rows_are_told_and_stop_no_other(house: House, desk: Desk) -> None:
    house.save_draft(a_service())
    headings = [
        "公開ID",
        "名称",
        "よみがな",
        "種類",
        "悩みの分類",
        "公式ページ",
        "最後に確認した日",
        "連絡先1_番号・URL・場所",
    ]
    headings += ["連絡先1_方法", "連絡先1_受付時間"]
    bad = {
        2: ("相談", "0000", "漢字", "祭り", "しらない", "x", "きのう", "0123", "電話", "月から金"),
        3: ("", "", "かな", "相談", "", "", "", "", "", ""),
        4: ("#REF!", "よい相談", "よいそうだん", "", "", "", "", "", "", ""),
    }
    rows = [list(bad[2]), list(bad[3]), ["", "よい相談", *[""] * 8]]
    job = desk.dry_run(a_csv([headings, *rows]))
    assert outcomes(job) == ["error", "error", "new"]
    first, second, _good = job.rows.all()
    assert {fault["field"] for fault in first.faults} == {*headings} - {"名称", "連絡先1_方法"}
    assert all(fault["place"] == "2行目" and fault["wrong"] and fault["mend"] for fault in first.faults)
    assert "祭り" in desk.page(job, outcome="error")
    assert second.faults[0]["wrong"] == "新しい項目なのに名称がありません"
    desk.write(job)
    assert Service.objects.filter(name_ja="よい相談").exists()
    assert Service.objects.count() == 2


def test_what_is_there_already_is_shown_and_left_out_unless_chosen(house: House, desk: Desk) -> None:
    there = house.save_draft(a_service(name_ja="くらし相談", kana="くらしそうだん"))
    rows = [
        ["名称", "よみがな", "連絡先1_番号・URL・場所", "概要"],
        ["くらし相談", "くらしそうだん", "０１２０２７９３３８", "新しい概要"],
        ["くらしの相談", "", "", "別"],
        ["まったく別の窓口", "", "03-1234-5678", "別"],
        ["まったく別の窓口", "", "03-1234-5678", "別"],
    ]
    job = desk.dry_run(a_csv(rows))
    assert outcomes(job) == ["duplicate", "new", "new", "duplicate"]
    first = job.rows.first()
    assert first.candidates[0]["key"] == str(there.content_id)
    assert "電話番号が同じ" in desk.page(job)
    desk.do(job, "choose", **{"row-2": str(there.content_id), "row-3": "leave"})
    first.refresh_from_db()
    assert (first.action, [one["after"] for one in first.differences]) == ("change", ["新しい概要"])
    desk.write(job)
    there.refresh_from_db()
    assert there.get_latest_revision_as_object().summary_ja == "新しい概要"
    assert [one.name_ja for one in Service.objects.order_by("pk")] == ["くらし相談", "まったく別の窓口"]

    again = desk.dry_run(a_csv([rows[0], ["くらし相談", "くらしそうだん", "0120-279-338", "三つめ"]]), updates="yes")
    assert (outcomes(again), again.rows.get().action) == (["duplicate"], "change")


def test_a_choice_that_is_not_offered_is_refused(house: House, desk: Desk) -> None:
    job = desk.dry_run(a_csv(ROWS))
    answer = desk.do(job, "choose", **{"row-2": str(house.save_draft(a_service()).content_id)})
    assert answer.status_code == 302
    assert job.rows.get().action == "make"


def test_the_draft_of_somebody_else_is_a_conflict(house: House, desk: Desk) -> None:
    theirs = house.save_draft(a_service(summary_ja="ほかの人の下書き"), by=house.second_writer)
    rows = [["公開URLの名前", "概要"], ["yorisoi-hotline", "わたしの概要"]]
    job = desk.dry_run(a_csv(rows))
    assert outcomes(job) == ["conflict"]
    assert "ほかの人の、まだ公開していない下書きがあります" in desk.page(job)
    desk.write(job)
    theirs.refresh_from_db()
    assert theirs.get_latest_revision_as_object().summary_ja == "ほかの人の下書き"

    job = desk.dry_run(a_csv(rows))
    desk.do(job, "choose", **{"row-2": "change"})
    desk.write(job)
    theirs.refresh_from_db()
    assert theirs.get_latest_revision_as_object().summary_ja == "わたしの概要"


def by_lock(house: House, service: Any) -> None:
    Service.objects.filter(pk=service.pk).update(locked=True)


def by_submission(house: House, service: Any) -> None:
    house.submit(service)


def by_schedule(house: House, service: Any) -> None:
    latest = Service.objects.get(pk=service.pk).latest_revision
    Revision.objects.filter(pk=latest.pk).update(approved_go_live_at=timezone.now() + timedelta(days=1))


def by_release(house: House, service: Any) -> None:
    release = compose.create(name="春", note="", go_live_at=None, person=house.writer, at=timezone.now())
    compose.add(release.pk, [service.content_id], person=house.writer, at=timezone.now())


HOLDS = {
    "ロックされています": by_lock,
    "承認の手続きに入っています": by_submission,
    "公開する日時が決まっています": by_schedule,
    "一括公開「春」に入っています": by_release,
}


@pytest.mark.parametrize(("said", "hold"), HOLDS.items(), ids=[hold.__name__ for hold in HOLDS.values()])
def test_what_is_held_is_told_and_never_written_over(house: House, desk: Desk, said: str, hold: Any) -> None:
    service = house.save_draft(a_service())
    rows = [["公開URLの名前", "概要"], ["yorisoi-hotline", "わたしの概要"]]
    early = desk.dry_run(a_csv(rows))
    assert outcomes(early) == ["change"]
    hold(house, service)
    before = Service.objects.get(pk=service.pk).latest_revision_id

    job = desk.dry_run(a_csv(rows))
    assert outcomes(job) == ["conflict"]
    assert said in desk.page(job)
    desk.do(job, "choose", **{"row-2": "change"})  # although it is not offered
    desk.write(job)
    desk.write(early)

    assert job.rows.get().result == ""
    assert (early.rows.get().result, said in early.rows.get().told) == ("refused", True)
    assert Service.objects.get(pk=service.pk).latest_revision_id == before


def test_a_file_from_before_a_change_is_a_conflict(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    data = desk.export(form="csv").decode("utf-8-sig").replace("どんな悩みでも聞きます。", "ファイルの概要")
    service.summary_ja = "あとの概要"
    house.save_draft(service)
    job = desk.dry_run(data.encode())
    assert outcomes(job) == ["conflict"]
    assert "書き出したあとに" in desk.page(job)


def test_what_changes_between_the_dry_run_and_the_run_is_left(house: House, desk: Desk) -> None:
    service = house.save_draft(a_service())
    job = desk.dry_run(a_csv([["公開URLの名前", "概要"], ["yorisoi-hotline", "わたしの概要"]]))
    service.summary_ja = "あいだに変わった概要"
    house.save_draft(service, by=house.second_writer)
    desk.write(job)
    row = job.rows.get()
    assert (row.result, "確かめたあとに" in row.told) == ("refused", True)
    service.refresh_from_db()
    assert service.get_latest_revision_as_object().summary_ja == "あいだに変わった概要"


@pytest.mark.django_db(transaction=True)
def test_nobody_saves_between_the_look_at_a_draft_and_the_new_one(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = house.save_draft(a_service())
    job = desk.dry_run(a_csv([["公開URLの名前", "概要"], ["yorisoi-hotline", "わたしの概要"]]))

    def save_another() -> None:
        try:
            draft = Service.objects.get(pk=service.pk).get_latest_revision_as_object()
            draft.save_revision(user=house.second_writer, clean=False)
        finally:
            connection.close()

    somebody = threading.Thread(target=save_another)
    look, waited = writing.drafts_by_id, []

    def slow_look(content_ids: Any) -> Any:
        found = look(content_ids)
        somebody.start()
        somebody.join(1)
        waited.append(somebody.is_alive())
        return found

    monkeypatch.setattr(writing, "drafts_by_id", slow_look)
    desk.write(job)
    somebody.join()
    assert waited == [True]
    assert job.rows.get().result == "changed"


def test_undoing_leaves_what_somebody_has_in_hand(house: House, desk: Desk) -> None:
    rows = [["名称"], ["ひとつめ"], ["ふたつめの窓口"], ["みっつめ、こども向けあり"], ["よっつめの相談先"]]
    desk.write(job := desk.dry_run(a_csv(rows)))
    one, _two, three, _four = Service.objects.order_by("pk")
    one.summary_ja = "直した"
    house.save_draft(one)
    house.save_draft(a_kids_text(three))
    desk_of(house.second_writer).undo(job)
    assert [row.result for row in job.rows.all()] == ["kept", "undone", "kept", "undone"]
    assert job.undone_by == house.second_writer
    assert set(Service.objects.values_list("name_ja", flat=True)) == {"ひとつめ", "みっつめ、こども向けあり"}
    assert "取り込みのあとに内容が変わったため" in desk.page(job)


def test_undoing_leaves_what_is_sent_for_approval(house: House, desk: Desk) -> None:
    service = house.publish(a_service())
    desk.write(job := desk.dry_run(a_csv([["公開URLの名前", "概要"], ["yorisoi-hotline", "わたしの概要"]])))
    service.refresh_from_db()
    house.submit(service)
    desk.undo(job)
    assert job.rows.get().result == "kept"


def test_contacts_go_only_where_empty_cells_clear(house: House, desk: Desk) -> None:
    service = a_service()
    house.save_draft(service)
    number = str(service.contact_points.get().content_id)
    rows = [["公開URLの名前", "連絡先1_公開ID", "連絡先1_番号・URL・場所"], ["yorisoi-hotline", number, ""]]
    assert outcomes(desk.dry_run(a_csv(rows))) == ["same"]
    job = desk.dry_run(a_csv(rows), clears="yes")
    assert outcomes(job) == ["change"]
    desk.write(job)
    assert not Service.objects.get().get_latest_revision_as_object().contact_points.all()
    desk.undo(job)
    assert Service.objects.get().get_latest_revision_as_object().contact_points.get().value == "0120-279-338"


class Killed(BaseException):
    """What no `except Exception` meets, as a process that ends."""


def test_a_row_that_fails_is_told_and_stops_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    job = desk.dry_run(a_csv([["名称"], ["あさひの窓口"], ["いなほの相談先"], ["うぐいすの家"]]))
    fill = writing.fill

    def fails(entry: Service, made: Any, *args: Any) -> None:
        fill(entry, made, *args)
        if entry.name_ja == "いなほの相談先":
            raise ZeroDivisionError

    monkeypatch.setattr(writing, "fill", fails)
    desk.write(job)
    assert [row.result for row in job.rows.all()] == ["made", "refused", "made"]
    assert "管理者に伝えてください" in desk.page(job)
    assert set(Service.objects.values_list("name_ja", flat=True)) == {"あさひの窓口", "うぐいすの家"}


def test_work_that_was_killed_goes_on_where_it_stood(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "WRITTEN_AT_ONCE", 2)
    job = desk.dry_run(
        a_csv([["名称"], *([f"{kana}の窓口"] for kana in ("あさひ", "いなほ", "うぐいす", "えにし", "おおぞら"))])
    )
    desk.do(job, "write")
    desk.do(job, "step")
    fill, filled = writing.fill, []

    def dies(entry: Service, *args: Any) -> None:
        filled.append(entry)
        if len(filled) == 2:
            raise Killed
        fill(entry, *args)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "fill", dies)
        with pytest.raises(Killed):
            desk.do(job, "step")
    job.refresh_from_db()
    assert (job.done, Service.objects.count()) == (2, 2)
    assert "2 / 5行" in desk.page(job)
    desk.work(job)
    assert (job.stage, Service.objects.count()) == ("written", 5)


def test_only_who_began_goes_on_and_only_writers_begin(house: House, desk: Desk) -> None:
    job = desk.dry_run(a_csv(ROWS))
    other = desk_of(house.second_writer)
    assert "続けられるのは、はじめた人" in other.page(job)
    other.do(job, "write")
    assert job.stage == Import.Stage.CHECKED
    for person in (house.reviewer, house.approver, house.kids, house.administrator):
        desk = desk_of(person)
        answers = [desk.upload(a_csv(ROWS)), desk.client.get(f"{PATH}{job.pk}/"), desk.do(job, "write")]
        assert [refused(answer) for answer in answers] == [True, True, True]
    assert desk_of(house.reviewer).client.get(PATH).status_code == 200
    assert refused(desk_of(house.administrator).client.get(PATH))
    assert Import.objects.count() == 1


def test_a_stage_that_is_over_is_told(desk: Desk) -> None:
    job = desk.dry_run(a_csv(ROWS))
    desk.do(job, "undo")
    assert job.stage == Import.Stage.CHECKED
    desk.do(job, "leave")
    assert (job.stage, job.rows.count()) == (Import.Stage.LEFT, 0)
    answer = desk.client.post(f"{PATH}{job.pk}/", {"do": "write"}, follow=True)
    assert "いま「やめました」です" in answer.content.decode()
    assert reverse("spreadsheets") == PATH
