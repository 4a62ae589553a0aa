"""The editors' house in which every door stands: people, live content of each kind, and what a browser would post."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from catalog.models import Service
from catalog.publishable import Entry
from tests.editors import (
    House,
    a_kids_text,
    a_service,
    a_topic,
    an_audience,
    an_emergency_set,
    an_organization,
    make_house,
)

TYPED = "書き手が書いた文。"
FORM = "application/x-www-form-urlencoded"


def furnish() -> None:
    """Into a migrated database: everybody, and one live entry of each kind."""
    house = make_house()
    for entry in (a_topic(), an_organization(), an_audience()):
        house.publish(entry)
    hotline = house.publish(a_service("hotline"))
    house.publish(a_kids_text(hotline))
    house.publish(an_emergency_set("website", hotline))


def people() -> House:
    """The people of a furnished house."""
    names = ("writer", "second_writer", "reviewer", "approver", "kids", "second_approver", "administrator")
    users = get_user_model().objects
    return House(**{name: users.get(username=name.replace("_", "-")) for name in names})


def signed_in(person: Any) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(person)
    return client


def browser(person: Any) -> Callable[..., None]:
    """Sign in now; the result posts to an address later, as often as it is asked, and raises at any other answer."""
    cookies = signed_in(person).cookies.output(header="")

    def post(address: str, data: dict[str, Any] | QueryDict, *, status: int = 302, **headers: str) -> None:
        again = Client()
        again.cookies = SimpleCookie(cookies)
        form = data if isinstance(data, QueryDict) else _form(data)
        answer = again.post(address, form.urlencode(), content_type=FORM, headers=headers)
        if answer.status_code != status:
            raise AssertionError(f"{address} answered {answer.status_code}: {answer.content.decode()[:2000]}")

    return post


def _form(values: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def command(name: str, *arguments: Any) -> None:
    """Run a command as it is run from a shell, without its words."""
    call_command(name, *arguments, stdout=_Nowhere(), stderr=_Nowhere())


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


def draft_text(entry: Entry, name: str = "summary_ja") -> str | None:
    """What the latest draft of this entry says, or None if there is no such entry."""
    row = type(entry).objects.filter(pk=entry.pk).first()
    if row is None or row.latest_revision is None:
        return None
    return str(row.latest_revision.content[name])


def a_desk(house: House, slug: str = "desk", **fields: Any) -> Service:
    """A draft of a service, with the words that must not be lost."""
    return house.save_draft(a_service(slug, summary_ja=TYPED, crisis=False, **fields))
