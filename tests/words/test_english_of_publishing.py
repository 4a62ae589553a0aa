"""In English: releases, the calendar, emergencies, the history, lists, the first screen and the preview."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.documents.record import Record
from cms.listing.models import BulkChange
from cms.override.models import EmergencyAction
from cms.publication import builders
from cms.releases import compose
from cms.releases.drafts import drafts_of, release_digest
from cms.releases.models import Release, ReleaseEvent
from cms.workflow.models import LiveDigest
from tests.catalog.editing import edit_form, fill, url
from tests.editors import House, a_service
from tests.words.marked import JAPANESE
from tests.words.test_english import at_work

SPOKEN = ("aria-label", "title", "placeholder", "alt")
#: What is content or in the language of the house: names of things and of the way that drafts take.
OF_THE_HOUSE = (
    "ともしび",
    "公開までの確認",
    "年末の案内",
    "さびしい・話を聞いてほしい",
    "どなたでも",
    "よりそい支援センター",
    "やさしい日本語",
    "日本語",
    "简体中文",
)


def told(html: Any) -> str:
    """What the middle of a page says and reads out, but for Japanese that says so and the contents that change."""
    soup = BeautifulSoup(html, "html.parser")
    page = soup.select_one("main") or soup
    for element in page.select(
        "script, style, template, [lang=ja], textarea, [aria-labelledby^=change-], .house-differences td"
    ):
        element.decompose()
    spoken = [str(element[name]) for element in page.select("*") for name in SPOKEN if element.has_attr(name)]
    return "\n".join([*page.stripped_strings, *spoken])


def japanese(text: str, *content: str) -> list[str]:
    """The lines in which Japanese is left that is no content."""
    for one in (*content, *OF_THE_HOUSE):
        text = text.replace(one, "")
    return [line for line in text.splitlines() if JAPANESE.search(line)]


def look(client: Client, address: str, *content: str, status: int = 200) -> str:
    """The words of a screen, of which none of ours is Japanese."""
    answer = client.get(address)
    assert answer.status_code == status, address
    text = told(answer.content)
    assert japanese(text, *content) == [], address
    return text


def a_release(house: House, entry: Any) -> Release:
    now = timezone.now()
    release = compose.create(name="年末の案内", note="", go_live_at=None, person=house.writer, at=now)
    compose.add(release.pk, [entry.content_id], person=house.writer, at=now)
    return release


def answer(client: Client, release: Release, **sent: str) -> str:
    """What is said after a button of the release's page was pressed."""
    digest = release_digest(drafts_of(release), release.go_live_at)
    got = client.post(reverse("release", args=[release.pk]), {"digest": digest, **sent})
    return " ".join(map(str, get_messages(got.wsgi_request))) if got.status_code == 302 else told(got.content)


@pytest.mark.django_db(transaction=True)
def test_releases_speak_english_and_what_they_keep_stays_japanese(house: House, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    service: Any = house.publish(a_service())
    service.summary_ja = "夜も話せます。"
    service = house.save_draft(service)
    name, writer = str(service), at_work(house.writer, "en")
    release = a_release(house, service)
    assert "To go live" in look(writer, reverse("releases"))
    assert "Date to go live" in look(writer, reverse("new_release"))
    assert "Drafts that can be added" in look(writer, reverse("release_items", args=[release.pk]), name)
    assert "Look out for" in look(writer, reverse("release", args=[release.pk]), name)
    assert answer(writer, release, answer="submit").startswith("Submitted.")
    assert "一括公開の点検をお願いします" in mail.outbox[-1].subject
    reviewer, approver = at_work(house.reviewer, "en"), at_work(house.approver)
    assert "Write why you send it back." in answer(reviewer, release, answer="return")
    assert answer(reviewer, release, answer="approve").startswith("Your yes is recorded.")
    assert "一括公開の承認をお願いします" in mail.outbox[-1].subject
    assert answer(approver, release, answer="approve") == "承認しました。中のものがすべて公開されました。"
    assert LiveDigest.objects.filter(content_id=service.content_id).count() == 2
    kept = ReleaseEvent.objects.filter(what="approved").order_by("pk")
    assert [*kept.values_list("text", flat=True)] == ["review", "approve"]
    over = approver.get(reverse("release", args=[release.pk])).content.decode()
    assert "よいと決めた（点検）" in over


@pytest.mark.django_db(transaction=True)
def test_a_yes_that_older_rows_tell_in_japanese_still_counts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    now = compose.record

    def as_before(release: Release, what: str, **more: Any) -> None:
        now(release, what, **(more | {"text": "点検"} if what == "approved" else more))

    release = a_release(house, house.save_draft(a_service()))
    compose.submit(release.pk, person=house.writer, at=timezone.now())
    with monkeypatch.context() as older:
        older.setattr(compose, "record", as_before)
        answer(at_work(house.reviewer), release, answer="approve")
    page = at_work(house.approver, "en").get(reverse("release", args=[release.pk])).content.decode()
    assert "Approved (Review)" in page
    answer(at_work(house.approver), release, answer="approve")
    release.refresh_from_db()
    assert release.state == "published"


@pytest.mark.django_db(transaction=True)
def test_why_a_release_failed_is_kept_in_japanese(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    release = a_release(house, house.save_draft(a_service()))
    compose.submit(release.pk, person=house.writer, at=timezone.now())
    answer(at_work(house.reviewer, "en"), release, answer="approve")
    whole = builders.BUILDERS["service"]

    def breaks_in_the_unit(source: Any) -> list[Record]:
        if source.live:
            raise RuntimeError("broken")
        return whole(source)

    monkeypatch.setitem(builders.BUILDERS, "service", breaks_in_the_unit)
    page = answer(at_work(house.approver, "en"), release, answer="approve")
    release.refresh_from_db()
    assert release.failure.startswith("公開用のデータを作れなかったため、公開していません。")
    assert "It could not go live. Nothing went live, and nothing is lost." in page


@pytest.mark.django_db
def test_the_calendar_and_the_first_screen_speak_english(house: House) -> None:
    service: Any = a_service()
    service.review_by = timezone.localdate()
    service = house.publish(service)
    writer = at_work(house.writer, "en")
    for view in ("", "?view=list"):
        assert "Day of review" in look(writer, reverse("calendar") + view, str(service))
    home = look(writer, reverse("wagtailadmin_home"), str(service))
    assert {"The next two weeks", "For everybody to look after", "Time since the last verification"} <= {
        *home.splitlines()
    }


@pytest.mark.django_db(transaction=True)
def test_emergencies_and_the_history_speak_english(house: House) -> None:
    service: Any = house.publish(a_service())
    name = str(service)
    one, other = at_work(house.reviewer, "en"), at_work(house.approver, "en")
    propose = reverse("propose_emergency", args=[service.content_id])
    page = look(one, propose, name)
    assert "Why it cannot wait (only staff see this; required)" in page
    digest = BeautifulSoup(one.get(propose).content, "html.parser").select_one("input[name=digest]")
    assert digest is not None
    sent = {"action": "out", "digest": str(digest["value"]), "reason": "harm", "channels": service.channels}
    refused = one.post(propose, sent)
    assert "Fill in “Why it cannot wait”." in refused.content.decode()
    assert one.post(propose, {**sent, "why": "Harm."}).status_code == 302
    action = EmergencyAction.objects.get()
    there = reverse("emergency_action", args=[action.pk])
    assert "The second person" in look(other, there, name)
    assert other.post(there, {"answer": "confirm", "digest": action.digest}).status_code == 302
    assert "Waiting for review afterwards" in look(other, reverse("emergencies"), name)
    assert "carried out by" in look(other, reverse("wagtailadmin_home"), name)
    events = look(other, reverse("history"), name)
    assert {"Emergency: confirmed by a second person", "Approved", "Went off"} <= {*events.splitlines()}
    saved = re.search(r'href="(/admin/history/words/[^"]+)"', other.get(reverse("history")).content.decode())
    assert saved is not None
    assert "Words that changed" in look(other, saved[1], name)


@pytest.mark.django_db(transaction=True)
def test_the_historys_sheet_is_japanese_for_everybody(house: House) -> None:
    house.publish(a_service())
    english, said = (
        b"".join(at_work(person, language).get(reverse("history_sheet")).streaming_content).decode()  # type: ignore[attr-defined]
        for person, language in ((house.reviewer, "en"), (house.approver, "ja"))
    )
    assert "公開した" in english
    assert english == said


@pytest.mark.django_db
def test_changing_many_speaks_english_and_keeps_japanese(house: House) -> None:
    service: Any = house.save_draft(a_service())
    writer = at_work(house.writer, "en")
    address = f"{reverse('bulk_change')}?do=review_by&id={service.pk}"
    assert "See what would change" in look(writer, address, str(service))
    page = told(writer.post(address, {"review_by": "2027-04-01"}).content)
    assert "Set the day of review to 1 Apr 2027" in page
    assert japanese(page, str(service)) == []
    sent = {"review_by": "2027-04-01", "step": "write", "seen": f"{service.pk}:{service.latest_revision_id}"}
    assert writer.post(address, sent).status_code == 302
    done = BulkChange.objects.get()
    assert (done.said, done.items.get().before) == ("次の見直し日を2027年4月1日にする", "(なし)")
    assert "Changed (1)" in look(writer, reverse("bulk_change_done", args=[done.pk]), str(service))
    assert "What was done" in look(writer, reverse("bulk_changes"))
    view = f"{reverse('new_saved_view')}?list=catalog.service&q=a"
    assert "Share with everybody" in look(writer, view)


@pytest.mark.django_db
def test_the_preview_speaks_english_around_japanese_documents(house: House) -> None:
    service = house.save_draft(a_service())
    writer = at_work(house.writer, "en")
    where = url(type(service), "preview_on_edit", service.pk)
    data = fill(edit_form(writer, service))
    writer.post(where, data.urlencode(), content_type="application/x-www-form-urlencoded")
    page = writer.get(where, {"mode": "website:ja"}).content.decode()
    assert "What readers get. The real screens look different." in page
    assert str(service) in page


@pytest.mark.django_db
def test_the_menu_has_our_words_in_english(house: House) -> None:
    page = at_work(house.approver, "en").get(reverse("wagtailadmin_home")).content.decode()
    for word in ("Releases", "Calendar", "History", "Emergencies"):
        assert f'"label": "{word}"' in page, word
