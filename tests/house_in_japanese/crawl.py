"""The crawl without a browser: as each role to every path there is and along links, hearing what each answer says."""

import json
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from wagtail.admin.views.generic import EditView
from wagtail.models import Page, WorkflowState

from tests.house_in_japanese.english import english
from tests.house_in_japanese.reasons import UNLINKED, reason, stale
from tests.house_in_japanese.said import parts_of, read
from tests.publication.doors.fillings import paths
from tests.publication.doors.places import Place, places
from tests.publication.doors.scene import Scene

#: Of each screen so many paths are tried until one opens: others lead to entries in a state that it is not for.
TRIED = 12
HOME = "/admin/"
NOT_OPEN = (HOME, "/admin/login/")
#: A script adds to these links what was ticked; without it they lead nowhere.
SELECTIONS = "/admin/bulk/"
#: Where the views stand of which Wagtail makes the others.
GENERIC = ("wagtail.admin.views.generic.", "wagtail.admin.views.reports.base")
#: What ends the session of whoever follows it.
LEAVING = "/admin/logout/"
#: Nobody is signed in.
STRANGER = "だれでもない"


@dataclass(frozen=True)
class Answer:
    """What one role got at one path."""

    role: str
    path: str
    status: int
    #: Texts and where they stand.
    said: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    #: A page for a browser, not a part of one and not JSON.
    is_page: bool = False
    leads_to: str = ""

    @property
    def is_open(self) -> bool:
        return self.status == 200

    @property
    def is_refused(self) -> bool:
        """Wagtail sends whoever may not enter to the first page or to the login."""
        return self.status >= 400 or urlsplit(self.leads_to).path in NOT_OPEN


@dataclass
class Crawl:
    """All that was met, and what is wrong with it. ``everything``: each route and each question, not one of a kind."""

    scene: Scene
    everything: bool = False
    #: By screen, see ``screen_of``.
    opened: dict[str, list[Answer]] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)
    english: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    #: What is no page and was heard once; it says the same to everybody.
    _parts: set[str] = field(default_factory=set)

    def go(self, people: dict[str, Any]) -> None:
        """As each person to each screen, by the path that opened for somebody before or else by the first that does."""
        known: dict[str, str] = {}
        ways = self._ways()
        for role, person in people.items():
            walker = Walker(self, role, person)
            for screen, candidates in ways.items():
                self._enter(walker, screen, candidates, known)
            walker.follow_links()

    def _ways(self) -> dict[str, list[str]]:
        """Every screen, and the paths that may lead there."""
        ways: dict[str, list[str]] = {}
        for place in places():
            screen = place.route if self.everything else screen_of(place)
            self.routes[place.route] = screen
            try:
                ways.setdefault(screen, []).extend(path for path, _ in paths(place, self.scene))
            except (AssertionError, KeyError):  # nothing of the scene stands there: links may lead to it
                ways.setdefault(screen, [])
        for path in self.scene_paths():
            ways.setdefault(self.routes[route_of(path)], []).insert(0, path)
        return ways

    def scene_paths(self) -> list[str]:
        """Where the candidates of the sweep of the doors, who post, have no need to look."""
        first_of_each = {state.base_content_type: state for state in WorkflowState.objects.order_by("-pk")}
        return [_workflow_of(state) for state in first_of_each.values()]

    def _enter(self, walker: "Walker", screen: str, candidates: list[str], known: dict[str, str]) -> None:
        if screen in known and not self.everything and known[screen] in self._parts:
            return
        tried = [known[screen]] if screen in known else _spread(candidates)
        for path in tried:
            answer = walker.get(path, screen)
            if answer.is_open:
                known.setdefault(screen, path)
                if not answer.is_page:
                    self._parts.add(path)
                return
            if answer.status == 405:  # a place for posts alone
                return

    def note(self, answer: Answer, screen: str) -> None:
        """Keep what opened; tell of what broke, and of English."""
        if answer.status >= 500 and answer.path != "/admin/failwhale/":  # Wagtail's own, made to break
            self.broken.append(f"{answer.role} {answer.path}: {answer.status}")
        if answer.is_open:
            self.opened.setdefault(screen, []).append(answer)
        self.hear(answer.role, answer.path, answer.said)

    def hear(self, role: str, path: str, said: Iterable[tuple[str, str]]) -> None:
        """Each English text once, with where it was met first."""
        for where, text in said:
            if english(text) and not re.fullmatch(UNLINKED, path):
                self.english.setdefault(f"{where} {text[:160]}", f"{role} {path}")

    def pages(self) -> list[Answer]:
        """One page of each screen (of each family), as whoever came there first; the first page as everybody."""
        found = {}
        for screen, answers in self.opened.items():
            page = next((one for one in answers if one.is_page and one.path != HOME), None)
            if page:
                found.setdefault(screen if self.everything else family_of(page.path), page)
        return [*found.values(), *self.of_everybody(HOME)]

    def of_everybody(self, path: str) -> list[Answer]:
        """What each role got at this path."""
        return [one for answers in self.opened.values() for one in answers if one.path == path and one.is_page]

    def unseen(self) -> set[str]:
        """The routes of which no screen opened for anybody."""
        return {route for route, screen in self.routes.items() if screen not in self.opened}

    def faults(self) -> list[str]:
        """All that is wrong, one a line: English, what broke, and where the written list and the house differ."""
        unseen = self.unseen()
        return [
            *(f"English: {what}  ({where})" for what, where in self.english.items()),
            *self.broken,
            *(f"Nobody saw {route}, and no reason is written" for route in sorted(unseen) if not reason(route)),
            *(f"A reason is written for {pattern}, which needs none" for pattern in stale(unseen)),
        ]


class Walker:
    """One person without a browser, who opens each thing once."""

    def __init__(self, crawl: Crawl, role: str, person: Any) -> None:
        self.crawl, self.role, self.person = crawl, role, person
        self.client = Client(raise_request_exception=False)
        self._met: set[Any] = set()
        self._links: deque[tuple[str, str]] = deque()
        self._sign_in()

    def _sign_in(self) -> None:
        if self.role != STRANGER:
            self.client.force_login(self.person)

    def get(self, path: str, screen: str) -> Answer:
        """Open a path; its links are kept for later."""
        response = self.client.get(path)
        if path.startswith(LEAVING):
            self._sign_in()
        answer = _read(self.role, path, response)
        self._met.add(self._key(path))
        self.crawl.note(answer, screen)
        if answer.is_page:
            self._links.extend((path, link) for link in answer.links)
        return answer

    def follow_links(self) -> None:
        """Open what is linked and was not opened yet. A link that is shown has to lead somewhere."""
        while self._links:
            origin, link = self._links.popleft()
            path = urljoin(origin, link).partition("#")[0]
            aside = not path.startswith(HOME) or path.startswith((SELECTIONS, LEAVING))
            if aside or self._key(path) in self._met:
                continue
            answer = self.get(path, self.crawl.routes.get(route_of(path), ""))
            if answer.is_refused:
                self.crawl.broken.append(f"{self.role} {origin} links to {path}: {answer.status} {answer.leads_to}")

    def _key(self, path: str) -> Any:
        route = route_of(path)
        if self.crawl.everything:
            return route, frozenset(parse_qs(urlsplit(path).query))
        return self.crawl.routes.get(route, route)


def _workflow_of(state: WorkflowState) -> str:
    """The path of what became of one entry on its way through approval."""
    model: Any = state.base_content_type.model_class()
    name = "wagtailadmin_pages:workflow_history_detail"
    if model is not Page:
        name = model.snippet_viewset.get_url_name("workflow_history_detail")
    return reverse(name, args=[state.object_id, state.pk])


def _read(role: str, path: str, response: Any) -> Answer:
    kind = response.headers.get("Content-Type", "")
    if response.streaming:
        response.getvalue()  # or its file stays open
    if response.status_code != 200 or response.streaming:
        return Answer(role, path, response.status_code, leads_to=response.headers.get("Location", ""))
    if kind.startswith("text/html"):
        html = response.content.decode()
        said, links = read(html)
        return Answer(role, path, 200, tuple(said), tuple(links), is_page="<html" in html[:2000])
    if kind.startswith("application/json"):
        said = [text for part in parts_of(json.loads(response.content)) for text in read(part)[0]]
        return Answer(role, path, 200, tuple(said))
    return Answer(role, path, 200)


def screen_of(place: Place) -> str:
    """One name for what one view makes of many models; the form of what exists is another one for each model."""
    view = getattr(place.view, "view_class", None)
    if view is None or not view.__module__.startswith("wagtail."):
        return place.route
    is_form = issubclass(view, EditView) and view.__name__ == "EditView"
    return f"{view.__module__}.{view.__qualname__}{f' {place.model}' if is_form else ''}"


def family_of(path: str) -> str:
    """One name for screens of Wagtail with the same scripts, forms excepted; each view of ours is its own."""
    match = resolve(urlsplit(path).path)
    view = getattr(match.func, "view_class", None)
    if view is None:
        is_page = match.route.startswith("admin/pages/") and not re.search(r"edit/$|pages/add/", match.route)
        return "a screen of pages" if is_page else match.route
    model = match.func.view_initkwargs.get("model") if view.__name__ == "EditView" else None
    bases = [base for base in view.__mro__ if base.__module__.startswith(GENERIC)]
    is_ours = not view.__module__.startswith("wagtail.")
    return f"{view if is_ours or not bases else bases[0]} {model}"


def _spread(paths: list[str]) -> list[str]:
    """So many of the paths as are tried, from all over the list."""
    return paths[:: max(1, -(-len(paths) // TRIED))]


def route_of(path: str) -> str:
    """The pattern that a path leads to."""
    try:
        return str(resolve(urlsplit(path).path).route)
    except Resolver404:
        return ""
