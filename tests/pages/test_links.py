"""Links in rich text: entered and shown as addresses, stored by id, and resolved for readers."""

import json
from typing import Any

import pytest
from django.test import Client

from pages.models import Faq
from tests.delivery.reader import ask
from tests.editors import House, _saved, a_service
from tests.pages.forms import linked, page_added, page_form

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer(house: House) -> Client:
    client = Client()
    client.force_login(house.writer)
    return client


def a_faq(writer: Client, address: str) -> Any:
    texts = {"question_ja": "問い", "public_slug": "a-question", "channels": ["website", "partners"]}
    return page_added(writer, Faq, **texts, answer_ja=linked(address))


@pytest.mark.parametrize(
    "address",
    [
        "https://api.example.test/sites/website/services/yorisoi-hotline",
        "https://api.example.test/api/v1/website/services/yorisoi-hotline/",
        "https://api.example.test/sites/kids/services/yorisoi-hotline?from=elsewhere",
    ],
)
def test_an_address_of_ours_becomes_a_link_by_id_and_is_shown_as_an_address(
    house: House, writer: Client, address: str
) -> None:
    service = house.publish(a_service())
    faq = a_faq(writer, address)
    assert f'<a linktype="service" id="{service.content_id}">リンク</a>' in faq.answer_ja
    shown = json.loads(page_form(writer, faq)["answer_ja"])["entityMap"]["0"]["data"]["url"]
    assert shown == "https://api.example.test/sites/website/services/yorisoi-hotline"
    house.publish(faq)
    answer = ask("/api/v1/website/faqs/a-question").json["answer"]
    assert answer["html"] == '<p><a href="/sites/website/services/yorisoi-hotline">リンク</a></p>'
    assert answer["text"] == "リンク"


def test_a_renamed_service_is_still_linked(house: House, writer: Client) -> None:
    service = house.publish(a_service())
    house.publish(a_faq(writer, "https://api.example.test/sites/website/services/yorisoi-hotline"))
    service.public_slug = "another-name"
    house.publish(service)
    assert "/services/another-name" in ask("/api/v1/website/faqs/a-question").json["answer"]["html"]


def test_a_link_to_a_draft_waits_for_it(house: House, writer: Client) -> None:
    service = _saved(a_service())
    house.publish(a_faq(writer, f"https://api.example.test/api/v1/website/services/{service.content_id}"))
    assert ask("/api/v1/website/faqs/a-question").json["answer"]["html"] == "<p><a>リンク</a></p>"


@pytest.mark.parametrize(
    ("address", "html"),
    [
        ("https://x.test/?a=1&b=2", '<a href="https://x.test/?a=1&amp;b=2" rel="noopener noreferrer">リンク</a>'),
        ("tel:0120-279-338", '<a href="tel:0120-279-338">リンク</a>'),
        ("mailto:a@x.test", '<a href="mailto:a@x.test">リンク</a>'),
        ("javascript:alert(1)", "<a>リンク</a>"),
        ("/sites/website/services/x", "<a>リンク</a>"),
        ("ftp://x.test/", "<a>リンク</a>"),
        (
            "https://api.example.test/sites/website/services/nobody-knows-it",
            '<a href="https://api.example.test/sites/website/services/nobody-knows-it" rel="noopener noreferrer">'
            "リンク</a>",
        ),
    ],
)
def test_other_addresses_stay_or_leave_their_words(house: House, writer: Client, address: str, html: str) -> None:
    house.publish(a_faq(writer, address))
    assert ask("/api/v1/website/faqs/a-question").json["answer"]["html"] == f"<p>{html}</p>"
