"""The machine: people do something, and after each step everything that must always hold is looked at."""

import logging
import sys
from datetime import timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import translation
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from api.delivery import store
from cms.publication.drift import drift
from tests.histories import house, leaving
from tests.histories.model import CHANNELS, LANGUAGES
from tests.histories.play import Page, Play
from tests.histories.public import Reader, wrong_if
from tests.histories.scenes import EDITS, START, edited, walk
from tests.histories.storage import Log, holds_no_draft, rows_are_what_was_approved
from tests.histories.words import words_in

WRITERS = [name for name, rights in house.PEOPLE.items() if "write" in rights[1]]
EVERYBODY = list(house.PEOPLE)
REASONS = ["withdrawn", "merged", "wrong", "harm"]
OUT = ["unpublish", "delete", "plain delete", "posted unpublish", "posted delete"]
MOVES = [timedelta(days=-2), timedelta(hours=-1), timedelta(hours=1), timedelta(hours=2), timedelta(days=2)]


class Newsroom(RuleBasedStateMachine):
    """One history, in a transaction that is thrown away."""

    furnished: Play
    log: Log
    told: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START + timedelta(hours=1), tick=False)
        self.now = self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # type: ignore[attr-defined]  # so the unit may be durable inside
        self.atomic.__enter__()
        self.play = self.furnished.another(self.told)
        self.log = self.log.copy()
        self.turn = self.last = 0
        self.queue: list[str] = []
        self.play.tell("histories")
        self.lines = _Lines()
        logging.getLogger("api").addHandler(self.lines)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.look_at_everything()
        finally:
            logging.getLogger("api").removeHandler(self.lines)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            self.clock.stop()

    @initialize(looks=st.sampled_from(range(30)))
    def readers_look_here_and_there(self, looks: int) -> None:
        """Not every answer is read after every step: which ones, the history itself says, so it can be repeated."""
        self.turn = self.last = looks

    # --- what people do ----------------------------------------------------------------------------------------------

    def _pick(self, data: st.DataObject, names: list[str] | None = None) -> str:
        return data.draw(st.sampled_from(names or [subject.name for subject in self.play.model.here()]), "entry")

    def _who(self, data: st.DataObject, first: list[str]) -> str:
        """Somebody fit for it as often as anybody."""
        return data.draw(st.sampled_from([*(first * 5)[: len(EVERYBODY)], *EVERYBODY]), "person")

    @rule(data=st.data(), steps=st.sampled_from([0, 0, 1, 2, 4, 4, 4]))
    def somebody_edits(self, data: st.DataObject, steps: int) -> None:
        """A draft is saved and goes some way: nowhere, into the queue, past the first step, or to its end."""
        name = self._pick(data)
        if steps and name in self.play.waiting():
            self.play.cancel(name, "writer")
        edit = data.draw(st.sampled_from(EDITS[self.play.model.subjects[name].kind]), "edit")
        wanted = edited(self.play, name, edit, lambda options: data.draw(st.sampled_from(options), "to"))
        self.play.save(name, data.draw(st.sampled_from(WRITERS), "person"), wanted)
        if steps:
            self.play.submit(name, "second-writer")
        if steps > 1 and name in self.play.waiting():
            walk(self.play, name, steps - 1)

    @rule(data=st.data())
    def autosave_goes_on(self, data: st.DataObject) -> None:
        names = [subject.name for subject in self.play.model.here() if subject.saves[-1].author]
        waiting = [name for name in names if name in self.queue]
        name = self._pick(data, data.draw(st.sampled_from([waiting or names, names]), "among"))
        model = self.play.model
        last = model.subjects[name].saves[-1]
        self.play.save(name, last.author, house.rewritten(model, last.text), overwriting=True)
        if name in self.queue:
            self.play.as_submitted(name)

    @rule(data=st.data())
    def somebody_takes_up_an_old_draft(self, data: st.DataObject) -> None:
        name = self._pick(data)
        old = data.draw(st.sampled_from(self.play.model.subjects[name].saves), "draft")
        self.play.save(name, data.draw(st.sampled_from(WRITERS), "person"), old.text)

    @rule(data=st.data())
    def somebody_submits(self, data: st.DataObject) -> None:
        self.play.submit(self._pick(data), data.draw(st.sampled_from(WRITERS), "person"))

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def somebody_cancels(self, data: st.DataObject) -> None:
        self.play.cancel(self._pick(data, self.queue), "writer")

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def the_next_step_is_taken(self, data: st.DataObject) -> None:
        walk(self.play, self._pick(data, self.queue), 1)

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def somebody_opens_a_page(self, data: st.DataObject) -> None:
        name = self._pick(data, self.queue)
        self.play.open_page(name, self._who(data, [self.play.whoever_may(name)]))

    @precondition(lambda self: self.play.pages)
    @rule(data=st.data())
    def somebody_answers_an_open_page(self, data: st.DataObject) -> None:
        """Fresh or overtaken, their own work or not; a forged form sends the digest of the latest draft."""
        page = data.draw(st.sampled_from(self.play.pages), "page")
        fit = [name for name, rights in self.play.model.rights.items() if page.step in rights]
        by = data.draw(st.sampled_from([*fit, *fit, "writer", "reviewer", "kids"]), "person")
        answer = data.draw(st.sampled_from(["approve", "approve", "forge", "return"]), "answer")
        forged = self.play.digest_of_latest(page.name) if answer == "forge" else ""
        self.play.answer(page, by, "return" if answer == "return" else "approve", digest=forged)

    @precondition(lambda self: self._own_work())
    @rule(data=st.data())
    def somebody_approves_their_own_work(self, data: st.DataObject) -> None:
        page, by = data.draw(st.sampled_from(self._own_work()), "page and person")
        self.play.answer(page, by, "approve")

    def _own_work(self) -> list[tuple[Page, str]]:
        """Open pages, with those who wrote what they show and have the right that they ask for."""
        rights, subjects = self.play.model.rights, self.play.model.subjects
        return [
            (page, name)
            for page in self.play.pages
            for name in sorted(subjects[page.name].authors(page.number))
            if page.step in rights[name]
        ]

    @rule(data=st.data())
    def the_clock_moves(self, data: st.DataObject) -> None:
        self.now.shift(data.draw(st.sampled_from(MOVES), "by"))
        if data.draw(st.booleans(), "worker"):
            self.play.publish_due()

    @rule()
    def the_worker_runs(self) -> None:
        self.now.shift(timedelta(hours=1, minutes=10))
        self.play.publish_due()

    @rule(data=st.data(), at_once=st.sampled_from([True, True, False]))
    def somebody_proposes_a_withdrawal(self, data: st.DataObject, at_once: bool) -> None:
        model = self.play.model
        may_leave = [name for name in model.live() if model.may_leave(name)]
        name = self._pick(data, data.draw(st.sampled_from([may_leave or None, None]), "among"))
        subject = model.subjects[name]
        found = (subject.live or subject.latest)["channels"] or ("kids",)
        stands_in = [subject.channel] if subject.channel else list(found)
        channels = data.draw(st.lists(st.sampled_from(stands_in), min_size=1, unique=True), "channels")
        reason = data.draw(st.sampled_from(REASONS), "reason")
        if leaving.propose(self.play, name, self._who(data, WRITERS), channels, reason) and at_once:
            leaving.confirm(self.play, model.proposals[-1], self._who(data, ["approver", "second-approver"]))

    @precondition(lambda self: self.play.model.proposals)
    @rule(data=st.data())
    def a_withdrawal_is_answered(self, data: st.DataObject) -> None:
        proposal = data.draw(st.sampled_from(self.play.model.proposals), "proposal")
        by = self._who(data, ["approver", "second-approver"])
        if data.draw(st.sampled_from([True, True, True, False]), "confirmed"):
            leaving.confirm(self.play, proposal, by)
        else:
            leaving.decline(self.play, proposal, by)

    @rule(data=st.data())
    def one_with_every_right_publishes(self, data: st.DataObject) -> None:
        here = self.play.model.here()
        drafts = [subject.name for subject in here if subject.latest != subject.live]
        came_out = [subject.name for subject in here if subject.lived and subject.live is None]
        self.play.force_publish(self._pick(data, data.draw(st.sampled_from([came_out or drafts, drafts]), "among")))

    @rule(data=st.data())
    def one_with_every_right_takes_out(self, data: st.DataObject) -> None:
        leaving.force_out(self.play, self._pick(data), data.draw(st.sampled_from(OUT), "how"))

    # --- what must always hold ---------------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        self.turn += 1
        self.play.tell("steps")
        model = self.play.model
        told = self.log.follow(model)
        self.queue = self.play.waiting()
        reader = Reader(model)
        language = LANGUAGES[self.turn % len(LANGUAGES)]
        if told:
            holds_no_draft(model, told)
            rows_are_what_was_approved(self.play, {str(key[0]) for key in told})
            for subject in model.subjects.values():
                for channel in sorted({key[1] for key in told if str(key[0]) == subject.content_id}):
                    reader.detail(subject, channel, language)
            for channel in CHANNELS:
                reader.everything_of(channel, "service", language)
        reader.some(self.turn, language)
        self.play.told["answers read"] = self.play.told.get("answers read", 0) + reader.asked

    def look_at_everything(self) -> None:
        """At the end: the whole chain and what is kept beside the database; by turns all answers or all documents."""
        model = self.play.model
        wrong_if(store.verify_chain() != self.log.seq, "the chain is broken")
        reader = Reader(model)
        number = self.last
        if number % 3 == 0:
            reader.all(number // 3)
        else:
            for channel in CHANNELS:
                reader.emergency(channel, LANGUAGES[number % len(LANGUAGES)])
        if number % 3 == 1:
            with translation.override("en"):
                wrong_if(found := list(drift()), f"built again, documents differ: {found}")
        self.play.told["answers read"] += reader.asked
        lived = {text for subject in model.subjects.values() for text in subject.lived}
        approved = frozenset().union(*(text.words(channel) for channel in CHANNELS for text in lived))
        wrong_if(more := words_in("\n".join(self.lines.all)) - approved, f"the access log tells {sorted(more)}")
        for channel in CHANNELS:
            kept = Path(settings.TOMOSHIBI_STATE_DIR) / f"emergency-{channel}.json"
            if kept.exists():
                wrong_if(more := words_in(kept.read_bytes()) - approved, f"{kept.name} holds {sorted(more)}")


class _Lines(logging.Handler):
    """What the readers' side writes into logs."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.all.append(record.getMessage())
