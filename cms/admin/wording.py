"""Differences between documents in the words of editors: which field, which contact, which channel and language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from catalog.languages import language_name
from catalog.models import Service
from catalog.publishable import CHANNELS, Entry
from cms.publication.compare import Difference, DocumentChange

FIELDS = {
    "name": "名称",
    "name_ja": "日本語の名称",
    "kana": "よみがな",
    "title": "題名",
    "text": "本文",
    "summary": "概要",
    "description": "くわしい説明",
    "how_to_use": "利用のしかた",
    "kind": "種類",
    "cost": "費用",
    "conditions": "利用できる人・条件",
    "anonymous": "匿名で利用できるか",
    "url": "URL",
    "crisis": "危機のときにも案内する",
    "coverage": "対象の地域",
    "closure": "臨時休止",
    "from": "初日",
    "until": "最終日",
    "contacts": "連絡先",
    "provider": "提供機関",
    "topics": "悩みの分類",
    "audiences": "対象",
    "areas": "地域",
    "channel": "方法",
    "value": "番号・URL・場所",
    "dial": "かける番号",
    "label": "表示名",
    "note": "補足",
    "hours": "受付時間",
    "free_of_charge": "無料か",
    "languages": "言語と翻訳の状態",
    "served": "出す言語",
    "state": "状態",
    "verified_on": "最後に確認した日",
    "verified_fields": "確認した項目",
    "unverified": "要確認が残っている",
    "provider_type": "種別",
    "position": "並び順",
    "tokens": "ふりがな",
    "members": "載せる窓口",
    "code": "コード",
    "level": "種別",
}
KINDS = {"new": "新しく出ます", "gone": "なくなります", "changed": "変わります"}
_PART = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")


@dataclass(frozen=True)
class ToldDifference:
    """One difference, named for editors."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ToldChange:
    """What changes in one channel, under a heading."""

    heading: str
    differences: tuple[ToldDifference, ...]


def told(changes: Iterable[DocumentChange], entry: Entry) -> list[ToldChange]:
    """The changes in editors' words. ``entry`` gives contacts their names."""
    contacts = _contacts(entry)
    return [
        ToldChange(
            heading=f"{dict(CHANNELS)[change.channel]}({_languages(change.languages)}): {KINDS[change.kind]}",
            differences=tuple(_told(difference, contacts) for difference in change.differences),
        )
        for change in changes
    ]


def _told(difference: Difference, contacts: dict[str, str]) -> ToldDifference:
    what = " ".join(_words(difference.path, contacts))
    return ToldDifference(what, _value(difference.before), _value(difference.after))


def _words(path: str, contacts: dict[str, str]) -> Iterator[str]:
    for name, key in _PART.findall(path):
        if key:
            yield contacts.get(key, "" if len(key) > 3 else str(int(key) + 1) if key.isdigit() else key)
        elif name in contacts:
            yield contacts[name]
        else:
            yield FIELDS.get(name, name)


def _value(value: Any) -> Any:
    return {True: "はい", False: "いいえ"}.get(value, value) if isinstance(value, bool) else value


def _languages(languages: tuple[str, ...]) -> str:
    return "全言語" if languages == ("mul",) else "・".join(language_name(language) for language in languages)


def _contacts(entry: Entry) -> dict[str, str]:
    if not isinstance(entry, Service):
        return {}
    return {
        str(contact.content_id): f"「{contact.text_in('label', 'ja') or contact.value}」"
        for contact in entry.contact_points.all()
    }
