"""The page in the frame beside the form: what readers of one channel and language would get of an unsaved draft.

Wagtail has asked for the right to edit before it calls this. Nothing is stored, and nothing is asked of other hosts.
"""

import logging
from typing import Any

from csp.constants import NONE, SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop, override

from catalog.languages import JAPANESE
from catalog.publishable import Entry
from cms.preview import draft
from cms.preview.modes import ALL, Mode, mode_named
from cms.preview.rendering import Section, sections, title_of
from cms.publication.builders import KIDS

logger = logging.getLogger(__name__)

UNTOLD = gettext_noop("この内容からは、まだ表示を作れません。上の「足りないもの」を直すと、ここに出ます。")
NOT_CHOSEN = gettext_noop("この公開先は選ばれていません。「確認と公開」の「公開先」で選ぶと、ここに出ます。")
NOT_HERE = gettext_noop("この内容は、この公開先には出ません。")
NO_KIDS_WORDS = gettext_noop("こども向けの文がまだありません。「こども向けの文」を書くと、ここに出ます。")

#: How a language is called in HTML.
TAGS = {"ja-easy": "ja", "zh-hans": "zh-Hans", ALL: JAPANESE}


def show(entry: Entry, request: HttpRequest, mode_name: str) -> HttpResponse:
    """The draft in this mode. Raises Http404 for a mode that such an entry has not."""
    mode = mode_named(entry, mode_name)
    if mode is None:
        raise Http404
    title, told, why_empty = _told(entry, mode)
    context = {
        "lang": TAGS.get(mode.language, mode.language),
        "mode": mode,
        "title": title,
        "sections": told,
        "why_empty": gettext(why_empty),
        "problems": entry.problems(),
    }
    return _only_framed_here(render(request, "editors/preview.html", context))


def _told(entry: Entry, mode: Mode) -> tuple[str, list[Section], str]:
    """The title, what is said below it, and why nothing is, where that is so."""
    if mode.channel not in entry.channels:
        return str(entry), [], NOT_CHOSEN
    try:
        with override("ja"):  # as for readers, whatever language the editor reads
            record = draft.record(entry, mode)
    except Exception:  # a half-written draft breaks the contract of documents anywhere; the form is where to say more
        logger.info("No preview of %s %s in %s", entry.document_type, entry.content_id, mode.name, exc_info=True)
        return str(entry), [], UNTOLD
    if record is None:
        return str(entry), [], NO_KIDS_WORDS if entry.document_type in KIDS and mode.channel == "kids" else NOT_HERE
    return title_of(record), sections(record, entry), ""


def _only_framed_here(answer: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody, framed by our own form alone, and without any script."""
    policy: Any = answer
    policy._csp_replace = {"frame-ancestors": [SELF], "script-src": [NONE], "frame-src": [NONE]}
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer
