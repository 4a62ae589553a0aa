"""What people do, done to the product and to the model; wherever the two disagree, that is a finding."""

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from cms.publication import due
from cms.publication.unit import PublicationRefused, UnitRequired
from cms.workflow import approve
from cms.workflow.digest import digest
from tests.histories import house
from tests.histories.browser import Browser
from tests.histories.model import CHANNELS, Model, Subject, Text, Verdict, Yes

REFUSALS = (PublicationRefused, PermissionDenied, UnitRequired, ProtectedError)
_DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')


class Violation(AssertionError):
    """The product did what it must never do, or refused what it must allow."""


@dataclass(frozen=True)
class Page:
    """An approval page that somebody has open: what it showed, and of which submission."""

    name: str
    state: int
    step: str
    digest: str
    number: int


@dataclass
class Play:
    """The house in one history."""

    model: Model
    users: dict[str, Any]
    pages: list[Page] = field(default_factory=list)
    #: How often what happened.
    told: dict[str, int] = field(default_factory=dict)
    _browsers: dict[tuple[str, datetime], Browser] = field(default_factory=dict)

    def another(self, told: dict[str, int]) -> "Play":
        """The same house at the start of another history."""
        return Play(copy.deepcopy(self.model), self.users, list(self.pages), told)

    def tell(self, what: str) -> None:
        self.told[what] = self.told.get(what, 0) + 1

    def row(self, name: str) -> Any:
        subject = self.model.subjects[name]
        return house.TYPES[subject.kind].objects.get(content_id=subject.content_id)

    def browser(self, name: str) -> Browser:
        """The browser of somebody who has signed in; the clock signs everybody out."""
        at = name, timezone.now()
        if at not in self._browsers:
            self._browsers[at] = Browser(self.users[name])
        return self._browsers[at]

    @contextmanager
    def judged(self, verdict: Verdict, what: str) -> Iterator[list[bool]]:
        """Do something that is allowed or refused; the list holds afterwards whether it was done."""
        done: list[bool] = []
        why: object = ""
        try:
            yield done
            done[:] = done or [True]
        except REFUSALS as refusal:
            done[:], why = [False], refusal
        self.judge(verdict, what, done=done[0], why=why)

    def judge(self, verdict: Verdict, what: str, *, done: bool, why: object = "") -> None:
        self.tell(f"{what}: {'done' if done else 'refused'}")
        if done and verdict is Verdict.NO:
            raise Violation(f"{what}: was done and must not be")
        if not done and verdict is Verdict.YES:
            raise Violation(f"{what}: was refused and must be done: {why!r}")

    # --- writing -----------------------------------------------------------------------------------------------------

    def begin(self, name: str, by: str) -> None:
        """A new entry, as the form saves it: the row and its first revision."""
        wanted = house.first_text(self.model, name)
        entry = house.new_entry(self.model, name)
        house.write(entry, wanted)
        entry.save()
        self.model.saved(name, wanted, by, entry.save_revision(user=self.users[by]).pk)

    def save(self, name: str, by: str, wanted: Text, *, overwriting: bool = False) -> None:
        """Save a draft; ``overwriting`` is what autosave does with the revision that it made before."""
        row = self.row(name)
        draft = row.get_latest_revision_as_object()
        house.write(draft, wanted)
        before = row.latest_revision if overwriting else None
        try:
            revision = draft.save_revision(user=self.users[by], overwrite_revision=before)
        except ValidationError:
            self.tell("draft: not valid")
            return
        self.tell("draft: overwritten" if overwriting and revision == before else "draft: saved")
        self.model.saved(name, wanted, by, revision.pk)

    def submit(self, name: str, by: str) -> None:
        """Send the latest draft for approval, again where it was sent back."""
        row, subject = self.row(name), self.model.subjects[name]
        verdict = Verdict.NO if self.model.problems(name, subject.latest) else Verdict.YES
        old = row.current_workflow_state
        if old is not None and old.status == "in_progress":
            verdict = Verdict.NO
        with self.judged(verdict, "submission") as done:
            if old is not None and old.status == "needs_changes":
                old.resume(user=self.users[by])
            else:
                row.get_workflow().start(row.get_latest_revision_as_object(), self.users[by])
        if done[0]:
            subject.submissions[self.row(name).current_workflow_state.pk] = len(subject.saves) - 1

    def cancel(self, name: str, by: str) -> None:
        state = self.row(name).current_workflow_state
        if state is not None:
            state.cancel(user=self.users[by])
            self.tell("submission: cancelled")

    # --- approving ---------------------------------------------------------------------------------------------------

    def waiting(self) -> list[str]:
        """What waits for somebody's answer."""
        found = {state.revision.content["content_id"] for state in approve.waiting()}
        return [subject.name for subject in self.model.here() if subject.content_id in found]

    def whoever_may(self, name: str) -> str:
        """Somebody who may surely take the step for which this waits."""
        step = approve.step_of(self.row(name).current_workflow_task_state)
        wrote = self.model.subjects[name].everybody()
        pure = ("reviewer", "kids", "approver", "second-approver")
        return next(person for person in pure if step in self.model.rights[person] and person not in wrote)

    def open_page(self, name: str, by: str, *, at_a_glance: bool = False) -> Page:
        """Open the approval page of what waits; it must show what it asks about.

        At a glance only its digest is taken, and the page is not drawn: that is a tenth of a history's time.
        """
        state, number, wanted = self.as_submitted(name)
        shown = digest(state.revision.as_object()) if at_a_glance else self._drawn(name, by, state.pk, wanted)
        page = Page(name, state.pk, approve.step_of(state), shown, number)
        self.pages = [*self.pages[-3:], page]
        return page

    def as_submitted(self, name: str) -> tuple[TaskState, int, Text]:
        """What waits of an entry, which must still be what was submitted."""
        state = self.row(name).current_workflow_task_state
        number = self.model.subjects[name].submissions[state.workflow_state_id]
        wanted = self.model.subjects[name].saves[number].text
        if (seen := house.read(state.revision.as_object(), wanted)) != wanted:
            raise Violation(f"{name}: what was submitted was rewritten:\n{wanted}\n{seen}")
        return state, number, wanted

    def _drawn(self, name: str, by: str, state: int, wanted: Text) -> str:
        """The digest on the page as a browser gets it."""
        self.tell("page: opened")
        response = self.browser(by).get(reverse("approval", args=[state]))
        shown = response.content.decode()
        found = _DIGEST.search(shown)
        if response.status_code != 200 or found is None:
            raise Violation(f"the approval page answered {response.status_code}")
        self._shows(name, wanted, shown)
        return found[1]

    def _shows(self, name: str, wanted: Text, shown: str) -> None:
        """Whoever approves must have every public word before their eyes that is not public yet."""
        subject = self.model.subjects[name]
        if wanted["about"] and not self.model.subjects[wanted["about"]].exists:
            return
        shown += re.sub("<[^>]+>", "", shown)  # words that changed are marked within a name
        for channel in CHANNELS:
            new = wanted.words(channel) - (subject.live.words(channel) if subject.live else set())
            if channel in (wanted["channels"] or ("kids",)) and (hidden := {word for word in new if word not in shown}):
                raise Violation(f"{name}: the approval page does not show {sorted(hidden)}")
        if wanted.kind == "emergency":
            for member in set(wanted["members"]) - set(subject.live["members"] if subject.live else ()):
                live = self.model.subjects[member].live
                if live is not None and live["name_ja"] not in shown:
                    raise Violation(f"{name}: the approval page does not show its new member {member}")

    def answer(self, page: Page, by: str, what: str, *, digest: str = "") -> bool:
        """Answer a page as somebody; ``digest`` is what a forged form would send instead."""
        subject, now = self.model.subjects[page.name], timezone.now()
        state = TaskState.objects.filter(pk=page.state).select_related("workflow_state").first()
        if state is None:
            return False
        yes = Yes(subject.saves[page.number].text, page.step, by)
        steps = yes.text.steps(subject)
        last = page.step == steps[-1]
        may = state.status == "in_progress" and page.step in self.model.rights[by] and digest in ("", page.digest)
        verdict = Verdict.YES if may else Verdict.NO
        if may and self.model.names_a_deleted_one(yes.text):
            verdict = Verdict.NO if what == "approve" else Verdict.EITHER
        elif may and what == "approve":
            verdict = self._may_approve(page, by, yes if last else None)
        response = self.browser(by).post(
            reverse("approval", args=[page.state]),
            {"digest": digest or page.digest, "answer": what, "comment": "理由" if what == "return" else ""},
        )
        done = response.status_code == 302 and response.headers["Location"] == reverse("approvals")
        self.judge(verdict, f"{page.step} {what}", done=done, why=response.content.decode()[-3000:] if not done else "")
        if done and what == "approve":
            subject.yeses.append(yes)
            if last:
                self.tell(f"live by approval: {subject.kind}")
                self.model.goes_live(page.name, page.number, now)
        return done

    def digest_of_latest(self, name: str) -> str:
        return digest(self.row(name).get_latest_revision_as_object())

    def _may_approve(self, page: Page, by: str, last: Yes | None) -> Verdict:
        subject = self.model.subjects[page.name]
        if by in subject.authors(page.number):
            return Verdict.NO
        verdict = Verdict.EITHER if by in subject.everybody() else Verdict.YES
        if last is None:
            return verdict
        live = self.model.may_go_live(page.name, page.number, timezone.now(), more=last)
        return live if live is Verdict.NO or verdict is Verdict.YES else Verdict.EITHER

    def colleague_of(self, page: Page) -> Page | None:
        """The next step's page about the same submission, which shows the same; None where it waits no more."""
        state = self.row(page.name).current_workflow_task_state
        if state is None or self.model.subjects[page.name].submissions.get(state.workflow_state_id) != page.number:
            return None
        return replace(page, state=state.pk, step=approve.step_of(state))

    # --- the clock, and one who may do everything ---------------------------------------------------------------------

    def publish_due(self) -> None:
        """What is due goes live or leaves, in order, and each is judged by itself."""
        now = timezone.now()
        outcomes = due.publish_due()
        model = self.model
        for kind in ("service", "organization", "topic", "emergency", "kids_text", "faq"):
            ends = [s for s in model.here() if s.kind == kind and s.live and s.live["expire_at"]]
            for subject in sorted(ends, key=lambda s: s.live["expire_at"]):  # type: ignore[index]
                if subject.live is not None and subject.live["expire_at"] <= now:
                    outcome = self._next(outcomes, subject)
                    verdict = Verdict.YES if model.may_leave(subject.name) else Verdict.NO
                    self.judge(verdict, "expiry", done=not outcome.refused, why=outcome)
                    if not outcome.refused:
                        model.leaves(subject.name, "expired")
        waits = [s for s in model.here() if s.scheduled is not None]
        for subject in sorted(waits, key=lambda s: s.saves[s.scheduled].text["go_live_at"]):  # type: ignore[index]
            number = subject.scheduled
            if number is not None and subject.saves[number].text["go_live_at"] <= now:
                outcome = self._next(outcomes, subject)
                verdict = model.may_go_live(subject.name, number, now)
                self.judge(verdict, "schedule", done=not outcome.refused, why=outcome)
                if not outcome.refused:
                    model.goes_live(subject.name, number, now)
        if outcomes:
            raise Violation(f"something else was due: {outcomes}")

    @staticmethod
    def _next(outcomes: list[due.Outcome], subject: Subject) -> due.Outcome:
        if not outcomes:
            raise Violation(f"{subject.name} is due, and nobody took it")
        return outcomes.pop(0)

    def force_publish(self, name: str) -> None:
        """Publish the latest draft past the workflow, with Wagtail's own right."""
        row, number, now = self.row(name), len(self.model.subjects[name].saves) - 1, timezone.now()
        with self.judged(self.model.may_go_live(name, number, now), "publication past the workflow") as done:
            row.latest_revision.publish(user=self.users["superuser"])
        if done[0]:
            self.model.goes_live(name, number, now)
