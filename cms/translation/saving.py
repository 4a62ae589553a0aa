"""Writing translations into a draft: what was typed, against what the person had seen, all of it or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from wagtail.locks import BasicLock
from wagtail.models import Page

from catalog.languages import JAPANESE
from catalog.publishable import Entry
from catalog.translated import text_digest
from cms.translation import texts
from cms.translation.texts import Held, Part, normal

Act = Literal["draft", "checked"]


class Refused(Exception):
    """The person may not write here, or nobody may now. The text says why and what to do, in Japanese."""


@dataclass(frozen=True)
class Wanted:
    """One text that somebody typed: for which part, whether it differs from what they were shown, and what that was."""

    key: str
    text: str
    changed: bool
    seen: str


@dataclass(frozen=True)
class Conflict:
    """A part that is another one now than the person had seen. ``part`` is None where it is gone."""

    wanted: Wanted
    part: Part | None
    japanese_moved: bool
    target_moved: bool


@dataclass
class Saved:
    """What became of it: conflicts, and then nothing was written; or the labels of what was written and confirmed."""

    conflicts: list[Conflict] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def may_write(person: Any, entry: Entry) -> bool:
    """Whether this person may change this item."""
    if isinstance(entry, Page):
        return bool(entry.permissions_for_user(person).can_edit())
    return bool(person.has_perm(f"{entry._meta.app_label}.change_{entry._meta.model_name}"))


def require_right(person: Any, entry: Any) -> None:
    """Raises Refused where this person may not change this item, or nobody may now: locked, waiting, scheduled."""
    if not may_write(person, entry):
        raise Refused(gettext("「%(entry)s」の訳を変える権限がありません。書き手に頼んでください。") % {"entry": entry})
    lock = entry.get_lock()
    if lock is None or not lock.for_user(person):
        return
    if isinstance(lock, BasicLock):
        raise Refused(
            gettext(
                "「%(entry)s」はほかの担当者がロックしています。ロックを外してもらってから、もう一度保存してください。"
            )
            % {"entry": entry}
        )
    raise Refused(
        gettext(
            "「%(entry)s」は、承認の途中か、公開する日時が決まっているため、いまは変えられません。承認や公開が終わってから、もう一度保存してください。"
        )
        % {"entry": entry}
    )


@dataclass(frozen=True)
class Order:
    """What a person asks for. ``act`` "checked" also confirms every text that fits its Japanese.

    ``unchanged`` is a field (key, what was seen) whose translation still fits although its Japanese changed. With
    ``keep_behind`` a text whose Japanese moved is written as made from the older one: it stays marked as stale.
    """

    wanted: Sequence[Wanted]
    act: Act = "draft"
    unchanged: tuple[str, str] | None = None
    keep_behind: bool = False


@transaction.atomic
def save(model: type[Entry], content_id: UUID, language: str, order: Order, *, person: Any) -> Saved:
    """Write what changed into the latest draft, as one new revision by this person. Where a part moved, nothing.

    Raises Refused, and DoesNotExist for an item that is gone.
    """
    rows: Any = model._default_manager
    draft = rows.select_for_update(of=("self",)).get(content_id=content_id).get_latest_revision_as_object()
    require_right(person, draft)
    fields = texts.held(draft, language)
    done = Saved(conflicts=list(conflicts(fields, order)))
    if done.conflicts:
        return done
    by_key = {one.key: one for one in order.wanted}
    for one in fields:
        _write(one, by_key, order, done)
    if done.written or done.confirmed:
        draft.save_revision(user=person, log_action=True, clean=False)
    return done


def conflicts(fields: Iterable[Held], order: Order) -> Iterator[Conflict]:
    """Whatever the order would touch that is another text now than the person had seen."""
    by_key = {part.key: (one, part) for one in fields for part in one.parts}
    for asked in order.wanted:
        one, part = by_key.get(asked.key, (None, None))
        if one is None or part is None:
            if asked.changed:
                yield Conflict(asked, None, japanese_moved=True, target_moved=True)
        elif asked.changed or order.act == "checked" or (order.unchanged or ("",))[0] == one.key:
            seen, now = asked.seen.partition("."), part.seen.partition(".")
            moved = Conflict(asked, part, japanese_moved=seen[0] != now[0], target_moved=seen[2] != now[2])
            keeps = order.keep_behind and one.key == part.key
            if moved.target_moved or (moved.japanese_moved and not keeps):
                yield moved


def _write(one: Held, by_key: Mapping[str, Wanted], order: Order, done: Saved) -> None:
    """One field: its text, and what its record says."""
    asked = {part.key: by_key[part.key] for part in one.parts if part.key in by_key}
    new = {
        part.key: normal(part.kind, asked[part.key].text)
        for part in one.parts
        if part.key in asked and asked[part.key].changed
    }
    empty = any(part.japanese and not new.get(part.key, part.target) for part in one.parts)
    if new:
        _write_new(one, new, asked, done, confirm=order.act == "checked", empty=empty)
    elif one.row.text_in(one.field, one.language):
        if order.unchanged is not None and order.unchanged[0] == one.key:
            _confirm_unchanged(one, order.unchanged[1], done, empty=empty)
        elif order.act == "checked" and one.parts and len(asked) == len(one.parts):
            _confirm(one, done, empty=empty)


def _write_new(
    one: Held, new: Mapping[str, str], asked: Mapping[str, Wanted], done: Saved, *, confirm: bool, empty: bool
) -> None:
    made_from = one.made_from
    # Of a body, parts whose Japanese changed and that nobody touched: the whole is then no translation of today's.
    behind = any(texts.is_behind(part) and part.key not in new for part in one.parts)
    texts.put(one, {part.key: new.get(part.key, part.target) for part in one.parts})
    seen = asked[one.key].seen.partition(".")[0] if one.key in asked else ""
    if behind and made_from:
        one.row.note_translation(one.field, one.language, of=made_from, state="draft")
    elif seen and seen != text_digest(one.row.text_in(one.field, JAPANESE)):
        one.row.note_translation(one.field, one.language, of=seen, state="draft")
    else:
        one.row.record_translation(one.field, one.language, state="checked" if confirm and not empty else "draft")
    if confirm and (behind or empty):
        done.notes.append(
            gettext("「%(label)s」は、まだ今の日本語のとおりになっていない部分があるため、下書きにしました。")
            % {"label": one.label}
        )
    done.written.append(one.label)


def _confirm(one: Held, done: Saved, *, empty: bool) -> None:
    if one.state == "stale":
        done.notes.append(
            gettext(
                "「%(label)s」は日本語が変わっています。訳を直すか、合っていれば「変更なしと確認」を押してください。"
            )
            % {"label": one.label}
        )
    elif empty:
        done.notes.append(gettext("「%(label)s」には、まだ訳のない部分があります。") % {"label": one.label})
    elif one.state == "draft":
        one.row.record_translation(one.field, one.language, state="checked")
        done.confirmed.append(one.label)


def _confirm_unchanged(one: Held, seen: str, done: Saved, *, empty: bool) -> None:
    if seen != one.seen:
        done.notes.append(
            gettext("「%(label)s」は画面を開いたあとに変わりました。見直してから、もう一度押してください。")
            % {"label": one.label}
        )
    elif empty:
        done.notes.append(
            gettext("「%(label)s」には、まだ訳のない部分があります。訳を入れてから確認してください。")
            % {"label": one.label}
        )
    else:
        if one.parts:
            texts.put(one, {part.key: part.target for part in one.parts})  # a body follows what its frame became
        one.row.record_translation(one.field, one.language, state="checked")
        done.confirmed.append(one.label)
