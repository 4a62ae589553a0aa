"""Events in plain Japanese: what each of them was about, and what it brought about for readers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from api.delivery import published
from api.delivery.models import Change
from catalog.languages import language_name, languages
from catalog.publishable import CHANNELS
from cms.history.events import Event
from cms.override.models import EmergencyAction
from cms.publication import sources
from cms.publication.models import REASONS, Withdrawal
from cms.workflow.models import Approval, Authorship, StepTask
from cms.workflow.people import called
from cms.workflow.steps import STEP_NAMES
from pages.models import KidsText

#: Ways by which something goes live or leaves, as ``LiveDigest.door`` names them.
DOORS = {
    "workflow": gettext_noop("承認がそろって"),
    "publish": gettext_noop("承認がそろって"),
    "schedule": gettext_noop("決めた日時に"),
    "release": gettext_noop("一括公開で"),
    "bulk": gettext_noop("まとめて"),
    "withdrawal": gettext_noop("取り下げで"),
    "emergency": gettext_noop("緊急の手続きで"),
    "expiry": gettext_noop("公開の期限で"),
    "delete": gettext_noop("削除で"),
    "unpublish": gettext_noop("公開を終える手続きで"),
    "move": gettext_noop("ページを動かして"),
    "reconcile": gettext_noop("照合の処理で"),
    "demo": gettext_noop("見本として"),
}
OPS = {"put": gettext_noop("出した"), "tombstone": gettext_noop("外した"), "redact": gettext_noop("文を記録から消した")}
_REASONS = {
    **dict(REASONS),
    "unpublished": gettext_noop("公開を終えた"),
    "expired": gettext_noop("期限が来た"),
    "deleted": gettext_noop("削除した"),
}
_CHANNELS = dict(CHANNELS)


@dataclass(frozen=True)
class Told:
    """One event, ready for a screen or a sheet."""

    event: Event
    name: str
    type: str
    person: str
    lines: tuple[str, ...]
    digest: str


def told(events: Sequence[Event]) -> list[Told]:
    """These events with names and details; whatever the number, some queries in all."""
    about = {event.content_id for event in events if event.content_id}
    names = _names(about)
    brought = _brought_about(events, about)
    return [_told(event, names, brought) for event in events]


def _told(event: Event, names: dict[UUID, tuple[str, str]], brought: dict[UUID, list[Change]]) -> Told:
    name, type_ = names.get(event.content_id, ("", "")) if event.content_id else ("", "")
    if event.content_id and not name:
        name = gettext("(削除されたもの)")
    changes = brought.get(getattr(event.row, "cause_id", None), [])  # type: ignore[arg-type]
    lines = LINES[event.kind.key.partition("_")[0] if event.kind.key not in LINES else event.kind.key](event.row)
    return Told(
        event=event,
        name=name or _release_name(event.row),
        type=type_,
        person=_person(event),
        lines=(*filter(None, lines), *_in_channels(changes)),
        digest=getattr(event.row, "digest", "") or "",
    )


def _release_name(row: Any) -> str:
    release = getattr(row, "release", None)
    return gettext("一括公開「%(release)s」") % {"release": release} if release is not None else ""


def _person(event: Event) -> str:
    if event.person is not None:
        return called(event.person)
    if isinstance(event.row, Authorship):
        return str(event.row.get_origin_display())
    return gettext("自動の処理")


def _names(content_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    wanted = set(content_ids)
    return {
        row.content_id: (str(row), str(model._meta.verbose_name))
        for model in sources.ENTRY_MODELS
        for row in model._default_manager.filter(content_id__in=wanted)
    }


def _brought_about(events: Sequence[Event], about: set[UUID]) -> dict[UUID, list[Change]]:
    """What readers saw of each going live and leaving. A kids' text speaks for its source."""
    causes = {event.row.cause_id for event in events if event.kind.key in {"live", "left"}}
    spoken_for = KidsText.objects.filter(content_id__in=about, about__isnull=False).values_list("about", flat=True)
    return published.changes_of({*about, *(one for one in spoken_for if one)}, causes) if causes else {}


def _in_channels(changes: Sequence[Change]) -> list[str]:
    """One line for each channel and what happened there, with the languages in which it did."""
    order = {language: number for number, language in enumerate(languages())}
    found: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        found.setdefault((change.channel, change.op, change.reason), []).append(change.language)
    lines = []
    for (channel, op, reason), spoken in found.items():
        said = gettext("全言語") if spoken == ["mul"] else gettext("・").join(
            language_name(one) for one in sorted(spoken, key=lambda code: order.get(code, -1))
        )  # fmt: skip
        line = f"{_channel(channel)}({said}): {gettext(OPS[op])}"
        if reason:
            why = gettext(str(_REASONS.get(reason, reason)))
            line = gettext("%(what)s、理由: %(why)s") % {"what": line, "why": why}
        lines.append(line)
    return lines


def _approval(row: Approval) -> list[str]:
    comment = gettext("ひとこと: %(comment)s") % {"comment": row.comment} if row.comment else ""
    return [_step(row.get_step_display()), comment]


def _sent_back(row: Any) -> list[str]:
    task = row.task.specific
    step = STEP_NAMES.get(task.step, "") if isinstance(task, StepTask) else ""
    return [_step(step) if step else "", _why(row.comment)]


def _step(name: Any) -> str:
    return gettext("手順: %(step)s") % {"step": gettext(str(name))}


def _why(reason: Any) -> str:
    return gettext("理由: %(why)s") % {"why": reason}


def _channel(key: str) -> str:
    return gettext(str(_CHANNELS.get(key, key)))


def _channel_names(channels: Iterable[str]) -> str:
    return gettext("・").join(map(_channel, channels))


def _withdrawal(row: Withdrawal) -> list[str]:
    return [
        gettext("公開先: %(channels)s") % {"channels": _channel_names(row.channels)},
        _why(gettext("%(why)s(急ぎ)") % {"why": row.get_reason_display()} if row.urgent else row.get_reason_display()),
        gettext("説明: %(note)s") % {"note": row.note} if row.note else "",
        gettext("公開した文も記録から消す") if row.erase else "",
    ]


def _emergency(row: EmergencyAction) -> list[str]:
    return [
        f"{row.get_action_display()}{f'({_channel_names(row.channels)})' if row.channels else ''}",
        gettext("なぜ待てないか: %(why)s") % {"why": row.why},
    ]


def _reviewed(row: EmergencyAction) -> list[str]:
    return [
        str(row.get_verdict_display()),
        gettext("わかったこと: %(comment)s") % {"comment": row.verdict_comment},
    ]


#: What is told of each kind, by its key or the part of it before the sign ``_``.
LINES: dict[str, Callable[[Any], list[str]]] = {
    "saved": lambda row: [],
    "approved": _approval,
    "sent_back": _sent_back,
    "live": lambda row: [gettext(DOORS.get(row.door, row.door))],
    "left": lambda row: [gettext(DOORS.get(row.door, row.door))],
    "withdrawal": _withdrawal,
    "emergency": _emergency,
    "emergency_reviewed": _reviewed,
    "release": lambda row: [row.get_what_display(), row.item, row.told],
    "release_approved": lambda row: [_step(row.get_step_display()), row.comment],
}
