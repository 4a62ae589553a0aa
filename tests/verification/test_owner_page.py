"""The owner's link: what it shows, what it takes, and everything that it must not do or tell."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog.models import Service
from cms.verification import limits, links
from cms.verification.models import OwnerAnswer, OwnerRequest
from cms.workflow.models import Authorship
from tests.editors import House
from tests.verification.desk import TO, answer, as_shown, ask, contact_field, listing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_openings_yet() -> None:
    limits.forget()


def draft_of(service: Service) -> Service:
    fresh = Service.objects.get(pk=service.pk)
    draft: Service = fresh.get_latest_revision_as_object()
    return draft


def test_still_true_becomes_a_draft_that_two_people_approve(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)
    shown = Client().get(link).content.decode()
    for words in (
        "よりそいホットライン",
        "0120-279-338",
        "月〜金 9:00〜17:00、祝日 休み",
        "https://example.test/",
        "無料",
    ):
        assert words in shown
    received = answer(link, "confirm")
    assert received.status_code == 200
    assert "受け付けました" in received.content.decode()
    today = timezone.localdate()
    draft = draft_of(service)
    assert (draft.verified_on, set(draft.verified_fields)) == (
        today,
        {"name", "url", "phone", "hours", "free_of_charge"},
    )
    assert draft.review_by is not None
    assert (draft.review_by.year, draft.review_by.month) == (today.year + 1, today.month)
    assert Service.objects.get(pk=service.pk).verified_on is None  # nothing is live before two people said yes
    row = Authorship.objects.filter(content_id=service.content_id).latest("pk")
    assert (row.origin, row.person) == ("partner", None)
    waiting = Service.objects.get(pk=service.pk)
    house.say_yes(waiting, by=house.reviewer)
    house.say_yes(waiting, by=house.approver)
    assert Service.objects.get(pk=service.pk).verified_on == today
    public = Client().get(f"/api/v1/website/services/{service.content_id}").json()
    assert public["verified_on"] == today.isoformat()


def test_a_correction_becomes_a_draft_and_nothing_else(house: House) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    typed = {
        contact_field(service, "value"): "０１２０ー２７９ー３３９",
        contact_field(service, "hours"): "平日 10時〜18時半",
        "fact-cost": "無料\r\nただし通信料がかかります",
        "message": "来月から変わります。",
    }
    received = answer(link, "correct", **typed).content.decode()
    for words in ("受け付けました", "0120-279-339", "月〜金 10:00〜18:30、祝日 休み", "来月から変わります。"):
        assert words in received
    assert TO not in received
    draft = draft_of(service)
    contact = draft.contact_points.first()
    assert contact is not None
    assert (contact.value, contact.hours) == ("0120-279-339", "Mo-Fr 10:00-18:30; PH off")
    assert draft.cost_ja == "無料\nただし通信料がかかります"
    live = Service.objects.get(pk=service.pk)
    assert live.contact_points.get().value == "0120-279-338"
    assert live.current_workflow_state is None  # an editor looks at it before it is sent for approval
    assert OwnerAnswer.objects.get(request=asked).kind == "corrected"


WRONG = [
    ("value", "0120-279", "桁の並び"),
    ("value", "", "空にはできません"),
    ("hours", "夜だけ", "読み取れません"),
    ("hours", "月〜金", "時刻か「休み」"),
    ("fact-url", "example", "https:// から始まる"),
    ("fact-closure_until", "2026-12-01", "初日を入れて"),
    ("fact-closure_from", "来週", "日付として読めません"),
    ("fact-name", "あ" * 121, "120文字まで"),
]


def test_what_is_wrong_is_told_and_what_was_typed_stays(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)
    for field, wrong, words in WRONG:
        name = field if field.startswith("fact-") else contact_field(service, field)
        again = answer(link, "correct", **{name: wrong, "fact-cost": "ここは正しい", "message": "のこるひとこと"})
        page = again.content.decode()
        assert again.status_code == 422
        assert words in page
        assert as_shown(page)[name] == wrong
        assert "ここは正しい" in page
        assert "のこるひとこと" in page
        assert 'id="looked" name="looked" value="yes" checked' in page
        assert not OwnerAnswer.objects.exists()


def test_a_machine_that_submits_forms_answers_nothing(house: House) -> None:
    _, link = ask(house, listing(house))
    client = Client()
    sent = {**as_shown(client.get(link).content.decode()), "looked": "yes", "answer": "confirm"}
    for spoilt in ({"looked": ""}, {"page": ""}, {"page": "made:up:page"}, {"answer": ""}, {"answer": "confirmed"}):
        assert client.post(link, {**sent, **spoilt}).status_code == 422
        assert not OwnerAnswer.objects.exists()
    assert client.post(link, sent).status_code == 200


def test_pressing_enter_in_a_correction_does_not_confirm(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)
    again = answer(link, "confirm", **{contact_field(service, "value"): "0120-279-339"})
    assert again.status_code == 422
    assert "直しが書かれています" in again.content.decode()
    assert not OwnerAnswer.objects.exists()


def test_nothing_at_all_is_no_correction(house: House) -> None:
    _, link = ask(house, listing(house))
    assert "直すところか、ひとこと" in answer(link, "correct").content.decode()
    assert not OwnerAnswer.objects.exists()


def test_scanners_and_prefetches_change_nothing(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)

    def kept() -> Any:
        return (
            list(OwnerRequest.objects.values()),
            list(OwnerAnswer.objects.values()),
            Service.objects.values("latest_revision", "has_unpublished_changes").get(pk=service.pk),
        )

    before = kept()
    client = Client()
    assert client.get(link, headers={"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}).status_code == 200
    assert client.head(link).status_code == 200
    assert client.get(link.rstrip("/")).status_code == 200
    for method in ("put", "patch", "delete", "options"):
        assert getattr(client, method)(link).status_code == 405
    assert client.post(link).status_code == 422
    assert kept() == before


def test_the_page_is_kept_nowhere_and_sets_no_cookie(house: House) -> None:
    _, link = ask(house, listing(house))
    client = Client()
    for response in (
        client.get(link),
        client.get("/verify/made-up/"),
        client.put(link),
        answer(link, "confirm", client),
    ):
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert not response.cookies
    page = client.get(link).content.decode()
    assert "<script" not in page
    assert "http://" not in page


def test_all_links_that_are_none_look_the_same(house: House) -> None:
    """Made up, signed by us but unknown, expired, revoked, answered and expired since, of a listing that left."""
    service = listing(house)
    other = listing(house, "other-desk")
    found: dict[str, bytes] = {}

    def look(name: str, link: str) -> None:
        response = Client().get(link)
        assert response.status_code == 404, name
        found[name] = response.content

    asked, link = ask(house, service)
    assert Client().get(link).status_code == 200
    answer(link, "confirm")
    OwnerRequest.objects.filter(pk=asked.pk).update(
        asked_at=timezone.now() - timedelta(days=40), expires_at=timezone.now() - timedelta(seconds=1)
    )
    look("answered, expired", link)
    asked, link = ask(house, service)
    OwnerRequest.objects.filter(pk=asked.pk).update(
        asked_at=timezone.now() - timedelta(days=40), expires_at=timezone.now() - timedelta(seconds=1)
    )
    look("expired", link)
    _, link = ask(house, other)
    _, again = ask(house, other)  # one live link for one desk and recipient
    look("revoked", link)
    assert Client().get(again).status_code == 200
    Service.objects.filter(pk=other.pk).update(live=False)
    look("left", again)
    look("made up", "/verify/" + "x" * 40 + "/")
    look("unknown", f"/verify/{links.new()}/")
    look("too long", "/verify/" + "x" * 5000 + "/")
    look("none", "/verify/a/b/c")
    assert len(set(found.values())) == 1


def test_only_a_hash_is_kept_of_a_link_of_256_bits(house: House) -> None:
    asked, link = ask(house, listing(house))
    secret = link.removeprefix("/verify/").rstrip("/")
    stored = " ".join(str(value) for row in OwnerRequest.objects.values() for value in row.values())
    assert secret not in stored
    assert secret.split(".")[0] not in stored
    assert len(secret.split(".")[0]) == 43
    assert asked.link_hash == links.hash_of(secret)


def test_guesses_never_reach_the_database(house: House, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/verify/" + "A" * 43 + "." + "B" * 43 + "/").status_code == 404


def test_used_once_then_only_what_was_said(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)
    answer(link, "correct", message="番号が変わります。")
    page = Client().get(link).content.decode()
    assert "番号が変わります。" in page
    assert "0120-279-338" not in page
    assert "<form" not in page
    late = Client().post(link, {"answer": "correct", "looked": "yes", "message": "あとからのひとこと"})
    assert late.status_code == 409
    assert "あとからのひとこと" in late.content.decode()  # shown back as not taken, so it is not lost unseen
    assert OwnerAnswer.objects.count() == 1


def test_what_changed_meanwhile_is_shown_before_it_is_confirmed(house: House) -> None:
    service = listing(house)
    _, link = ask(house, service)
    client = Client()
    sent = as_shown(client.get(link).content.decode()) | {"looked": "yes", "answer": "confirm", "message": "よい"}
    service = Service.objects.get(pk=service.pk)
    service.cost_ja = "1回500円"
    house.publish(service)
    again = client.post(link, sent)
    assert again.status_code == 422
    page = again.content.decode()
    assert "画面を開いたあとに内容が変わりました" in page
    assert as_shown(page)["fact-cost"] == "1回500円"  # what nobody typed is no correction
    assert as_shown(page)["message"] == "よい"
    assert not OwnerAnswer.objects.exists()


def test_one_link_and_all_links_are_limited_and_made_up_ones_shut_out_nobody(house: House, settings: Any) -> None:
    settings.VERIFICATION_RATE_MADE_UP = (3, 60)
    settings.VERIFICATION_RATE_LINK = (4, 60)
    settings.VERIFICATION_RATE_ALL = (6, 60)
    service = listing(house)
    _, link = ask(house, service)
    _, other = ask(house, service, "second@city.example.lg.jp")
    assert [Client().get("/verify/guess/").status_code for _ in range(5)] == [404, 404, 404, 429, 429]
    assert [Client().get(link).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    refused = Client().get(link)
    assert int(refused["Retry-After"]) > 0
    assert [Client().get(other).status_code for _ in range(3)] == [200, 200, 429]


def test_the_log_names_no_link(house: House, capsys: Any) -> None:
    _, link = ask(house, listing(house))
    handler = logging.getLogger("django").handlers[0]
    record = logging.LogRecord("django.request", logging.ERROR, "f", 1, "%s: %s", ("Not Found", link), None)
    assert handler.filter(record)
    assert link.removeprefix("/verify/")[:20] not in handler.format(record)
    assert "/verify/" in handler.format(record)


def test_a_letter_with_the_link_goes_out_once_the_request_stands(house: House) -> None:
    service = listing(house)
    mail.outbox.clear()
    asked, link = ask(house, service, by_mail=True)
    (letter,) = mail.outbox
    assert letter.to == [TO]
    assert link in letter.body
    assert "よりそいホットライン" in letter.subject
    assert OwnerRequest.objects.get(pk=asked.pk).mailed_at is not None


def test_a_letter_that_is_refused_leaves_no_address_in_the_log(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(letter: Any, *args: Any, **kwargs: Any) -> int:
        raise SMTPRecipientsRefused({TO: (550, b"unknown")})

    service = listing(house)
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    asked, _ = ask(house, service, by_mail=True)
    assert OwnerRequest.objects.get(pk=asked.pk).mailed_at is None
    assert "could not be sent: SMTPRecipientsRefused" in caplog.text
    assert TO not in caplog.text
