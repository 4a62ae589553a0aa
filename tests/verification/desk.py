"""A desk's side in tests: who asks it, its link, and what its browser sends."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from catalog.models import Service
from cms.verification import asking
from cms.verification.models import OwnerRequest
from tests.editors import House, a_service

TO = "soudan@city.example.lg.jp"


def listing(house: House, slug: str = "yorisoi-hotline", **fields: Any) -> Service:
    """A live listing with its hours from Monday to Friday."""
    draft = a_service(slug, **fields)
    contacts = list(draft.contact_points.all())
    contacts[0].hours = "Mo-Fr 09:00-17:00; PH off"
    draft.contact_points = contacts
    live = house.publish(draft)
    assert isinstance(live, Service)
    return live


def ask(house: House, service: Service, to: str = TO, *, by_mail: bool = False) -> tuple[OwnerRequest, str]:
    """Ask this desk; returns the request and the path of its link."""
    asked = asking.ask(service, to, person=house.writer, at=timezone.now(), by_mail=by_mail)
    return asked.request, "/verify/" + asked.address.partition("/verify/")[2]


def contact_field(service: Service, name: str) -> str:
    """What the page calls one value of the first contact."""
    contact = service.contact_points.first()
    assert contact is not None
    return f"fact-{contact.content_id}-{name}"


def as_shown(page: str) -> dict[str, str]:
    """Every field of the page as a browser would send it back untouched, less the buttons."""
    fields = {
        match["name"]: unescape(match["value"])
        for match in re.finditer(
            r'<input type="(?:hidden|text|tel)"[^>]* name="(?P<name>[^"]+)" value="(?P<value>[^"]*)"', page
        )
    }
    fields |= {
        name: unescape(value)
        for name, value in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    }
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', page, re.S):
        fields[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    page_field = re.search(r'name="page" value="([^"]+)"', page)
    assert page_field is not None
    return fields | {"page": page_field[1]}


def answer(link: str, kind: str, client: Client | None = None, **typed: str) -> Any:
    """Open the link, change these fields, tick the box and press a button."""
    client = client or Client(enforce_csrf_checks=True)
    page = client.get(link).content.decode()
    return client.post(link, {**as_shown(page), "looked": "yes", "answer": kind, **typed})
