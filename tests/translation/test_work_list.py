"""The list of work: counts, filters, pages, and how much it asks of the database."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from catalog.models import Organization, Service
from cms.translation import policy, screens
from cms.translation.models import Work
from tests.editors import House, a_faq, a_service, an_organization
from tests.translation.conftest import Desk, item, latest, opened, said

pytestmark = pytest.mark.django_db
LIST = "/admin/translation/list/en/"


def work_of(entry: Any, language: str = "en") -> Work:
    return Work.objects.get(content_id=entry.content_id, language=language)


def counts(row: Work) -> dict[str, int]:
    return {state: getattr(row, state) for state in ("missing", "stale", "draft", "checked")}


def plant(number: int, *, since: datetime | None = None, **fields: Any) -> None:
    """Rows as saving would make them."""
    at = since or datetime(2026, 1, 1, tzinfo=UTC)
    Work.objects.bulk_create(
        Work(
            **{
                "content_id": uuid4(),
                "language": "en",
                "type": "service",
                "name": f"窓口{n:05}",
                "missing": 1,
                "waiting_since": at + timedelta(seconds=n // 3),  # several wait since the same instant
                **fields,
            }
        )
        for n in range(number)
    )


def test_every_save_keeps_the_counts(house: House) -> None:
    service = house.save_draft(a_service(search_words_ja="電話"))
    assert counts(work_of(service)) == {"missing": 1, "stale": 0, "draft": 2, "checked": 0}  # no search words: optional
    assert work_of(service, "ko").missing == 3
    waiting = work_of(service).waiting_since

    draft = latest(service)
    draft.record_translation("name", "en", state="checked")
    draft.record_translation("summary", "en", state="checked")
    draft.summary_ja = "変わりました。"
    house.save_draft(draft)

    assert counts(work_of(service)) == {"missing": 1, "stale": 1, "draft": 0, "checked": 1}
    assert work_of(service).waiting_since == waiting


def test_what_is_finished_waits_no_longer(house: House, writer: Client) -> None:
    office = house.save_draft(an_organization(name_en="Center"))
    data = opened(writer, item(office))
    data["answer"] = "checked"
    writer.post(item(office), data)

    assert work_of(office).waiting_since is None
    assert "よりそい支援センター" not in said(writer.get(LIST))
    assert "よりそい支援センター" in said(writer.get(LIST + "?state=done"))


def test_the_overview_counts_by_language(house: House, writer: Client) -> None:
    house.save_draft(an_organization(name_en="Center"))

    page = said(writer.get("/admin/translation/"))

    assert "English 1件 0 0 1 0" in page
    assert "한국어 1件 1 0 0 0" in page
    assert screens.to_do()["ko"] == 1


def test_filters_show_what_they_say(house: House, writer: Client) -> None:
    now = timezone.now()
    plant(1, name="古い窓口", since=now - timedelta(days=40))
    plant(1, name="新しい窓口", since=now - timedelta(days=2), missing=0, stale=2)
    plant(1, name="質問", type="faq", since=now - timedelta(days=10), missing=0, draft=1)

    shown = {
        query: [name for name in ("古い窓口", "新しい窓口", "質問") if name in _table(writer, query)]
        for query in ("", "state=stale", "state=draft", "type=faq", "age=30", "q=新し", "state=nonsense&type=x&age=y")
    }
    assert shown == {
        "": ["古い窓口", "新しい窓口", "質問"],
        "state=stale": ["新しい窓口"],
        "state=draft": ["質問"],
        "type=faq": ["質問"],
        "age=30": ["古い窓口"],
        "q=新し": ["新しい窓口"],
        "state=nonsense&type=x&age=y": ["古い窓口", "新しい窓口", "質問"],
    }


def _table(client: Client, query: str) -> str:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return " ".join(row["work"].name for row in answer.context["rows"])


def test_pages_show_every_row_once(writer: Client) -> None:
    plant(2 * screens.PER_PAGE + 7)

    seen: list[str] = []
    query = ""
    for _page in range(4):
        answer = writer.get(f"{LIST}?{query}")
        seen += [row["work"].name for row in answer.context["rows"]]
        query = answer.context["next"]
        if not query:
            break

    assert sorted(seen) == [f"窓口{n:05}" for n in range(2 * screens.PER_PAGE + 7)]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "place", ["x", "2026-13-01~5", "~", "2026-01-01~3", "~99999999999999999999999", "2026-01-01T00:00:00+00:00~-1"]
)
def test_a_place_nobody_gave_is_the_beginning(writer: Client, place: str) -> None:
    plant(1)

    assert writer.get(LIST, {"after": place}).status_code == 200


def test_a_page_asks_the_same_of_the_database_however_much_there_is(writer: Client) -> None:
    plant(3)
    writer.get(LIST)
    with CaptureQueriesContext(connection) as few:
        writer.get(LIST)
    plant(1_000)
    writer.get(LIST)  # a session that is renewed meanwhile is written by this one
    with CaptureQueriesContext(connection) as many:
        writer.get(LIST)

    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as overview:
        writer.get("/admin/translation/")
    assert len(overview) <= len(few)


def test_a_save_costs_a_few_statements(house: House) -> None:
    service = house.save_draft(a_service())
    draft = latest(service)
    with CaptureQueriesContext(connection) as asked:
        draft.save_revision(user=house.writer)

    assert sum("translation_work" in one["sql"] for one in asked) == 1  # read; nothing changed, so nothing is written


def test_deleted_items_are_no_work(house: House, writer: Client) -> None:
    office = house.save_draft(an_organization())
    writer.post(f"/admin/snippets/catalog/organization/delete/{office.pk}/")

    assert not Organization.objects.filter(pk=office.pk).exists()
    assert not Work.objects.filter(content_id=office.content_id).exists()


def test_the_list_can_be_written_anew(house: House, writer: Client) -> None:
    service = house.save_draft(a_service())
    before = counts(work_of(service))
    Work.objects.all().delete()
    plant(1, name="もうない")
    out = StringIO()

    call_command("translation_list", stdout=out)

    assert counts(work_of(service)) == before
    assert not Work.objects.filter(name="もうない").exists()


def test_only_who_may_set_the_policy_gets_there(house: House, desk: Desk) -> None:
    path = "/admin/translation/policy/"
    for person, allowed in ((house.approver, True), (house.administrator, True), (house.writer, False)):
        client = desk(person)
        assert (client.get(path).status_code == 200) is allowed
        client.post(path, {"catalog.service.name": "warn" if allowed else "block"})

    assert policy.level(Service, "name") == "warn"
    assert desk(house.approver).post(path, {"catalog.service.name": "nonsense"}, follow=True).status_code == 200
    assert policy.level(Service, "name") == "warn"


def test_the_japanese_is_kept_in_one_order_so_that_two_at_once_never_wait_for_each_other(house: House) -> None:
    with CaptureQueriesContext(connection) as asked:
        house.save_draft(
            a_service(
                name_en="A desk",
                summary_en="We listen.",
                description_ja="話す場です。",
                description_en="A place to talk.",
                how_to_use_ja="そうだんします。",
                how_to_use_en="Call.",
            )
        )
    (kept,) = [one["sql"] for one in asked if 'INTO "translation_keptjapanese"' in one["sql"]]
    digests = re.findall(r"\b[0-9a-f]{64}\b", kept)
    assert len(digests) > 1
    assert digests == sorted(digests)


def test_an_untitled_page_is_called_so_in_japanese_whoever_saves_it(house: House) -> None:
    faq = a_faq(question_ja="")
    with override("en"):
        house.save_draft(faq)
    assert latest(faq).latest_revision.object_str == faq.title == "(よくある質問:題名未入力)"
    assert work_of(faq).name == faq.title
