"""The search box of the editors' lists: numbers however they are written, kana of every width and kind."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Length, Replace

from catalog.models import ContactPoint, Service
from cms.checks.models import Trace

#: A number as somebody types or pastes it: digits, and what may stand between them.
_NUMBER = re.compile(r"[(#0-9][0-9\s()#-]*")
_HYPHENS = re.compile(r"[‐‑‒–—―−ーｰ─]")  # stays Japanese: signs
_BETWEEN = ("-", " ", "(", ")")
_LONGEST_NUMBER = 21
#: More words than these narrow nothing down any further.
_MOST_WORDS = 8


def nfkc(text: str) -> str:
    """Half-width digits and letters, full-width kana."""
    return unicodedata.normalize("NFKC", text).strip()


def digits(text: str) -> str:
    """The digits of what may be a number, "" where it is none."""
    shown = _HYPHENS.sub("-", nfkc(text))
    return re.sub(r"[^0-9]", "", shown) if _NUMBER.fullmatch(shown) else ""


def hiragana(text: str) -> str:
    """Every katakana as hiragana; all else as it is."""
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)  # stays Japanese: letters


def katakana(text: str) -> str:
    """Every hiragana as katakana; all else as it is."""
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in text)  # stays Japanese: letters


def search(queryset: QuerySet[Any], asked: str, fields: Sequence[str]) -> QuerySet[Any]:
    """Entries in which every word stands, in one of these columns, in the public id or name, or as a contact."""
    for word in _words(asked):
        queryset = queryset.filter(_has(queryset.model, word, fields))
    return queryset


def _words(asked: str) -> list[str]:
    """A number with blanks in it is one word."""
    return [asked] if digits(asked) else nfkc(asked).split()[:_MOST_WORDS]


def _has(model: type[Any], word: str, fields: Sequence[str]) -> Q:
    found = Q()
    for spelling in {nfkc(word), hiragana(nfkc(word)), katakana(nfkc(word))}:
        for field in (*fields, "public_slug"):
            found |= Q(**{f"{field}__icontains": spelling})
    if (content_id := _content_id(word)) is not None:
        found |= Q(content_id=content_id)
    return found | _by_contact(word) if model is Service else found


def _content_id(word: str) -> UUID | None:
    try:
        return UUID(word.strip())
    except ValueError:
        return None


def _by_contact(word: str) -> Q:
    """Services with such a contact: in what is live, and numbers in the newest drafts too."""
    number = digits(word)
    if not number:
        return Q(pk__in=ContactPoint.objects.filter(value__icontains=nfkc(word)).values("service"))
    plain: F | Func = F("value")
    for sign in _BETWEEN:
        plain = Replace(plain, Value(sign), Value(""))
    rows = ContactPoint.objects.alias(plain=plain).filter(plain__contains=number)
    marks = Trace.objects.filter(model=Service._meta.label_lower, mark__contains=number)
    drafts = marks.alias(length=Length("mark")).filter(length__lte=_LONGEST_NUMBER)  # the others are digests of texts
    return Q(pk__in=rows.values("service")) | Q(content_id__in=drafts.values("content_id"))
