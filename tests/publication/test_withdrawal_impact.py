"""What a withdrawal takes from others is shown before anybody decides; a channel's last crisis contact stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from api.delivery import crisis_route
from catalog.models import Service
from catalog.publishable import Entry
from cms.publication import due, impact, withdraw
from cms.publication.unit import PublicationRefused
from pages.models import KidsText
from tests.editors import (
    House,
    a_concept,
    a_faq,
    a_kids_text,
    a_service,
    an_article,
    an_emergency_set,
    blocks,
    make_house,
)

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ["website", "kids", "partners"]


def told(entry: Entry, channels: list[str]) -> set[tuple[str, tuple[str, ...], bool]]:
    return {(str(one.entry), one.channels, one.stands) for one in impact.losers(entry, channels)}


def test_everything_that_points_to_it_is_told_by_channel_drafts_too(house: House) -> None:
    service: Any = house.publish(a_service())
    other: Any = house.publish(a_service("another", name_ja="別の窓口"))
    house.publish(a_kids_text(service, title="でんわ"))
    house.publish(a_faq("faq-one", question_ja="質問です", services=[service]))
    link = f'<p><a linktype="service" id="{service.content_id}">ここ</a></p>'
    house.publish(an_article("linked", headline_ja="本文から指す記事", body_ja=blocks(("text", link))))
    house.publish(a_concept("concept", name_ja="概念です", services=[other, service]))
    house.publish(an_emergency_set("website", other, service))
    house.save_draft(a_faq("draft", question_ja="下書きの質問", services=[service]))
    house.save_draft(an_article("draft-link", headline_ja="本文から指す下書き", body_ja=blocks(("text", link))))
    edited = house.publish(a_faq("edited", question_ja="書きかけの質問", services=[other]))
    edited.related_services = a_faq("unused", services=[service]).related_services.all()
    house.save_draft(edited)

    service = Service.objects.get(pk=service.pk)
    adults = ("partners", "website")
    assert told(service, ALL) == {
        ("質問です", adults, True),
        ("本文から指す記事", adults, True),
        ("概念です", ("kids", "partners", "website"), True),
        ("緊急の連絡先(一般サイト)", ("website",), True),
        ("でんわ", ("kids",), True),
        ("下書きの質問", tuple(ALL), False),
        ("本文から指す下書き", tuple(ALL), False),
        ("書きかけの質問", tuple(ALL), False),
    }
    assert ("でんわ", ("kids",), True) not in told(service, ["partners"])
    assert ("質問です", ("partners",), True) in told(service, ["partners"])
    topic = service.topics.get()
    assert {name for name, _, stands in told(topic, ALL) if stands} >= {str(service), "質問です", "概念です"}
    text = KidsText.objects.get()
    assert (str(service), ("kids",), True) in told(text, ["kids"])


def test_it_is_shown_first_with_links_and_again_to_the_second_person(house: House) -> None:
    service: Any = house.publish(a_service())
    faq = house.publish(a_faq("faq-one", question_ja="失う質問", services=[service]))
    writer, approver = Client(), Client()
    writer.force_login(house.writer)
    approver.force_login(house.approver)
    form = writer.get(reverse("propose_withdrawal", args=[service.content_id])).content.decode()
    assert form.index("失う質問") < form.index('<form method="post">')
    assert f'href="/admin/pages/{faq.pk}/edit/"' in form
    withdraw.propose(service, channels=["website"], reason="wrong", person=house.writer, at=timezone.now())
    second = approver.get(reverse("withdrawals")).content.decode()
    assert second.index("失う質問") < second.index('value="confirm"')


def propose(house: House, entry: Entry, channels: list[str]) -> None:
    proposal = withdraw.propose(entry, channels=channels, reason="wrong", person=house.writer, at=timezone.now())
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())


def test_the_last_crisis_contact_of_a_channel_stays_whatever_the_way(house: House) -> None:
    last: Any = house.publish(a_service("last", crisis=True))
    house.publish(a_service("beside"))
    with pytest.raises(PublicationRefused, match="これが最後です"):
        propose(house, last, ALL)
    with pytest.raises(PublicationRefused, match="これが最後です"):
        propose(house, last, ["partners"])
    for changed in ({"crisis": False}, {"channels": ["website"]}, {"expire_at": timezone.now() + timedelta(days=1)}):
        draft = Service.objects.get(pk=last.pk)
        for name, value in changed.items():
            setattr(draft, name, value)
        with pytest.raises(PublicationRefused, match="危機のときにも案内する"):
            house.publish(draft)
        Service.objects.get(pk=last.pk).current_workflow_state.cancel()
    assert crisis_route.contacts("website") == crisis_route.contacts("partners") == {last.content_id}


def test_two_may_leave_one_after_the_other_but_not_the_second(house: House) -> None:
    first: Any = house.publish(a_service("first", crisis=True))
    second: Any = house.publish(a_service("second", crisis=True))
    proposals = [
        withdraw.propose(one, channels=ALL, reason="wrong", person=house.writer, at=timezone.now())
        for one in (first, second)
    ]
    withdraw.confirm(proposals[0].pk, person=house.approver, at=timezone.now())
    with pytest.raises(PublicationRefused, match="これが最後です"):
        withdraw.confirm(proposals[1].pk, person=house.approver, at=timezone.now())
    assert crisis_route.contacts("website") == {second.content_id}


def test_kids_keep_theirs_too(house: House) -> None:
    last: Any = house.publish(a_service("last", crisis=True))
    text = house.publish(a_kids_text(last))
    house.publish(a_service("for-adults", crisis=True))
    with pytest.raises(PublicationRefused, match="こどもサイトで"):
        propose(house, text, ["kids"])
    propose(house, last, ["website"])
    assert crisis_route.contacts("kids") == {last.content_id}


class Contacts(TransactionTestCase):
    """Whatever is done, and in whatever order: a channel that had a contact for a crisis has one."""

    @settings(max_examples=4, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["withdraw", "untick", "flag", "expire", "due"])),
            min_size=1,
            max_size=4,
        )
    )
    def test_whatever_is_done(self, steps: list[tuple[int, str]]) -> None:
        house = make_house()
        rows = [house.publish(a_service(f"desk-{n}", crisis=n < 2)) for n in range(3)]
        for number, what in steps:
            try:
                self._do(house, Service.objects.get(pk=rows[number].pk), what)
            except PublicationRefused:
                if state := Service.objects.get(pk=rows[number].pk).current_workflow_state:
                    state.cancel()
            assert crisis_route.contacts("website")
            assert crisis_route.contacts("partners")

    def _do(self, house: House, row: Any, what: str) -> None:
        if what == "withdraw":
            propose(house, row, row.channels)
            return
        if what == "due":
            Service.objects.filter(pk=row.pk, expire_at__isnull=False).update(expire_at=timezone.now())
            due.publish_due()
            return
        change = {"untick": ("channels", ["website"]), "flag": ("crisis", False)}
        name, value = change.get(what, ("expire_at", timezone.now() + timedelta(days=1)))
        setattr(row, name, value)
        house.publish(row)
