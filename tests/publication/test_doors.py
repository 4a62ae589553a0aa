"""Doors: nobody makes anything live, or takes it out, anywhere on the editors' site but with two people's yes.

The list of doors is found, not written: every URL is posted to once with the locks opened on purpose, and where the log
or what is live then differs, there is a door. With the locks shut the same posts change nothing, whoever sends them.
"""

import gc
import re
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from django.template.base import Template
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Revision

from cms.workflow import door
from tests.publication.doors import locks
from tests.publication.doors.database import real_database
from tests.publication.doors.disturbances import DISTURBANCES, disturbed
from tests.publication.doors.places import places
from tests.publication.doors.scene import TEXTS, Scene, set_scene
from tests.publication.doors.sweep import Aim, Kind, Person, Posted, explore, post, sweep

pytestmark = pytest.mark.django_db  # so that there is a database; the sweep below fills and empties it itself

ROOT = Path(__file__).resolve().parents[2]
#: Where two people's answers are given; they change something if the proper ones give them.
OUR_PAGES = {"approval", "withdrawals", "release"}
TYPED = "打ちこんだばかりの文"


@dataclass(frozen=True)
class Swept:
    """What was posted, and what became of each post."""

    #: By the superuser, with the locks open.
    opened: list[Posted]
    #: Where that changed something.
    doors: dict[Kind, list[Posted]]
    #: By everybody, with the locks shut.
    shut: dict[str, list[Posted]]
    #: At the doors, locks open, when no document can be built.
    failing: list[Posted]
    #: At the doors, after something happened between page and post.
    overtaken: dict[str, list[Posted]]
    #: By the superuser, locks shut, at the doors but for our own pages, with nothing taken back.
    committed: list[Posted]

    def everything(self) -> Iterator[tuple[str, Posted]]:
        """Each post and who sent it or what was the matter."""
        for who, posts in {
            "locks open": self.opened,
            **self.shut,
            "failing": self.failing,
            **self.overtaken,
            "committed": self.committed,
        }.items():
            for posted in posts:
                yield who, posted


@pytest.fixture(scope="module")
def swept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Swept:
    """One scene, really committed, and swept in turn. Sessions are in the cookie, so that no post can end them."""
    in_cookies = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    # Django's tests keep a copy of every context of every template; nobody looks at them here.
    uncopied = patch.object(Template, "_render", lambda template, context: template.nodelist.render(context))
    with django_db_blocker.unblock(), real_database(), in_cookies, uncopied, _unclosed_files_of_wagtail():
        return _sweep_all(set_scene())


@contextmanager
def _unclosed_files_of_wagtail() -> Iterator[None]:
    """Its preview of a picture leaves a temporary file to the collector, which pytest takes for a fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


def _sweep_all(scene: Scene) -> Swept:
    browsers = {who: Person(person) for who, person in scene.people.items()}
    superuser = browsers["superuser"]
    with locks.opened():
        opened = list(explore(scene, superuser))
    doors: dict[Kind, list[Posted]] = {}
    for posted in opened:
        if posted.changed:
            doors.setdefault(posted.aim.kind, []).append(posted)
    at_doors = [posted.aim for found in doors.values() for posted in found]
    one_of_each = [found[0].aim for found in doors.values()]
    takes_posts = [posted.aim for posted in opened if posted.status not in {404, 405}]
    # What changes nothing with the locks open changes nothing with the locks shut: everybody is sent to the doors.
    # The planted one, who may do what no role may, presses every other button as well, but for those of drafts.
    elsewhere = [aim for aim in takes_posts if not aim.body.in_editor and aim not in at_doors]
    ours = [aim for aim in at_doors if aim.place.name in OUR_PAGES]
    aims = {"superuser": ours, "planted": at_doors + elsewhere}
    with locks.opened(), locks.builders_failing():
        failing = list(sweep([_typed(aim) for aim in one_of_each], superuser, look=_was_kept))
    return Swept(
        opened=opened,
        doors=doors,
        shut={who: list(sweep(aims.get(who, one_of_each), browser)) for who, browser in browsers.items()},
        failing=failing,
        overtaken={name: list(_overtaken(name, one_of_each, superuser)) for name in DISTURBANCES},
        # Last, as the drafts that these posts save remain.
        committed=list(sweep([aim for aim in at_doors if aim not in ours], superuser, kept=True)),
    )


def _typed(aim: Aim) -> Aim:
    """The same post after somebody typed a new text into the form."""
    field = _text_of(aim)
    return Aim(aim.place, aim.path, aim.entry, aim.body.but(**{field: TYPED})) if field else aim


def _text_of(aim: Aim) -> str:
    """A text of the editor's form, if this is one."""
    return next((name for name in TEXTS if name in aim.body.data and name != "public_slug"), "")


def _was_kept(aim: Aim) -> bool:
    """Whether what was typed stands saved as a draft; where nothing could be typed nothing can be lost."""
    field = _text_of(aim)
    return not field or Revision.objects.filter(**{f"content__{field}": TYPED}).exists()


def _overtaken(name: str, aims: list[Aim], browser: Person) -> Iterator[Posted]:
    for aim in aims:
        if aim.entry is not None and "/copy/" not in aim.path:
            with disturbed(DISTURBANCES[name], aim.entry) as before:
                yield post(aim, browser, before, {aim.kind}, look=_live_digest)


def _live_digest(aim: Aim) -> str:
    last = door.live_digest(aim.entry.content_id) if aim.entry else None
    return last.digest if last else ""


def _is_wagtails_own(who: str, posted: Posted) -> bool:
    """A fault that never came near our code, on a body that no page of Wagtail's sends, or for want of its locks."""
    frames = traceback.extract_tb(posted.fault.__traceback__) if posted.fault else []
    near_us = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)]
    ours = [frame for frame in near_us if not {"site-packages", "tests"} & set(Path(frame.filename).parts)]
    return (not posted.aim.body.button or who == "locks open") and bool(frames) and not ours


def test_every_url_of_the_editors_site_was_posted_to(swept: Swept) -> None:
    posts = sum(1 for _ in swept.everything())
    paths = {posted.aim.path for posted in swept.opened}
    at = sum(len(found) for found in swept.doors.values())
    print(f"\n{len(places())} URL patterns, {len(paths)} paths, {posts} posts, {len(swept.doors)} doors ({at} paths):")
    for route, button in sorted(swept.doors):
        print(f"  {route} [{button or 'nothing'}]")
    assert {place.route for place in places()} == {posted.aim.place.route for posted in swept.opened}
    assert len(places()) >= 300
    assert len(swept.doors) >= 45


@pytest.mark.parametrize(
    ("what", "route", "button"),
    [
        ("the editor's publish button", r"catalog/service/edit/", "publish"),
        ("the same as autosave could send it", r"catalog/service/edit/", "publish as autosave"),
        ("the publish button of a new entry", r"catalog/audience/add/", "publish"),
        ("the publish button of a copy", r"catalog/audience/copy/", "publish"),
        ("an old version taken up again", r"catalog/service/history/.*/revert/", "publish"),
        ("the publish button of a page", r"admin/pages/.*/edit/", "publish"),
        ("the publish button of a new page", r"admin/pages/add/", "publish"),
        ("an old version of a page taken up again", r"admin/pages/.*/revert/", "publish"),
        ("a page unpublished", r"admin/pages/.*/unpublish/", "send"),
        ("a page deleted", r"admin/pages/.*/delete/", "send"),
        ("the tree's own interface", r"admin/api/main/\^pages/.*/action/", ""),
        ("a notice's publish button", r"pages/sitenotice/edit/", "publish"),
        ("unpublish", r"catalog/organization/unpublish/", ""),
        ("delete", r"catalog/service/delete/", ""),
        ("bulk delete", r"^admin/bulk/", ""),
        ("Wagtail's workflow action", r"/workflow/action/", ""),
        ("Wagtail's workflow action in the editor", r"/edit/", "workflow-action"),
        ("a task of the workflow taken away", r"workflows/tasks/disable/", ""),
        ("our approval page", r"^admin/approvals/", "approve"),
        ("our withdrawal page", r"^admin/withdrawals/$", "confirm"),
        ("our release page", r"^admin/releases/<uuid:release_id>/$", "approve"),
    ],
)
def test_a_door_of_each_known_kind_is_among_them(swept: Swept, what: str, route: str, button: str) -> None:
    assert [kind for kind in swept.doors if re.search(route, kind[0]) and kind[1] == button], what


def test_with_the_locks_shut_only_the_proper_people_change_something_on_our_own_pages(swept: Swept) -> None:
    changed = [(who, posted) for who, posts in swept.shut.items() for posted in posts if posted.changed]
    assert sorted((who, posted.aim.place.route, posted.aim.body.button) for who, posted in changed) == [
        ("approver", "admin/approvals/<int:task_state_id>/", "approve"),
        ("approver", "admin/releases/<uuid:release_id>/", "approve"),
        ("approver", "admin/withdrawals/", "confirm"),
        ("planted", "admin/withdrawals/", "confirm"),  # what the superuser proposed: an audience and a FAQ
        ("planted", "admin/withdrawals/", "confirm"),
        ("superuser", "admin/approvals/<int:task_state_id>/", "approve"),  # what it did not write
        ("superuser", "admin/releases/<uuid:release_id>/", "approve"),
        ("superuser", "admin/withdrawals/", "confirm"),  # what the planted one proposed
    ]


def test_with_nothing_taken_back_nothing_changes_either(swept: Swept) -> None:
    assert {posted.aim.kind for posted in swept.committed} == {
        kind for kind, found in swept.doors.items() if found[0].aim.place.name not in OUR_PAGES
    }
    assert [str(posted) for posted in swept.committed if posted.changed] == []


def test_authors_are_refused_at_every_door_after_alternating_saves(swept: Swept) -> None:
    wrote = {"planted", "writer"}
    answers = [
        posted
        for who in wrote
        for posted in swept.shut[who]
        if posted.aim.kind in swept.doors and not posted.aim.place.route.startswith("admin/withdrawals/")
    ]
    assert {posted.aim.kind[0] for posted in answers} >= {route for route, _ in swept.doors} - {"admin/withdrawals/"}
    assert [str(posted) for posted in answers if posted.changed] == []


def test_no_post_is_a_fault(swept: Swept) -> None:
    faults = [(who, posted) for who, posted in swept.everything() if posted.fault and not _is_wagtails_own(who, posted)]
    assert [f"{who}: {posted}" for who, posted in faults] == []


def test_a_refusal_says_why_in_japanese(swept: Swept) -> None:
    doors = [posted.aim for found in swept.doors.values() for posted in found]
    refused = [
        posted
        for posted in (*swept.shut["planted"], *swept.committed)
        if posted.aim in doors and not posted.changed and posted.status in {302, 409}
    ]
    assert len(refused) > 50
    assert [str(p) for p in refused if not any(re.search(r"[ぁ-ん]", told) for told in p.messages)] == []


def test_a_failing_builder_changes_nothing_says_so_and_loses_no_text(swept: Swept) -> None:
    built = [
        posted for posted in swept.failing if any("公開用のデータを作れなかった" in told for told in posted.messages)
    ]
    puts = {
        kind
        for kind, found in swept.doors.items()
        if kind[1].startswith("publish") and any("documents" in posted.changed for posted in found)
    }
    assert puts
    assert puts <= {posted.aim.kind for posted in built}
    assert [str(posted) for posted in built if posted.changed or not posted.looked] == []


@pytest.mark.parametrize("what", DISTURBANCES)
def test_nothing_that_came_after_the_page_rides_along(swept: Swept, what: str) -> None:
    posts = swept.overtaken[what]
    assert len(posts) >= 30
    changed = [posted for posted in posts if posted.changed]
    assert {posted.aim.body.button for posted in changed} <= {"approve"}
    assert [posted.looked for posted in changed] == [posted.aim.body.data["digest"] for posted in changed]
