"""Many listings at once: the preview, the drafts, the record, and the way back. Over HTTP."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import Service
from cms.listing.models import BulkChange, BulkChangeItem, BulkUndo
from cms.releases import compose
from cms.workflow.models import Authorship
from tests.editors import House, a_service, a_topic
from tests.spreadsheets.desk import refused

ACTION = "/admin/bulk/catalog/service/"


def browser_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def chosen(client: Client, kind: str, *services: Service, **asked: Any) -> str:
    """The address of the page to which the bulk action leads."""
    ids = {"id": [one.pk for one in services] or "all", **asked, "next": "/admin/"}
    answer = client.get(f"{ACTION}change_{kind}/?{urlencode(ids, doseq=True)}")
    assert answer.status_code == 302, answer.status_code
    return str(answer["Location"])


def previewed(client: Client, address: str, **values: Any) -> tuple[str, list[str]]:
    """The page of what would change, and what it would send."""
    page = client.post(address, values).content.decode()
    return page, re.findall(r'name="seen" value="([0-9:]+)"', page)


def written(client: Client, address: str, seen: list[str], **values: Any) -> BulkChange:
    answer = client.post(address, {**values, "step": "write", "seen": seen})
    done = BulkChange.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/listing/changes/{done.pk}/")
    return done


def undone(client: Client, done: BulkChange) -> str:
    client.post(f"/admin/listing/changes/{done.pk}/")
    return str(client.get(f"/admin/listing/changes/{done.pk}/").content.decode())


def draft(service: Service) -> Service:
    return Service.objects.get(pk=service.pk).get_latest_revision_as_object()


@pytest.fixture
def two(house: House) -> tuple[Service, Service]:
    """One that is live, and a draft."""
    return house.publish(a_service()), house.save_draft(a_service("warm-line", name_ja="ぬくもりダイヤル"))


def test_a_steward_is_set_in_drafts_and_taken_back(house: House, two: tuple[Service, Service]) -> None:
    live, other = two
    writer = browser_of(house.writer)
    address = chosen(writer, "steward", live, other)
    page, seen = previewed(writer, address, steward=house.approver.pk)
    assert "まだ何も変わっていません" in page
    assert len(seen) == 2
    assert BulkChange.objects.count() == 0
    assert draft(live).steward is None
    done = written(writer, address, seen, steward=house.approver.pk)
    assert [draft(one).steward for one in two] == [house.approver] * 2
    live.refresh_from_db()
    assert (live.steward, live.live, live.has_unpublished_changes) == (None, True, True)
    latest = Authorship.objects.filter(content_id=live.content_id).latest("pk")
    assert (latest.person, latest.origin) == (house.writer, "person")
    assert "元に戻しました" in undone(writer, done)
    assert [draft(one).steward for one in two] == [None, None]
    live.refresh_from_db()
    assert not live.has_unpublished_changes
    undone(writer, done)
    assert BulkUndo.objects.count() == 1


def test_what_somebody_went_on_with_is_kept(house: House, two: tuple[Service, Service]) -> None:
    live, other = two
    writer = browser_of(house.writer)
    third = house.save_draft(a_service("third", name_ja="三つめ"))
    address = chosen(writer, "review_by", live, other, third)
    done = written(writer, address, previewed(writer, address, review_by="2027-04-01")[1], review_by="2027-04-01")
    house.save_draft(draft(other), by=house.second_writer)
    house.submit(Service.objects.get(pk=live.pk))
    page = undone(writer, done)
    assert "このあとに内容が変わったため、残しました" in page
    assert "承認の手続きに入っているため、残しました" in page
    assert [draft(one).review_by for one in (live, other, third)] == [date(2027, 4, 1), date(2027, 4, 1), None]


def test_those_in_the_way_are_left_out_and_told(house: House, two: tuple[Service, Service]) -> None:
    live, locked = two
    Service.objects.filter(pk=locked.pk).update(locked=True)
    theirs = house.save_draft(a_service("theirs", name_ja="ほかの人の窓口"), by=house.second_writer)
    waiting = house.submit(house.save_draft(a_service("waiting", name_ja="待っている窓口")))
    held = house.save_draft(a_service("held", name_ja="まとめて出す窓口"))
    release = compose.create(name="春", note="", go_live_at=None, person=house.writer, at=timezone.now())
    compose.add(release.pk, [held.content_id], person=house.writer, at=timezone.now())
    writer = browser_of(house.writer)
    address = chosen(writer, "review_by", live, locked, theirs, waiting, held)
    page, seen = previewed(writer, address, review_by="2027-04-01")
    for told in ("ロックされています", "ほかの人の公開前の下書き", "承認の手続きに入っています", "一括公開「春」"):
        assert told in page
    assert [one.partition(":")[0] for one in seen] == [str(live.pk)]
    everything = [f"{one.pk}:{one.latest_revision_id}" for one in (live, locked, theirs, waiting, held)]
    done = written(writer, address, everything, review_by="2027-04-01")  # although none of these was offered
    assert list(done.items.filter(written__isnull=False).values_list("name", flat=True)) == [str(live)]


def test_a_draft_changed_since_the_preview_is_left_alone(house: House, two: tuple[Service, Service]) -> None:
    live, other = two
    writer = browser_of(house.writer)
    address = chosen(writer, "review_by", live, other)
    seen = previewed(writer, address, review_by="2027-04-01")[1]
    house.save_draft(draft(other))
    done = written(writer, address, seen, review_by="2027-04-01")
    assert BulkChangeItem.objects.get(change=done, written=None).told.startswith("確かめたあとに")
    assert draft(other).review_by is None


def test_topics_and_channels_are_put_in_and_taken_out(house: House, two: tuple[Service, Service]) -> None:
    live, _ = two
    writer = browser_of(house.writer)
    money = a_topic("money", name_ja="お金のこと")
    money.save()
    values = {"how": "add", "topics": [money.pk]}
    address = chosen(writer, "topics", live)
    page, seen = previewed(writer, address, **values)
    assert "さびしい・話を聞いてほしい、お金のこと" in page
    written(writer, address, seen, **values)
    assert {str(topic) for topic in draft(live).topics.all()} == {"さびしい・話を聞いてほしい", "お金のこと"}
    assert [str(topic) for topic in Service.objects.get(pk=live.pk).topics.all()] == ["さびしい・話を聞いてほしい"]
    values = {"how": "remove", "channels": ["website", "kids", "partners"]}
    address = chosen(writer, "channels", live)
    page, seen = previewed(writer, address, **values)
    assert "公開するには1つ以上要ります" in page
    written(writer, address, seen, **values)
    assert draft(live).channels == []
    assert Service.objects.get(pk=live.pk).channels


def test_all_that_the_list_shows_can_be_meant(house: House, two: tuple[Service, Service]) -> None:
    writer = browser_of(house.writer)
    address = chosen(writer, "steward", q="ぬくもり")
    page = writer.get(address).content.decode()
    assert "選んだ窓口は1件です" in page
    assert "ぬくもりダイヤル" in page
    assert "もうそうなっています" in previewed(writer, address, steward="")[0]


def test_what_is_wrong_is_said_and_nothing_happens(house: House, two: tuple[Service, Service]) -> None:
    writer = browser_of(house.writer)
    address = chosen(writer, "review_by", *two)
    assert "日付は、2027-04-01 のように入れてください" in previewed(writer, address, review_by="来年")[0]
    assert "悩みの分類を1つ以上選んでください" in previewed(writer, chosen(writer, "topics", *two), how="add")[0]
    assert writer.get("/admin/listing/change/?do=nothing").status_code == 404
    assert BulkChange.objects.count() == 0


def test_only_those_who_write_change_and_whoever_reads_sees_the_record(
    house: House, two: tuple[Service, Service]
) -> None:
    writer, reviewer, keeper = (browser_of(one) for one in (house.writer, house.reviewer, house.administrator))
    address = chosen(writer, "review_by", *two)
    done = written(writer, address, previewed(writer, address, review_by="2027-04-01")[1], review_by="2027-04-01")
    record = f"/admin/listing/changes/{done.pk}/"
    assert refused(reviewer.get(f"{ACTION}change_steward/?id={two[0].pk}"))
    assert refused(reviewer.get(address))
    assert refused(reviewer.post(address, {"review_by": "2027-04-01"}))
    assert refused(reviewer.post(record))
    assert not BulkUndo.objects.exists()
    assert reviewer.get(record).status_code == 200
    assert "次の見直し日を2027年4月1日にする" in reviewer.get("/admin/listing/changes/").content.decode()
    assert refused(keeper.get(record))
    assert refused(keeper.get("/admin/listing/changes/"))
