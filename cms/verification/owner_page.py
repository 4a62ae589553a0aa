"""The one page that a link opens: what readers are told of a desk, and its answer. No sign-in, no cookie, no script.

To look at it changes nothing, so a mail scanner that opens every link does no harm; an answer needs a tick, a button
and what only the page itself holds. Made-up, expired and revoked links, and those of a listing that is no longer live,
all get the same words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from catalog.models import Service
from cms.verification import answering, facts, limits, links
from cms.verification.models import OwnerRequest

LARGEST_POST = 200_000
LONGEST_MESSAGE = 2000
_SALT = "cms.verification.page"
_KEEP_OUT = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_ALREADY_OPEN = "もう一度「送る」ボタンを押してください。書いたものは残っています。"


@dataclass
class Row:
    """One value on the page: what is live, and what was typed."""

    fact: facts.Fact
    name: str
    typed: str
    after: str
    error: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.error) or self.after != self.fact.value


@dataclass
class Part:
    """A section of the page. What is said of a closure stands together, since it is mostly empty."""

    title: str
    rows: list[Row]

    @property
    def values(self) -> list[Row]:
        return [row for row in self.rows if row not in self.closure]

    @property
    def closure(self) -> list[Row]:
        return [row for row in self.rows if "closure_" in row.fact.key]

    @property
    def closure_changed(self) -> bool:
        return any(row.changed for row in self.closure)

    @property
    def closure_shown(self) -> str:
        first, last, text = (row.fact for row in self.closure)
        if not first.value:
            return "なし"
        until = last.shown if last.value else "未定"
        return f"{first.shown}〜{until} {text.value}".strip()


@dataclass
class Filled:
    """The page as it was sent, or as it is first shown."""

    parts: list[Part]
    message: str = ""
    looked: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]


@csrf_exempt  # the link itself is the secret, which no other site knows; a token would need a cookie
def owner_page(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows, POST answers. Every answer of this address says that it is to be kept nowhere."""
    response = _respond(request, secret.rstrip("/"))
    for name, value in _KEEP_OUT.items():
        response[name] = value
    return response


def _respond(request: HttpRequest, secret: str) -> HttpResponse:
    if wait := limits.wait_for(secret):
        response = render(request, "verification/later.html", status=429)
        response["Retry-After"] = str(wait)
        return response
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    asked = links.find(secret, timezone.now())
    return _neutral(request) if asked is None else _opened(request, asked)


def _opened(request: HttpRequest, asked: OwnerRequest) -> HttpResponse:
    service = answering.live_service(asked.content_id)
    if asked.answered_at is not None:
        return _too_late(request, asked, service) if request.method == "POST" else _receipt(request, asked)
    if service is None:
        return _neutral(request)
    if request.method != "POST":
        return _page(request, asked, service, _filled(service, {}, {}))
    return _answer(request, asked, service)


def _neutral(request: HttpRequest) -> HttpResponse:
    return render(request, "verification/no_link.html", status=404)


def _receipt(request: HttpRequest, asked: OwnerRequest) -> HttpResponse:
    return render(request, "verification/received.html", _received(asked))


def _received(asked: OwnerRequest) -> dict[str, Any]:
    said = [one for one in asked.answer.corrections if one["key"] != facts.CHECKED_ON]
    return {"asked": asked, "answer": asked.answer, "said": _told(said)}


def _told(corrections: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(one["label"], facts.shown(facts.kind_of(one["key"]), one["after"])) for one in corrections]


def _too_late(request: HttpRequest, asked: OwnerRequest, service: Service | None) -> HttpResponse:
    """Somebody answered before: what was sent now is shown back as not taken, unless it is the very same."""
    filled = _filled(service, request.POST, _seen_page(request, asked).get("shown", {})) if service else Filled([])
    corrections, context = _corrections(filled), _received(asked)
    if _told(corrections) == context["said"] and filled.message == asked.message:
        return _receipt(request, asked)
    context |= {"not_taken": _told(corrections), "message_not_taken": filled.message, "late": True}
    return render(request, "verification/received.html", context, status=409)


def _corrections(filled: Filled) -> list[dict[str, str]]:
    return [
        {"key": row.fact.key, "label": _label(part.title, row), "before": row.fact.value, "after": row.after}
        for part in filled.parts
        for row in part.rows
        if row.changed
    ]


def _page(
    request: HttpRequest, asked: OwnerRequest, service: Service, filled: Filled, status: int = 200
) -> HttpResponse:
    shown = {row.name: row.fact.initial for row in filled.rows}
    return render(
        request,
        "verification/page.html",
        {
            "service": service,
            "asked": asked,
            "filled": filled,
            "page": signing.dumps({"of": asked.pk.hex, "facts": answering.seen(service), "shown": shown}, salt=_SALT),
            "longest_message": LONGEST_MESSAGE,
            "address_days": settings.VERIFICATION_ADDRESS_DAYS,
        },
        status=status,
    )


def _answer(request: HttpRequest, asked: OwnerRequest, service: Service) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_POST:
        filled = _filled(service, {}, {})
        filled.faults.append("送られた文が長すぎます。短くして、もう一度送ってください。")
        return _page(request, asked, service, filled, status=413)
    page = _seen_page(request, asked)
    filled = _filled(service, request.POST, page.get("shown", {}))
    kind = {"confirm": "confirmed", "correct": "corrected"}.get(request.POST.get("answer", ""), "")
    filled.faults = _faults(filled, kind, page, service)
    if filled.faults:
        return _page(request, asked, service, filled, status=422)
    corrections = _corrections(filled)
    try:
        answer = answering.take(
            asked, kind, corrections, message=filled.message, seen_facts=page["facts"], at=timezone.now()
        )
    except (answering.Overtaken, OperationalError):
        again = answering.live_service(asked.content_id)
        if again is None:
            return _neutral(request)
        filled = _filled(again, request.POST, page["shown"])
        filled.faults.append(f"送っている間に内容が変わりました。{_ALREADY_OPEN}")
        return _page(request, asked, again, filled, status=409)
    asked = OwnerRequest.objects.get(pk=asked.pk)  # as it stands now, whoever answered
    if asked.answered_at is None:
        return _neutral(request)
    return _receipt(request, asked) if answer is not None else _too_late(request, asked, service)


def _label(title: str, row: Row) -> str:
    return row.fact.label if title == "窓口" else f"{title} {row.fact.label}"


def _seen_page(request: HttpRequest, asked: OwnerRequest) -> dict[str, Any]:
    """What the page that was sent had shown; empty where nobody was shown one."""
    try:
        page: dict[str, Any] = signing.loads(request.POST.get("page", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    return page if page["of"] == asked.pk.hex else {}


def _filled(service: Service, posted: Mapping[str, str], shown: Mapping[str, str]) -> Filled:
    """Read what was typed. A value that was left as the page had shown it is none, whatever is live by now."""
    parts = [
        Part(section.title, [_row(fact, f"fact-{fact.key}".replace(":", "-"), posted, shown) for fact in section.facts])
        for section in facts.sections(service)
    ]
    filled = Filled(parts, message=_plain(posted.get("message", "")), looked=posted.get("looked") == "yes")
    _check_closures(filled)
    return filled


def _row(fact: facts.Fact, name: str, posted: Mapping[str, str], shown: Mapping[str, str]) -> Row:
    typed = _plain(posted.get(name, fact.initial))
    if not posted or typed == _plain(shown.get(name, fact.initial)):
        return Row(fact, name, fact.initial, fact.value)
    try:
        return Row(fact, name, typed, fact.read(typed))
    except ValidationError as error:
        return Row(fact, name, typed, fact.value, error=" ".join(error.messages))


def _check_closures(filled: Filled) -> None:
    rows = {row.fact.key: row for row in filled.rows}
    for key, fault in facts.closure_faults({key: row.after for key, row in rows.items()}):
        touched = [row for other, row in rows.items() if other.rpartition(":")[0] == key.rpartition(":")[0]]
        if any(row.changed for row in touched) and not rows[key].error:
            rows[key].error = fault


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _faults(filled: Filled, kind: str, page: Mapping[str, Any], service: Service) -> list[str]:
    """What keeps this from being an answer, in Japanese; what was typed is shown again."""
    changed = [row for row in filled.rows if row.changed]
    wanted = [
        (bool(kind), "「いまもこのとおりです」か「直しを送る」のどちらかのボタンを押してください。"),
        (bool(page), f"この画面からもう一度送ってください。{_ALREADY_OPEN}"),
        (
            not page or page["facts"] == answering.seen(service),
            f"画面を開いたあとに内容が変わりました。{_ALREADY_OPEN}",
        ),
        (filled.looked, "「この窓口の担当者として、内容を確かめました」にしるしを付けてください。"),
        (not any(row.error for row in changed), "赤い字のところを直してください。ほかに書いたものは残っています。"),
        (
            kind != "confirmed" or not changed,
            "直しが書かれています。直しを送るときは「直しを送る」を押してください。直さないときは、元の文に戻してください。",
        ),
        (kind != "corrected" or changed or filled.message, "直すところか、ひとことを書いてください。"),
        (
            len(filled.message) <= LONGEST_MESSAGE,
            f"ひとことは{LONGEST_MESSAGE}文字までです(いま{len(filled.message)}文字)。",
        ),
    ]
    return [fault for holds, fault in wanted if not holds]
