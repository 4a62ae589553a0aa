"""Differences between documents in the words of editors: which field, which contact, which channel and language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from api.documents.picture import MEDIA_PREFIX
from catalog.languages import column, language_name, languages
from catalog.models import Concept, ContactPoint, Organization, Service
from catalog.publishable import CHANNELS, Entry
from cms.admin.marking import Shown, shown
from cms.admin.readable import image, readable
from cms.publication import compare
from cms.publication.compare import Difference, DocumentChange
from pages.models import Article, Message

FIELDS = {
    "name": _("名称"),
    "name_ja": _("日本語の名称"),
    "kana": _("よみがな"),
    "title": _("題名"),
    "text": _("本文"),
    "summary": _("概要"),
    "description": _("くわしい説明"),
    "how_to_use": _("利用のしかた"),
    "kind": _("種類"),
    "cost": _("費用"),
    "conditions": _("利用できる人・条件"),
    "anonymous": _("匿名で利用できるか"),
    "url": "URL",
    "crisis": _("危機のときにも案内する"),
    "coverage": _("対象の地域"),
    "closure": _("臨時休止"),
    "from": _("初日"),
    "until": _("最終日"),
    "contacts": ngettext_lazy("連絡先", "連絡先", 2),
    "provider": _("提供機関"),
    "topics": ngettext_lazy("悩みの分類", "悩みの分類", 2),
    "audiences": ngettext_lazy("対象", "対象", 2),
    "areas": ngettext_lazy("地域", "地域", 2),
    "channel": _("方法"),
    "value": _("番号・URL・場所"),
    "dial": _("かける番号"),
    "label": _("表示名"),
    "note": _("補足"),
    "hours": _("受付時間"),
    "free_of_charge": _("無料か"),
    "languages": _("言語と翻訳の状態"),
    "served": _("出す言語"),
    "state": _("状態"),
    "verified_on": _("最後に確認した日"),
    "verified_fields": _("確認した項目"),
    "unverified": _("要確認が残っている"),
    "provider_type": _("種別"),
    "position": _("並び順"),
    "tokens": _("ふりがな"),
    "members": _("載せる窓口"),
    "code": _("コード"),
    "level": _("種別"),
    "question": _("質問"),
    "answer": _("答え"),
    "body": _("本文"),
    "html": "",
    "author": _("書いた人"),
    "role": _("肩書き"),
    "affiliation": _("所属"),
    "portrait": _("写真"),
    "fallback": "",
    "alt": _("画像の代わりになる文"),
    "caption": _("画像の下に出す文"),
    "blocks": _("部品"),
    "related_services": _("関係する支援・相談窓口"),
    "links": _("文の中から指すもの"),
    "heading": _("見出し"),
    "introduction": _("はじめの文"),
    "lists": _("何の一覧か"),
    "office": _("役職・所属"),
    "date": _("日付"),
    "video_url": _("動画の場所"),
    "weight": _("重み"),
    "pen_name": _("ペンネーム"),
}
#: The same name says something else of these types.
OF_TYPE = {"concept": {"crisis": _("危機の種類"), "related_services": _("案内する支援・相談窓口")}}
#: What is said of a text and its language, in words.
STATES = {
    "source": _("原文"),
    "checked": _("確認済み"),
    "draft": _("未確認"),
    "stale": _("日本語が変わりました"),
    "missing": _("訳なし"),
}


def _choices(*lists: tuple[type[Model], str]) -> dict[str, str | Promise]:
    """What the values of these columns are called in the forms."""
    fields: list[Any] = [model._meta.get_field(name) for model, name in lists]
    return {str(value): label for field in fields for value, label in field.flatchoices}


#: Closed lists of values, in words, by where they stand in a document.
VALUES: dict[str, Mapping[str, str | Promise]] = {
    "crisis": _choices((Concept, "crisis")),
    "kind": _choices((Service, "kind"), (Article, "kind"), (Message, "kind")),
    "provider_type": _choices((Organization, "provider_type")),
    "coverage.kind": _choices((Service, "coverage_kind")),
    "channel": dict(CHANNELS),
    "contacts[].channel": _choices((ContactPoint, "channel")),
}
#: Lines that search alone reads: told once, language by language, and not again for each document.
FOR_SEARCH = {
    "search_words": _("検索のことば"),
    "phrases": _("いいまわし"),
    "unless": _("区別のため"),
    "terms": _("窓口の説明で使われることば"),
}
#: Of a picture, what follows from the file: the approver sees the picture.
_OF_A_FILE = re.compile(r"\.(?:sources\[\d+\]\.\w+|colour|width|height)$")
KINDS = {"new": _("新しく出ます"), "gone": _("なくなります"), "changed": _("変わります")}
_SAID_IN_HTML = re.compile(r"(?:text|blocks\[.*)$")
_REFERENCE = re.compile(r'data-ref="([0-9a-f-]{36})"')
_KEY = re.compile(r"\[[^\]]*\]")
_PART = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")


@dataclass(frozen=True)
class ToldChange:
    """What changes in one channel, under a heading; ``kind`` says whether the whole document is new, or goes."""

    heading: str
    kind: str
    differences: tuple[Shown, ...]


def told(
    changes: Iterable[DocumentChange], entry: Entry, together: Mapping[UUID, Entry] | None = None
) -> list[ToldChange]:
    """The changes in editors' words. ``entry`` gives contacts their names, and what goes live ``together`` its own."""
    changes = list(changes)
    fields = field_names(entry)
    names = compare.names((UUID(found) for change in changes for found in _ids_in(change)), together)
    return [
        ToldChange(
            heading=gettext("%(channel)s(%(languages)s): %(change)s")
            % {
                "channel": dict(CHANNELS)[change.channel],
                "languages": _languages(change.languages),
                "change": KINDS[change.kind],
            },
            kind=change.kind,
            differences=tuple(_told(difference, fields, names) for difference in _once(change.differences)),
        )
        for change in changes
    ]


#: What approval covers beside the documents, and how editors call it.
BESIDE = {
    "public_slug": _("公開URLの名前"),
    "channels": _("公開先"),
    "go_live_at": _("公開する日時"),
    "expire_at": _("公開を終える日時"),
    "verified_on": _("最後に確認した日"),
}


def beside(entry: Entry, live: Entry | None) -> ToldChange | None:
    """What would change that no document shows: when it ends, its public name, the words of search. None if nothing."""
    found = [
        shown(str(label), before, after)
        for name, label in BESIDE.items()
        if (before := _plain(live, name)) != (after := _plain(entry, name))
    ]
    found += [
        _changed_lines(label, before, after)
        for name, label in _read_by_search(entry)
        if (before := _plain(live, name)) != (after := _plain(entry, name))
    ]
    return ToldChange(gettext("公開のしかた"), "changed", tuple(found)) if found else None


def _read_by_search(entry: Entry) -> Iterator[tuple[str, str]]:
    """The columns of such lines that an entry has, and how editors call them."""
    columns = {field.name for field in entry._meta.concrete_fields}
    for name, label in FOR_SEARCH.items():
        if name in entry.translated_fields:
            yield from ((column(name, language), in_language(str(label), language)) for language in languages())
        elif name in columns:
            yield name, str(label)


def in_language(label: str, language: str) -> str:
    """The name of a field, and of which of its languages."""
    return gettext("%(field)s(%(language)s)") % {"field": label, "language": language_name(language)}


def _changed_lines(label: str, before: str | None, after: str | None) -> Shown:
    """The lines that go and come; of many, nobody finds the one that changed."""
    old, new = (before or "").splitlines(), (after or "").splitlines()
    gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
    if not old or not new or not (gone or come):
        return shown(label, before, after)
    return shown(gettext("%(label)s 変わる行") % {"label": label}, "\n".join(gone) or None, "\n".join(come) or None)


def _plain(entry: Entry | None, name: str) -> str | None:
    value = getattr(entry, name) if entry is not None else None
    if isinstance(value, datetime):
        return localtime(value).strftime(gettext("%Y年%m月%d日 %H:%M"))
    if isinstance(value, list):
        return gettext("、").join(str(label) for key, label in CHANNELS if key in value) or None
    return str(value) if value else None


def _once(differences: Iterable[Difference]) -> Iterator[Difference]:
    """Each difference once: plain text and blocks say what the HTML beside them says."""
    differences = sorted(differences, key=lambda found: found.path.startswith("languages"))  # what is said comes first
    html = {difference.path.removesuffix("html") for difference in differences if difference.path.endswith(".html")}
    for difference in differences:
        stem = _SAID_IN_HTML.sub("", difference.path)
        said = stem != difference.path and stem in html
        for_search = difference.path.partition("[")[0] in FOR_SEARCH
        if not said and not for_search and not _OF_A_FILE.search(difference.path):
            yield difference


def _ids_in(change: DocumentChange) -> Iterator[str]:
    for difference in change.differences:
        if difference.path.endswith(".html"):
            yield from _REFERENCE.findall(f"{difference.before}{difference.after}")


def _told(difference: Difference, fields: Mapping[str, str], names: Mapping[UUID, str]) -> Shown:
    what = " ".join(filter(None, _words(difference.path, fields)))
    before, after = (_value(value, difference.path, names) for value in (difference.before, difference.after))
    return shown(what, before, after)


def _words(path: str, fields: Mapping[str, str]) -> Iterator[str]:
    for name, key in _PART.findall(path):
        if key:
            yield fields.get(key, "" if len(key) > 3 else str(int(key) + 1) if key.isdigit() else key)
        else:
            yield fields[name] if name in fields else language_name(name) if name in languages() else name


def _value(value: Any, path: str, names: Mapping[UUID, str]) -> Any:
    if isinstance(value, str) and path.endswith(".html"):
        return readable(value, names)
    if isinstance(value, str) and value.startswith(MEDIA_PREFIX):
        return image(value)
    if isinstance(value, str) and (words := VALUES.get(_KEY.sub("[]", path))):
        return str(words.get(value, value))
    if path.startswith("languages.") and value in STATES:
        return str(STATES[value])
    if path.endswith(".served") and isinstance(value, str):
        return language_name(value)
    return {True: gettext("はい"), False: gettext("いいえ")}.get(value, value) if isinstance(value, bool) else value


def said(value: Any, path: str, names: Mapping[UUID, str]) -> Any:
    """A value of a document as editors read it. ``path`` says where it stands, as in a Difference."""
    return _value(value, path, names)


def field_names(entry: Entry) -> dict[str, str]:
    """What the fields of an entry's documents are called, its contacts included."""
    named = {**FIELDS, **FOR_SEARCH, **OF_TYPE.get(entry.document_type, {})}
    return {**{name: str(label) for name, label in named.items()}, **_contacts(entry)}


def _languages(languages: tuple[str, ...]) -> str:
    return (
        gettext("全言語")
        if languages == ("mul",)
        else gettext("・").join(language_name(language) for language in languages)
    )


def _contacts(entry: Entry) -> dict[str, str]:
    if not isinstance(entry, Service):
        return {}
    return {
        str(contact.content_id): gettext("「%(value)s」") % {"value": contact.text_in("label", "ja") or contact.value}
        for contact in entry.contact_points.all()
    }
