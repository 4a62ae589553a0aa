"""The sweep: every path, every body, one person; each post is looked at and then taken back."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.template.response import SimpleTemplateResponse
from django.test import Client

from catalog.publishable import Entry
from tests.publication.doors.bodies import NOTHING, Body, Form, bodies, forms_of
from tests.publication.doors.fillings import paths
from tests.publication.doors.places import Place, places
from tests.publication.doors.scene import Scene
from tests.publication.doors.snapshot import Snapshot, differences, snapshot, undone, watched

#: The pattern and the button: what stays the same whatever the entry.
Kind = tuple[str, str]


@dataclass(frozen=True)
class Aim:
    """Something to post: where, what, and the entry at which it aims, if one."""

    place: Place
    path: str
    entry: Entry | None
    body: Body

    @property
    def kind(self) -> Kind:
        return self.place.route, self.body.button


@dataclass(frozen=True)
class Posted:
    """One post and what became of it."""

    aim: Aim
    status: int
    messages: tuple[str, ...]
    changed: tuple[str, ...]
    fault: BaseException | None
    #: What ``look`` gave before all was taken back.
    looked: Any = None

    def __str__(self) -> str:
        what = f"{self.aim.path} [{self.aim.body.button or 'nothing'}] {self.status}"
        return " ".join(filter(None, (what, ",".join(self.changed), repr(self.fault) if self.fault else "")))


class Person(Client):
    """A browser of somebody who is signed in; whatever a post did to its cookies is taken back as well."""

    def __init__(self, person: object) -> None:
        super().__init__(raise_request_exception=False)
        self.force_login(person)
        self._session = self.cookies[settings.SESSION_COOKIE_NAME].value

    def come_back(self) -> None:
        """Be signed in as at first."""
        self.cookies.clear()
        self.cookies[settings.SESSION_COOKIE_NAME] = self._session


def explore(scene: Scene, client: Person, *, routes: Collection[str] = ()) -> Iterator[Posted]:
    """Find out what there is to post, and post it: to each path nothing, then its forms with the place's buttons.

    With ``routes`` only there.
    """
    before = snapshot()
    drawn: set[Kind] = set()
    for place in places():
        if routes and place.route not in routes:
            continue
        pages: list[tuple[str, Entry | None, list[Form]]] = []
        for path, entry in paths(place, scene):
            empty = post(Aim(place, path, entry, NOTHING), client, before, drawn)
            yield empty
            if empty.status != 405 and (empty.status != 404 or not place.captured):
                pages.append((path, entry, forms_at(client, path)))
        buttons = {button for _, _, forms in pages for form in forms for button in form.buttons}
        for path, entry, forms in pages:
            for body in bodies(forms, buttons):
                yield post(Aim(place, path, entry, body), client, before, drawn)


def sweep(aims: Iterable[Aim], client: Person, **how: Any) -> Iterator[Posted]:
    """Post each as this person, with ``look`` and ``kept`` as for ``post``.

    Answers are not drawn: that was done where each kind was found.
    """
    before = snapshot()
    for aim in aims:
        yield post(aim, client, before, {aim.kind}, **how)


def post(
    aim: Aim,
    client: Person,
    before: Snapshot,
    drawn: set[Kind],
    *,
    look: Callable[[Aim], Any] | None = None,
    kept: bool = False,
) -> Posted:
    """One post, looked at and, unless it is to be ``kept``, taken back.

    Of the kinds in ``drawn`` the answer ends where drawing would begin.
    """
    with watched() if kept else undone() as watch:
        with _undrawn(aim.kind in drawn):
            answer = aim.body.send(client, aim.path)
        changed = differences(before, snapshot()) if watch.wrote else []
        looked = look(aim) if look else None
    drawn.add(aim.kind)
    client.come_back()
    fault = answer.exc_info[1] if getattr(answer, "exc_info", None) else None
    return Posted(aim, answer.status_code, _messages(answer), tuple(changed), fault, looked)


def forms_at(client: Person, path: str) -> list[Form]:
    """The forms that this person is shown there."""
    with undone():
        page = client.get(path)
        is_page = page.status_code == 200 and page.headers.get("Content-Type", "").startswith("text/html")
        return forms_of(page.content.decode(), path) if is_page else []


def _messages(answer: Any) -> tuple[str, ...]:
    """What the editor is told: in the messages of the next page, or in the answer to autosave."""
    queued = getattr(getattr(answer.wsgi_request, "_messages", None), "_queued_messages", [])
    told = [str(message.message) for message in queued]
    if answer.headers.get("Content-Type") == "application/json" and answer.status_code >= 400:
        told.append(answer.json().get("error_message", ""))
    return tuple(told)


def _undrawn(undrawn: bool) -> AbstractContextManager[Any]:
    return patch.object(SimpleTemplateResponse, "rendered_content", "") if undrawn else nullcontext()
