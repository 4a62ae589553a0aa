"""How a history begins, and the moves that every history is made of."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import time_machine

from tests.histories import house
from tests.histories.model import Text
from tests.histories.play import Page, Play
from tests.histories.storage import Log, holds_no_draft
from tests.histories.words import ADULT, KIDS, word

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
#: What can be changed of each kind of entry.
EDITS = {
    "service": ["words", "translation", "number", "channels", "hour", "end"],
    "topic": ["words", "translation", "channels", "kids' name", "hour", "end"],
    "organization": ["words", "translation", "channels", "hour", "end"],
    "kids_text": ["words", "words", "about", "hour", "end"],
    "emergency": ["members", "members", "hour", "end"],
    "faq": ["words", "translation", "channels", "hour", "end"],
}


def furnish() -> tuple[Play, Log]:
    """The house at the start of every history, brought about by the same moves: something is in every state."""
    with time_machine.travel(START, tick=False):
        play = Play(house.empty_model(), house.people())
        for name in house.ENTRIES:
            play.begin(name, "writer")
            if name == "desk":
                change(play, name, "writer", "translation")
            if name not in ("new-desk", "second-kids-words"):
                carry_through(play, name)
        for name, edit in (("desk", "words"), ("provider", "end"), ("topic", "hour")):
            change(play, name, "writer", edit)
            carry_through(play, name)
        change(play, "second-desk", "writing-approver", "words")
        change(play, "kids-words", "writing-kids", "words")
        for name, steps in (("second-desk", 1), ("new-desk", 0), ("second-kids-words", 1)):
            play.submit(name, "writer")
            walk(play, name, steps)
            play.open_page(name, play.whoever_may(name))
        change(play, "second-desk", "second-writer", "words")
    play.told.clear()
    log = Log()
    holds_no_draft(play.model, log.follow(play.model))
    return play, log


def change(play: Play, name: str, by: str, edit: str) -> None:
    play.save(name, by, edited(play, name, edit, lambda options: options[0]))


def carry_through(play: Play, name: str) -> None:
    play.submit(name, "writer")
    walk(play, name, 3)


def walk(play: Play, name: str, steps: int) -> None:
    """The next steps of what waits, each by somebody who may take it and needs one glance, until one is refused."""
    by = play.whoever_may(name)
    page: Page | None = play.open_page(name, by, at_a_glance=True) if steps else None
    while page is not None and steps and play.answer(page, by, "approve"):
        steps -= 1
        if (page := play.colleague_of(page)) is not None:
            by = play.whoever_may(name)


def edited(play: Play, name: str, edit: str, choose: Callable[[list[Any]], Any]) -> Text:
    """The latest draft with one change."""
    model = play.model
    old = model.subjects[name].latest
    match edit:
        case "translation":
            made = f"name {word(ADULT, model.next())}"
            return old.changed(**choose([{"name_en": made, "en_of": old["name_ja"]}, {"name_ko": made}][: _two(old)]))
        case "number":
            return old.changed(value=f"03-3333-{model.next():04d}")
        case "channels":
            some = [("website", "partners"), ("website",), ("website", "kids", "partners"), ("kids",), ("partners",)]
            return old.changed(channels=choose(some if old.kind != "organization" else some[:2]))
        case "kids' name":
            named = {"name_kids": f"なまえ {word(KIDS, model.next())}"}
            return old.changed(**choose([named, {"name_kids": "", "channels": ("website", "partners")}]))
        case "hour":
            return old.changed(go_live_at=choose([house.in_the_future(model, hours=1), None]))
        case "end":
            return old.changed(expire_at=choose([house.in_the_future(model, hours=2), None]))
        case "about":
            return old.changed(about=choose(["new-desk", "desk", "question", "second-desk"]))
        case "members":
            teams = [("second-desk",), ("desk",), ("desk", "second-desk"), ("new-desk", "desk")]
            return old.changed(members=choose([team for team in teams if _are_there(play, team)]))
    return house.rewritten(model, old)


def _two(old: Text) -> int:
    return 2 if old.kind == "service" else 1


def _are_there(play: Play, names: tuple[str, ...]) -> bool:
    return all(play.model.subjects[name].exists for name in names)
