"""Why is this not public? Everything that stands between a draft and its readers, each with what to do.

It only asks: what decides is the door. Whoever adds something that can hold an entry back adds to ``gates.ALONE``, and
is heard here too; whoever knows more adds a question to ``QUESTIONS``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.models import TaskState

from catalog.models import Service
from catalog.publishable import CHANNELS, Entry
from cms.publication import gates, sources
from cms.publication.models import Withdrawal
from cms.workflow import door
from cms.workflow.digest import digest
from cms.workflow.people import RIGHTS, holders, names
from cms.workflow.steps import STEP_NAMES
from pages.models import KidsText

#: "stops" must be mended by somebody; "waits" comes about by itself, or by the people who are named; "tells" hinders
#: nothing.
Level = Literal["stops", "waits", "tells"]


@dataclass(frozen=True)
class Hindrance:
    """One thing that stands between a draft and its readers: what it is, what to do, and who could do it."""

    level: Level
    said: str
    todo: str
    people: tuple[str, ...] = ()


def hindrances(entry: Entry) -> list[Hindrance]:
    """Everything that keeps exactly this content from its readers; what must be mended comes first."""
    if is_live(entry):
        return [told for question in ALSO_WHEN_LIVE for told in question(entry)]
    order = {"stops": 0, "waits": 1, "tells": 2}
    return sorted((told for question in QUESTIONS for told in question(entry)), key=lambda told: order[told.level])


def is_live(entry: Entry) -> bool:
    """Whether exactly this content is live."""
    last = door.live_digest(entry.content_id)
    return last is not None and last.digest == digest(entry)


def problems(entry: Entry) -> Iterator[Hindrance]:
    for problem in entry.problems():
        yield Hindrance("stops", problem, gettext("編集画面で直して保存し、提出してください。"))


def held_back(entry: Entry) -> Iterator[Hindrance]:
    for gate in gates.ALONE:
        for reason in gate(entry):
            yield Hindrance("stops", reason, gettext("書かれていることをしてから、保存して提出してください。"))


def missing_steps(entry: Entry) -> Iterator[Hindrance]:
    """Which steps have no yes to exactly this content, and who could give it."""
    missing = door.missing_steps(entry)
    if missing and not door.has_known_author(entry):
        yield Hindrance(
            "stops",
            gettext("だれが書いたか記録のない内容です。このままでは、だれも承認できません。"),
            gettext("書き手が編集画面で開いて一度保存しなおしてから、提出してください。"),
        )
        return
    authors = door.authors_of(entry) if missing else set()
    for step in missing:
        people = [person for person in holders(RIGHTS[step]) if person.pk not in authors]
        name = gettext(STEP_NAMES[step])
        if people:
            yield Hindrance(
                "waits",
                gettext("この内容での「%(name)s」がまだです。") % {"name": name},
                gettext("次の人のだれかが「承認待ち」の画面で「%(name)s」をします。") % {"name": name},
                _told(people),
            )
        else:
            yield Hindrance(
                "stops",
                gettext("この内容の「%(name)s」をできる人が、書いた人のほかにいません。") % {"name": name},
                gettext("管理者に、書いた人とは別の人へ「%(name)s」の役割を付けてもらってください。") % {"name": name},
                _told(holders("auth.change_user")),
            )


def submission(entry: Entry) -> Iterator[Hindrance]:
    """Whether this content was sent on its way, and where it is."""
    if not door.missing_steps(entry):
        return
    state: Any = entry.current_workflow_state
    if state is None:
        yield Hindrance(
            "stops",
            gettext("まだ提出されていません。"),
            gettext("編集画面の下の「公開までの確認に提出する」を押してください。"),
        )
        return
    task: TaskState = state.current_task_state
    if state.status == "needs_changes":
        said = (
            gettext("差し戻されています。理由:「%(comment)s」") % {"comment": task.comment}
            if task and task.comment
            else gettext("差し戻されています。")
        )
        yield Hindrance(
            "stops", said, gettext("直して保存し、編集画面からもう一度提出してください。最初の手順から始まります。")
        )
    elif task and digest(task.revision.as_object()) != digest(entry):
        yield Hindrance(
            "stops",
            gettext("提出されているのは、これより前に保存した内容です。"),
            gettext("いまの内容で出すには、手続きを取り消すか差し戻してもらってから、もう一度提出してください。"),
        )


def schedule(entry: Entry) -> Iterator[Hindrance]:
    """When it goes live and ends, and whether that is still possible."""
    now = timezone.now()
    if entry.expire_at and entry.expire_at <= now:
        yield Hindrance(
            "stops",
            gettext("「公開を終える日時」(%(moment)s)を過ぎています。") % {"moment": _moment(entry.expire_at)},
            gettext("編集画面の右上の ⓘ から日時を直すか消して保存し、提出してください。"),
        )
    elif entry.go_live_at and entry.go_live_at > now:
        yield Hindrance(
            "waits",
            gettext("「公開する日時」は %(moment)s です。") % {"moment": _moment(entry.go_live_at)},
            gettext(
                "承認がそろっていれば、その日時に自動で公開されます。早めるときは日時を直して、もう一度提出してください。"
            ),
        )


def lock(entry: Entry) -> Iterator[Hindrance]:
    """Who keeps it locked."""
    row = type(entry).objects.filter(pk=entry.pk, locked=True).select_related("locked_by").first()
    if row is not None:
        yield Hindrance(
            "stops",
            gettext("編集がロックされています。"),
            gettext("ロックした人に、編集画面の右上の ⓘ から外してもらってください。"),
            _told([row.locked_by] if row.locked_by else []),
        )


def withdrawal(entry: Entry) -> Iterator[Hindrance]:
    """Whether somebody wants it to leave."""
    open_one = Withdrawal.objects.filter(
        content_id=entry.content_id, confirmed_at__isnull=True, declined_at__isnull=True
    ).first()
    if open_one is not None:
        others = [who for who in holders("publication.confirm_withdrawal") if who.pk != open_one.proposed_by_id]
        yield Hindrance(
            "tells",
            gettext("取り下げが申し出られています(%(told)s)。") % {"told": _told([open_one.proposed_by])[0]},
            gettext("「取り下げ」の画面で、取り下げるか、やめるかを決めてください。"),
            _told(others),
        )


def kids(entry: Entry) -> Iterator[Hindrance]:
    """A kids' text alone reaches nobody: what it speaks for must be live, and ticked for kids."""
    if not isinstance(entry, KidsText) or entry.about is None:
        return
    model = sources.model_of(entry.about)
    source = sources.live_rows(model, [entry.about]).get(entry.about) if model else None
    if source is None:
        yield Hindrance(
            "tells",
            gettext("もとの内容がまだ公開されていません。"),
            gettext("もとの内容が公開されると、こどもサイトに出ます。"),
        )
    elif "kids" not in source.channels:
        yield Hindrance(
            "tells",
            gettext("もとの内容「%(source)s」の「公開先」に、「こどもサイト」のしるしがありません。")
            % {"source": source},
            gettext("もとの内容の「公開先」にしるしを付けて、承認を受けてください。"),
        )


def crisis_route(entry: Entry) -> Iterator[Hindrance]:
    """What the crisis route needs may neither end nor leave its channels."""
    if not isinstance(entry, Service):
        return
    left = [key for key, _ in CHANNELS if entry.expire_at or key not in entry.channels]
    for reason in gates.emergency_obstacles(entry.content_id, left):
        yield Hindrance(
            "stops",
            reason,
            gettext("または、「公開先」のしるしを戻し、「公開を終える日時」を消して保存し、提出してください。"),
        )


#: Asked of every draft, in this order.
QUESTIONS: list[Callable[[Entry], Iterator[Hindrance]]] = [
    problems,
    held_back,
    submission,
    missing_steps,
    schedule,
    crisis_route,
    lock,
    withdrawal,
    kids,
]
#: What is worth telling although exactly this content is live.
ALSO_WHEN_LIVE: list[Callable[[Entry], Iterator[Hindrance]]] = [withdrawal, kids]


def _told(people: list[Any]) -> tuple[str, ...]:
    return tuple(names(people))


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), gettext("Y年n月j日 H:i"))
