"""People at the translation screens, and their forms as a browser posts them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client

from catalog.publishable import Entry
from tests.editors import House

Desk = Callable[[Any], Client]


@pytest.fixture
def desk() -> Desk:
    """A window in which this person has signed in."""

    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def writer(house: House, desk: Desk) -> Client:
    return desk(house.writer)


def item(entry: Entry, language: str = "en") -> str:
    return f"/admin/translation/item/{entry.document_type}/{entry.content_id}/{language}/"


def opened(client: Client, path: str) -> QueryDict:
    """What the form of a page would post if nobody touched it."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return untouched(answer.content.decode())


def untouched(html: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for form in BeautifulSoup(html, "html.parser").select('form[method="post"]'):
        for field in form.select("input[name], textarea[name]"):
            if field["name"] == "csrfmiddlewaretoken" or not str(field["name"]).startswith(
                ("t-", "seen-", "shown-", "field-")
            ):
                continue
            text = field.text.removeprefix("\n") if field.name == "textarea" else str(field.get("value", ""))
            data[str(field["name"])] = text
    return data


def latest(entry: Entry) -> Any:
    return type(entry)._default_manager.get(pk=entry.pk).get_latest_revision_as_object()  # type: ignore[attr-defined]


def said(answer: Any) -> str:
    """The words of a page, and of its messages."""
    return BeautifulSoup(answer.content.decode(), "html.parser").get_text(" ", strip=True)
