"""Releases in tests: what people's browsers do."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from catalog.publishable import Entry
from cms.releases.drafts import drafts_of, release_digest
from cms.releases.models import Release
from tests.editors import House


class Desk:
    """The people of a house at the screens of releases; everything goes by HTTP."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._browsers: dict[int, Client] = {}

    def browser(self, person: Any) -> Client:
        if person.pk not in self._browsers:
            self._browsers[person.pk] = Client()
            self._browsers[person.pk].force_login(person)
        return self._browsers[person.pk]

    def begin(self, name: str, *entries: Entry, by: Any = None, go_live_at: str = "", status: int = 302) -> Release:
        """A release with these in it."""
        browser = self.browser(by or self.house.writer)
        answer = browser.post(reverse("new_release"), {"name": name, "note": "", "go_live_at": go_live_at})
        assert answer.status_code == 302, answer.content.decode()
        release = Release.objects.get(name=name, state="draft")
        if entries:
            chosen = {"content_id": [str(entry.content_id) for entry in entries]}
            answer = browser.post(reverse("release_items", args=[release.pk]), chosen)
            assert answer.status_code == status
        return release

    def press(self, release: Release, answer: str, *, by: Any, status: int = 302, **more: str) -> str:
        """Press a button of the release's page as it is now; what the person is then told, as text."""
        digest = release_digest(drafts_of(release), release.go_live_at)
        got = self.browser(by).post(reverse("release", args=[release.pk]), {"answer": answer, "digest": digest, **more})
        assert got.status_code == status, got.content.decode()
        release.refresh_from_db()
        if status == 302:
            return " ".join(map(str, get_messages(got.wsgi_request)))
        return BeautifulSoup(got.content, "html.parser").get_text(" ", strip=True)

    def page(self, release: Release, *, by: Any = None) -> str:
        """The text of the release's page."""
        html = self.browser(by or self.house.writer).get(reverse("release", args=[release.pk])).content
        return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)

    def shown_digest(self, release: Release, by: Any) -> str:
        """The digest that the page holds, if it has a form for answers."""
        html = self.browser(by).get(reverse("release", args=[release.pk])).content
        field = BeautifulSoup(html, "html.parser").select_one("input[name=digest]")
        return str(field["value"]) if field else ""

    def go_the_whole_way(self, release: Release, *, kids: bool = False) -> str:
        """Submitted, and a yes at every step."""
        self.press(release, "submit", by=self.house.writer)
        people = [self.house.reviewer, *([self.house.kids] if kids else []), self.house.approver]
        return [self.press(release, "approve", by=person) for person in people][-1]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
