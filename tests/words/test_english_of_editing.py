"""In English: the lists, the editor and its script, what awaits approval, the approval, withdrawals, and refusals."""

import json

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.editors import House, a_service
from tests.words.test_english import at_work
from tests.words.test_english_of_publishing import look, told

NAME, KANA = "よりそいホットライン", "よりそいほっとらいん"


def test_a_list_and_its_columns_speak_english(house: House) -> None:
    house.save_draft(a_service())
    page = look(at_work(house.writer, "en"), reverse("wagtailsnippets_catalog_service:list"), NAME, KANA)
    assert {"Listings", "Reading", "To be verified", "Status", "Updated"} <= set(page.splitlines())


def test_the_editor_speaks_english_and_so_does_its_script(house: House) -> None:
    service = house.save_draft(a_service())
    address = reverse("wagtailsnippets_catalog_service:edit", args=[service.pk])
    page = BeautifulSoup(at_work(house.writer, "en").get(address).content, "html.parser")
    words = json.loads(str(page.select_one("input[data-hours-words]")["data-hours-words"]))  # type: ignore[index]
    assert (words["Mo"], words["noHolidays"]) == ("Mon", "Closed on public holidays")
    assert json.loads(str(page.select_one("script[data-words]")["data-words"]))["close"] == "Close"  # type: ignore[index]
    labels = {label.get_text(" ", strip=True).rstrip("* ").strip() for label in page.select("label")}
    assert {"Summary", "Who can use it", "Opening hours", "Kids' site", "Anonymous use"} <= labels


def test_what_awaits_approval_and_why_speak_english(house: House) -> None:
    service = house.submit(house.save_draft(a_service()))
    queue = look(at_work(house.approver, "en"), reverse("approvals"), NAME)
    assert "Awaiting approval" in queue
    approval = reverse("approval", args=[service.current_workflow_task_state.pk])
    page = told(at_work(house.reviewer, "en").get(approval).content).splitlines()
    assert {
        "What changes when it goes live",
        "Who wrote it",
        "Content after publication",
        "Approve this content",
    } <= set(page)
    assert not {"公開されると変わること", "だれが書いたか", "この内容を承認する"} & set(page)
    state = told(at_work(house.writer, "en").get(reverse("entry_state", args=[service.content_id])).content)
    assert "The step “Review” of this content is still open." in state


def test_a_withdrawal_speaks_english(house: House) -> None:
    service = house.publish(a_service())
    page = look(at_work(house.writer, "en"), reverse("propose_withdrawal", args=[service.content_id]), NAME)
    assert "It harms users" in page
    assert "Propose withdrawal" in page


def test_a_refusal_is_in_the_language_of_who_is_refused(house: House) -> None:
    """Wagtail answers it after the view, where its own choice of the language has ended."""
    refused = reverse("wagtailusers_groups:index")
    told = at_work(house.writer, "en").get(refused, follow=True).content.decode()
    assert "you do not have permission" in told
    said = at_work(house.second_writer).get(refused, follow=True).content.decode()
    assert "この画面を開く権限がありません" in said
