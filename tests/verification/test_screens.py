"""The editors' screens of asking: who may, what is shown once, what is listed where."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog.models import Service
from cms.listing import asking_many
from cms.verification import freshness, letters, limits, screens
from cms.verification.models import OwnerRequest
from cms.workflow import roles
from tests.editors import House, a_service, person
from tests.verification.desk import TO, answer, ask, listing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_openings_yet() -> None:
    limits.forget()


def signed_in(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_many_desks_are_asked_and_each_link_is_shown_once(house: House) -> None:
    services = [listing(house, f"desk-{number}", name_ja=f"窓口{number}") for number in range(2)]
    draft = house.save_draft(a_service("draft-desk", name_ja="下書きの窓口"))
    client = signed_in(house.writer)
    ids = [service.pk for service in (*services, draft)]
    form = client.get("/admin/verification/ask/", {"id": ids}).content.decode()
    assert "窓口0" in form
    assert "下書きの窓口" not in form
    mail.outbox.clear()
    wrong = client.post("/admin/verification/ask/", {"id": ids, f"to-{ids[0]}": TO, f"to-{ids[1]}": "nobody"})
    assert wrong.status_code == 422
    assert TO in wrong.content.decode()  # what was typed stays
    assert not OwnerRequest.objects.exists()
    sent = {"id": ids, f"to-{ids[0]}": TO, f"to-{ids[1]}": "b@city.example.lg.jp", "mail": "1"}
    done = client.post("/admin/verification/ask/", sent)
    assert "no-store" in done["Cache-Control"]
    links = [one.address for one in done.context["asked"]]
    assert len(mail.outbox) == len(links) == 2
    for link in links:
        path = "/verify/" + link.partition("/verify/")[2]
        assert Client().get(path).status_code == 200
        asked = OwnerRequest.objects.order_by("asked_at").first()
        assert asked is not None
        for screen in ("/admin/verification/?tab=open", f"/admin/verification/{asked.pk}/", "/admin/"):
            assert path not in client.get(screen).content.decode()
    again = client.get("/admin/verification/ask/", {"id": ids}).content.decode()
    assert f'value="{TO}"' in again  # the desk's last address is proposed


def test_without_a_mail_server_the_screen_says_so(house: House, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    service = listing(house)
    client = signed_in(house.writer)
    assert "メールは送れません" in client.get("/admin/verification/ask/", {"id": service.pk}).content.decode()
    client.post("/admin/verification/ask/", {"id": service.pk, f"to-{service.pk}": TO, "mail": "1"})
    assert OwnerRequest.objects.get().mailed_at is None


def test_a_mail_server_that_is_not_there_is_asked_once_and_the_screen_says_that_nothing_went_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def waits(letter: Any, *args: Any, **kwargs: Any) -> int:
        tried.append(letter.to)
        raise TimeoutError

    monkeypatch.setattr(mail.EmailMessage, "send", waits)
    monkeypatch.setattr(letters, "_not_there", [])
    ids = [listing(house, f"desk-{number}", name_ja=f"窓口{number}").pk for number in range(3)]
    to = {f"to-{pk}": f"{pk}@city.example.lg.jp" for pk in ids}
    tried.clear()
    page = signed_in(house.writer).post("/admin/verification/ask/", {"id": ids, **to, "mail": "1"}).content.decode()
    assert page.count("メールは送っていません") == 3
    assert "にメールを送りました" not in page
    assert len(tried) == 1


def test_requests_are_listed_by_what_became_of_them_and_can_be_taken_back(house: House) -> None:
    services = [listing(house, f"desk-{number}", name_ja=f"窓口{number}") for number in range(4)]
    links = [ask(house, service) for service in services]
    answer(links[0][1], "correct", message="番号が変わりました。")
    OwnerRequest.objects.filter(pk=links[1][0].pk).update(
        asked_at=timezone.now() - timedelta(days=40), expires_at=timezone.now() - timedelta(days=10)
    )
    client = signed_in(house.writer)
    client.post(f"/admin/verification/{links[2][0].pk}/", {"action": "revoke"})
    assert Client().get(links[2][1]).status_code == 404
    shown = {
        tab: [row["name"] for row in client.get("/admin/verification/", {"tab": tab}).context["rows"]]
        for tab in ("answers", "open", "late", "done")
    }
    assert shown == {"answers": ["窓口0"], "open": ["窓口3"], "late": ["窓口1"], "done": ["窓口2"]}
    page = client.get(f"/admin/verification/{links[0][0].pk}/").content.decode()
    assert "番号が変わりました。" in page
    client.post(f"/admin/verification/{links[0][0].pk}/", {"action": "read"})
    assert client.get("/admin/verification/").context["rows"] == []


def test_who_may_what(house: House) -> None:
    service = listing(house)
    asked, link = ask(house, service)
    answer(link, "correct", **{"fact-cost": "無料です"})
    viewer = person("viewer", roles.VIEWER)
    one = f"/admin/verification/{asked.pk}/"
    allowed = {
        house.administrator: set(),
        viewer: {"list", "one", "overdue"},
        house.reviewer: {"list", "one", "overdue", "unchanged"},
        house.approver: {"list", "one", "overdue", "unchanged", "ask", "revoke"},
        house.writer: {"list", "one", "overdue", "ask", "revoke", "take"},
    }
    for who, may in allowed.items():
        client = signed_in(who)
        tried = {
            "list": client.get("/admin/verification/"),
            "one": client.get(one),
            "overdue": client.get("/admin/verification/overdue/"),
            "ask": client.get("/admin/verification/ask/", {"id": service.pk}),
            "unchanged": client.post("/admin/verification/unchanged/"),
            "revoke": client.post(one, {"action": "revoke"}),
            "take": client.post(one, {"action": "take", "key": ["cost"]}),
        }
        got = {name for name, answered in tried.items() if not _refused(answered)}
        assert got == may, who
    assert TO not in signed_in(viewer).get(one).content.decode()


def _refused(response: Any) -> bool:
    """A right that is missing: 403, or Wagtail's way back to its start page."""
    return response.status_code == 403 or (response.status_code == 302 and response["Location"] in {"/admin/", "/"})


def test_overdue_listings_are_marked_in_the_list_and_on_the_report(house: House) -> None:
    today = timezone.localdate()
    names = {"never": None, "old": today - timedelta(days=400), "new": today - timedelta(days=10)}
    for name, day in names.items():
        listing(house, f"desk-{name}", name_ja=f"窓口{name}", verified_on=day)
    client = signed_in(house.writer)
    report = client.get("/admin/verification/overdue/").content.decode()
    assert "窓口never" in report
    assert "一度も確認していない" in report
    assert "窓口old" in report
    assert "窓口new" not in report
    export = client.get("/admin/verification/overdue/", {"export": "csv"})
    assert "窓口old" in b"".join(export.streaming_content).decode()
    assert freshness.overdue().filter(pk=Service.objects.get(public_slug="desk-old").pk).update(name_ja="=1+1")
    sheet = client.get("/admin/verification/overdue/", {"export": "csv"})
    assert "'=1+1" in b"".join(sheet.streaming_content).decode()
    Service.objects.filter(public_slug="desk-old").update(name_ja="窓口old")
    listed = client.get("/admin/snippets/catalog/service/").content.decode()
    assert listed.count("確認の期限切れ") >= 2
    assert set(freshness.overdue().values_list("name_ja", flat=True)) == {"窓口never", "窓口old"}
    assert [freshness.mark(service) for service in Service.objects.order_by("pk")] == [
        "確認の期限切れ",
        "確認の期限切れ",
        "",
    ]


def test_the_bulk_action_of_the_list_leads_to_the_form(house: House) -> None:
    service = listing(house)
    client = signed_in(house.writer)
    led = client.get("/admin/bulk/catalog/service/ask_owners/", {"id": [service.pk], "next": "/admin/"})
    assert led["Location"] == f"/admin/verification/ask/?id={service.pk}"
    listing(house, "other-desk", name_ja="ほかの窓口", kana="ほかのまどぐち")
    house.save_draft(a_service("draft-desk"))
    shown = {"id": "all", "q": "よりそい", "next": "/admin/"}  # the draft is found as well, and is no desk to ask
    led = client.get("/admin/bulk/catalog/service/ask_owners/", shown)
    assert led["Location"] == f"/admin/verification/ask/?id={service.pk}&all=1"


def test_all_desks_of_a_long_list_are_asked_part_by_part_and_none_is_left_out_unsaid(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = listing(house)
    second = listing(house, "other-desk", name_ja="ほかの窓口", kana="あほかのまどぐち")
    monkeypatch.setattr(screens, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(asking_many, "MOST_AT_ONCE", 1)
    client = signed_in(house.writer)

    def ask_all() -> str:
        page = client.get("/admin/bulk/catalog/service/ask_owners/", {"id": "all"}, follow=True)
        return page.content.decode()

    asked = []
    for service, other, told in ((second, first, "残りの1件"), (first, second, "返事待ちでないものは1件です")):
        page = ask_all()
        assert told in page
        assert f'name="to-{service.pk}"' in page
        assert f'name="to-{other.pk}"' not in page
        client.post("/admin/verification/ask/", {"id": service.pk, f"to-{service.pk}": "a@example.test"})
        asked.append(service.content_id)
    assert "どれも返事待ちです" in ask_all()
    assert sorted(OwnerRequest.objects.filter(revoked_at=None).values_list("content_id", flat=True)) == sorted(asked)
