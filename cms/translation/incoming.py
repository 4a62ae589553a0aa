"""A file that came back: what would become of each of its rows, and taking in what may be taken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext, gettext_noop, override

from catalog.languages import JAPANESE, translations
from catalog.translated import text_digest
from cms.translation import saving, texts
from cms.translation.models import Delivery
from cms.translation.saving import Conflict, Order, Refused, Wanted
from cms.translation.spreadsheet import ReadRow, SheetRow
from cms.translation.texts import MODELS, Held, Part, normal

#: How many items one click takes in: the next click goes on.
AT_ONCE: Final = 100

SAID: Final = {
    "new": gettext_noop("訳を入れます。"),
    "changed": gettext_noop("訳を変えます。"),
    "same": gettext_noop("書き出したときのままです。何もしません。"),
    "empty": gettext_noop("訳が空です。いまの訳を残します。"),
    "japanese": gettext_noop("書き出したあとで、日本語が変わりました。"),
    "target": gettext_noop("書き出したあとで、ほかの人が訳を変えました。取り込みません。"),
    "both": gettext_noop("書き出したあとで、日本語も訳も変わりました。取り込みません。"),
    "gone": gettext_noop("この項目は、もうありません。取り込みません。"),
    "right": gettext_noop(
        "この内容の訳を変える権限がないか、ロックされているか、承認・公開を待っています。取り込みません。"
    ),
    "long": gettext_noop("訳が長すぎます。"),
    "twice": gettext_noop("同じ項目の行が2つあります。どちらも取り込みません。"),
    "fault": "",
    "taken": gettext_noop("下書きとして取り込みました。"),
    "taken_behind": gettext_noop("下書きとして取り込みました。「日本語が変わりました」のしるしが付いています。"),
    "moved": gettext_noop("取り込むまでのあいだに、ほかの人が変えました。取り込んでいません。"),
}
READY: Final = ("new", "changed")
CONFLICTS: Final = ("japanese", "target", "both", "gone", "twice", "moved")


def judge(rows: Iterable[ReadRow], *, person: Any) -> list[dict[str, Any]]:
    """What would become of each row, as it is kept with the file: in Japanese. Nothing is changed."""
    rows = list(rows)
    items: dict[tuple[str, str, str], tuple[bool, dict[str, tuple[Held, Part]]]] = {}
    times = Counter(_place(found.row) for found in rows if not found.fault)
    judged = []
    for found in rows:
        item = _item(found.row)
        if not found.fault and item not in items:
            items[item] = _parts(found.row, person)
        outcome, said, now = ("fault", found.fault, "") if found.fault else _judge(found.row, *items[item])
        if not found.fault and times[_place(found.row)] > 1:
            outcome, said = "twice", SAID["twice"]
        judged.append(
            {
                "number": found.number,
                "outcome": outcome,
                "said": said or SAID[outcome],
                "now": now,
                **{name: getattr(found.row, name) for name in _KEPT},
            }
        )
    return judged


_KEPT: Final = ("type", "content_id", "key", "language", "seen", "item", "label", "target")


def _place(row: SheetRow) -> tuple[str, str, str, str]:
    return (row.type, row.content_id, row.language, row.key)


def _item(row: SheetRow) -> tuple[str, str, str]:
    return (row.type, row.content_id, row.language)


def _parts(row: SheetRow, person: Any) -> tuple[bool, dict[str, tuple[Held, Part]]]:
    """Whether the person may change this item now, and its texts by key; none where it is gone."""
    model = MODELS.get(row.type)
    rows: Any = model._default_manager if model and row.language in translations() else None
    found = rows.filter(content_id=row.content_id).first() if rows is not None else None
    if found is None:
        return True, {}
    draft = found.get_latest_revision_as_object()
    try:
        saving.require_right(person, draft)
    except Refused:
        return False, {}
    return True, {part.key: (one, part) for one in texts.held(draft, row.language) for part in one.parts}


def _judge(row: SheetRow, may: bool, parts: dict[str, tuple[Held, Part]]) -> tuple[str, str, str]:
    """The outcome, more words about it, and the translation as it is now where that matters."""
    one, part = parts.get(row.key, (None, None))
    if one is None or part is None:
        return "gone" if may else "right", "", ""
    text, (japanese, _, target) = normal(part.kind, row.target), row.seen.partition(".")
    if text_digest(text) == target:
        return "same", "", ""
    if not text:
        return "empty", "", ""
    if part.max_length and len(text) > part.max_length:
        with override(JAPANESE):  # it is kept
            said = gettext("訳が長すぎます(%(count)s字)。%(max_length)s字までにしてください。")
        return "long", said % {"count": len(text), "max_length": part.max_length}, ""
    now_japanese, _, now_target = part.seen.partition(".")
    moved = (japanese != now_japanese, target != now_target)
    outcome = _MOVED.get(moved) or ("changed" if part.target else "new")
    return outcome, "", part.target if any(moved) else ""


#: (the Japanese moved, the translation moved) since the file was written.
_MOVED: Final = {(True, False): "japanese", (False, True): "target", (True, True): "both"}


def in_words(row: Mapping[str, Any]) -> str:
    """What is said of a row, for whoever reads it. What a fault or a length says is as it is kept, in Japanese."""
    outcome = row["outcome"]
    if outcome in ("fault", "long"):
        kept: str = row["said"]
        return kept
    said = gettext(SAID[outcome])
    if outcome == "japanese" and not _is_whole(row):
        said += gettext("本文の一部なので、取り込まずに画面で直してください。")
    return said


def _is_whole(row: Mapping[str, Any]) -> bool:
    """Whether the row is a whole field, and no part of a body."""
    return "." not in row["key"] or row["key"].startswith("contact_points.")


def is_ready(row: dict[str, Any], *, keep_behind: bool) -> bool:
    """Whether a row is taken in when the person says so."""
    return row["outcome"] in READY or (keep_behind and row["outcome"] == "japanese" and _is_whole(row))


def items_of(delivery: Delivery) -> list[tuple[str, str, str]]:
    """The items of a file of which something can be taken in, in its order: (type, content_id, language)."""
    rows = (row for row in delivery.rows if row["outcome"] in (*READY, "japanese") or row.get("was_ready"))
    return list(dict.fromkeys((row["type"], row["content_id"], row["language"]) for row in rows))


def take(delivery: Delivery, *, person: Any, keep_behind: bool) -> int:
    """Take in the next items, each in a transaction of its own. Returns how many rows were taken."""
    items = items_of(delivery)
    mine = items[delivery.position : delivery.position + AT_ONCE]
    claimed = Delivery.objects.filter(pk=delivery.pk, position=delivery.position).update(
        position=delivery.position + len(mine), keep_behind=keep_behind
    )
    if not mine or not claimed:
        return 0
    outcomes: dict[int, str] = {}
    for item in mine:
        outcomes |= _take_item(delivery, item, person=person, keep_behind=keep_behind)
    _write_down(delivery, outcomes)
    return sum(outcome in ("taken", "taken_behind") for outcome in outcomes.values())


def _take_item(delivery: Delivery, item: tuple[str, str, str], *, person: Any, keep_behind: bool) -> dict[int, str]:
    type_, content_id, language = item
    rows = [
        row
        for row in delivery.rows
        if (row["type"], row["content_id"], row["language"]) == item and is_ready(row, keep_behind=keep_behind)
    ]
    if not rows:
        return {}
    moved: set[str] = set()
    for _attempt in range(2):  # what moved meanwhile is left out, and the rest is taken in
        wanted = [
            Wanted(row["key"], row["target"], changed=True, seen=row["seen"]) for row in rows if row["key"] not in moved
        ]
        conflicts = _save(type_, content_id, language, Order(wanted, keep_behind=keep_behind), person) if wanted else []
        if conflicts is None:
            return {row["number"]: "right" for row in rows}
        if not conflicts:
            break
        moved |= {found.wanted.key for found in conflicts}
    return {
        row["number"]: "moved" if row["key"] in moved else "taken_behind" if row["outcome"] == "japanese" else "taken"
        for row in rows
    }


def _save(type_: str, content_id: Any, language: str, order: Order, person: Any) -> list[Conflict] | None:
    """The conflicts, none where all was written; None where the person may not."""
    model = MODELS[type_]
    try:
        return saving.save(model, content_id, language, order, person=person).conflicts
    except (Refused, model.DoesNotExist):
        return None


def _write_down(delivery: Delivery, outcomes: dict[int, str]) -> None:
    """Another click may have written its part meanwhile."""
    with transaction.atomic():
        fresh = Delivery.objects.select_for_update().get(pk=delivery.pk)
        for row in fresh.rows:
            if row["number"] in outcomes:
                outcome = outcomes[row["number"]]
                row.update(outcome=outcome, said=SAID[outcome], was_ready=True)
        fresh.save(update_fields=["rows"])


def sums(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """How many rows of each kind, in words."""
    words = {
        "new": gettext("新しく入れる訳"),
        "changed": gettext("変える訳"),
        "taken": gettext("取り込んだ訳"),
        "taken_behind": gettext("取り込んだ訳(日本語は変わったあと)"),
        "japanese": gettext("日本語が変わった行"),
        "target": gettext("ほかの人が訳を変えた行"),
        "both": gettext("日本語も訳も変わった行"),
        "moved": gettext("取り込むまでに変わった行"),
        "same": gettext("変わらない行"),
        "empty": gettext("訳が空の行"),
    }
    counts = Counter(words.get(row["outcome"], gettext("使えない行")) for row in rows)
    for label in (*words.values(), gettext("使えない行")):
        if counts[label]:
            yield label, counts[label]


def sort_key(row: dict[str, Any]) -> tuple[int, int]:
    """What needs a person comes first, then what is taken in, then what stays."""
    order = {"same": 3, "empty": 3, "new": 2, "changed": 2, "taken": 2, "taken_behind": 1}
    return order.get(row["outcome"], 0), row["number"]


def forget_older_than(at: datetime) -> None:
    """Files are kept as long as somebody may ask about them."""
    Delivery.objects.filter(at__lt=at).delete()
