"""Search and publication are one: what editors publish is found with it, and what leaves is gone with it."""

import pytest
from django.utils import timezone

from cms.publication import withdraw
from tests.editors import House, a_concept, a_faq, a_kids_text, a_service
from tests.search.documents import found, search

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_publication_is_found_at_once_and_a_withdrawal_at_once_no_more(house: House) -> None:
    service = house.publish(a_service(name_ja="ぬいぐるみ病院", search_words_ja="ほつれた"))
    house.publish(a_kids_text(service, title="くまさんのびょういん"))
    assert found("ぬいぐるみ") == found("ほつれた") == [service.public_slug]
    assert found("くまさん", channel="kids") == [service.public_slug]
    assert not search("ぬいぐるみ", channel="kids")["matched"]
    proposal = withdraw.propose(
        service,
        channels=["website", "kids", "partners"],
        reason="wrong",
        person=house.writer,
        at=timezone.now(),
    )
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    for channel in ("website", "kids", "partners"):
        assert not search("ぬいぐるみ", channel=channel)["matched"]
        assert not search("くまさん", channel=channel)["matched"]


def test_a_concept_leads_from_its_approval_on(house: House) -> None:
    service = house.publish(a_service())
    house.publish(a_faq())
    assert not search("ぬるぽがっ")["matched"]
    house.publish(a_concept(phrases_ja="ぬるぽがっ", services=[service]))
    assert found("ぬるぽがっ")[0] == service.public_slug
