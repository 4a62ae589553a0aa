"""内容の点検: a round goes through everything once, and the report shows, filters and exports what it found."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import get_language, override

from cms.checks import report, steps
from cms.checks.models import Round, RoundFinding, Trace
from tests.editors import MAKERS, House, a_faq, a_service
from tests.words.marked import JAPANESE

pytestmark = pytest.mark.django_db
SECRET = "番号は 1234 5678 9018 です。"


def whole_round(person: Any) -> Round:
    steps.start(person)
    while steps.running() is not None:
        steps.advance(0.0)
    found = steps.latest()
    assert found is not None
    return found


def test_a_round_looks_at_the_latest_draft_of_everything_once(house: House) -> None:
    for model, make in MAKERS.items():
        if not model._default_manager.exists():  # another one may have brought it along
            house.save_draft(make())
    service: Any = house.publish(a_service("live-one"))
    service.summary_ja = SECRET
    house.save_draft(service)
    entries = sum(model._default_manager.count() for model in MAKERS)
    done = whole_round(house.writer)
    assert done.done == done.total == entries
    (found,) = RoundFinding.objects.filter(rule="my-number")
    assert found.content_id == service.content_id
    assert found.level == "block"


def test_an_entry_that_changes_between_the_two_looks_keeps_its_japanese(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.save_draft(a_service("steady", summary_ja=SECRET))
    changing: Any = house.save_draft(a_service("changing", summary_ja=SECRET))
    whole_round(house.writer)
    original = report.findings_of

    def changes(entries: Any) -> Any:
        found = original(entries)
        if get_language() == "en":
            found = [
                [] if one.content_id == changing.content_id else its for one, its in zip(entries, found, strict=True)
            ]
        return found

    monkeypatch.setattr(report, "findings_of", changes)
    with override("en"):
        rows = report.reworded(list(RoundFinding.objects.filter(rule="my-number")))
    assert {bool(JAPANESE.search(row.said)) for row in rows if row.content_id == changing.content_id} == {True}
    assert {bool(JAPANESE.search(row.said)) for row in rows if row.content_id != changing.content_id} == {False}


def test_two_who_go_on_at_once_do_nothing_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.save_draft(a_service(summary_ja=SECRET))
    house.save_draft(a_faq(answer_ja=f"<p>{SECRET}</p>"))
    steps.start(house.writer)
    original = steps.judged

    def overtaken(readings: Any) -> Any:
        """While this one thinks, another worker takes the same step."""
        monkeypatch.setattr(steps, "judged", original)
        steps.advance(0.0)
        return original(readings)

    while steps.running() is not None:
        monkeypatch.setattr(steps, "judged", overtaken)
        steps.advance(0.0)
    assert RoundFinding.objects.filter(rule="my-number").count() == 2


def test_one_that_cannot_be_checked_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    broken: Any = house.save_draft(a_service("broken"))
    house.save_draft(a_service("whole", summary_ja=SECRET))
    original = steps.judged

    def fails(readings: Any) -> Any:
        if broken.content_id in {reading.content_id for reading in readings}:
            raise RuntimeError("planted")
        return original(readings)

    monkeypatch.setattr(steps, "judged", fails)
    assert whole_round(house.writer).finished_at is not None
    assert list(RoundFinding.objects.filter(rule="my-number").values_list("model", flat=True)) == ["catalog.service"]
    assert not RoundFinding.objects.filter(content_id=broken.content_id).exists()


def test_what_was_found_before_stays_in_sight_until_the_next_round_is_done(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service(summary_ja=SECRET))
    whole_round(house.writer)
    service.summary_ja = "話を聞きます。"
    house.save_draft(service)
    assert steps.start(house.writer) == steps.start(house.second_writer)  # one at a time
    client.force_login(house.reviewer)
    assert "マイナンバーかもしれない" in client.get("/admin/checks/").content.decode()
    while steps.running() is not None:
        steps.advance(0.0)
    assert "マイナンバーかもしれない" not in client.get("/admin/checks/").content.decode()
    assert Round.objects.count() == 1


def test_a_round_mends_the_traces(house: House) -> None:
    service: Any = house.save_draft(a_service())
    trace = Trace.objects.get(content_id=service.content_id)
    Trace.objects.all().delete()
    Trace.objects.create(content_id="0" * 32, model="catalog.service", name="消えた窓口", mark=trace.mark)
    whole_round(house.writer)
    assert list(Trace.objects.values_list("content_id", "mark")) == [(service.content_id, trace.mark)]


def test_it_is_started_on_the_page_and_goes_on_there_without_a_worker(house: House, client: Client) -> None:
    house.save_draft(a_service(summary_ja=SECRET))
    client.force_login(house.writer)
    assert "まだ全体を点検したことがありません" in client.get("/admin/checks/").content.decode()
    for _ in range(40):
        client.post("/admin/checks/start/")  # as the button does where no script runs
        if steps.latest():
            break
    assert "マイナンバーかもしれない" in client.get("/admin/checks/").content.decode()
    answer = client.post("/admin/checks/start/", headers={"accept": "application/json"})
    assert answer.json()["finished"] is True  # a script only goes on: it begins no other


def test_filters_by_rule_level_type_and_person(house: House, client: Client) -> None:
    house.save_draft(a_service(summary_ja=SECRET, url="http://a.example/", steward=house.writer))
    house.save_draft(a_faq(answer_ja=f"<p>{SECRET}</p>"))
    whole_round(house.writer)
    client.force_login(house.viewer if hasattr(house, "viewer") else house.reviewer)

    def rows(query: str) -> set[tuple[str, str]]:
        page = client.get(f"/admin/checks/results/?{query}")
        return {(row.model, row.rule) for row in page.context["object_list"]}

    assert rows("rule=my-number") == {("catalog.service", "my-number"), ("pages.faq", "my-number")}
    assert rows("level=block") == {("catalog.service", "my-number"), ("pages.faq", "my-number")}
    assert {rule for _, rule in rows("model=pages.faq")} == {"my-number"}
    assert rows(f"steward={house.writer.pk}") == {("catalog.service", "my-number"), ("catalog.service", "link-http")}
    assert rows("name=ホットライン&rule=link-http") == {("catalog.service", "link-http")}


@pytest.mark.parametrize("sign", ["=", "＝"])
def test_the_export_is_safe_to_open(house: House, client: Client, sign: str) -> None:
    house.save_draft(a_service(name_ja=f'{sign}HYPERLINK("http://a.example")', summary_ja=SECRET))
    whole_round(house.writer)
    client.force_login(house.reviewer)
    answer = client.get("/admin/checks/?export=csv&rule=my-number")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["名称"].startswith(f"'{sign}HYPERLINK")
    assert row["扱い"] == "公開を止める"
    assert row["点検"] == "マイナンバー"


def test_rights(house: House, client: Client) -> None:
    client.force_login(house.administrator)
    assert client.get("/admin/checks/").status_code == 302
    assert client.post("/admin/checks/start/").url == "/admin/"  # type: ignore[attr-defined]
    assert steps.running() is None
    client.force_login(house.writer)
    assert client.get("/admin/checks/").status_code == 200
    assert client.get("/admin/checks/start/").status_code == 405
