"""The one gate before every view: what a request asks is read here, or refused with the names of what is wrong.

It works on the raw query string, since Django's QueryDict forgives what must not be forgiven: repeated names, broken
percent signs, broken UTF-8, more parameters than anybody means.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.views import APIView

from api.delivery.clock import now, stands_at
from api.delivery.deprecation import first_to_go
from api.delivery.operation import Operation
from api.delivery.parameters import Parameter, Unreadable, shown
from api.delivery.said import Asking, Said, add_link
from api.problems import Refused, answer_in, refusal_for
from api.problems.catalogue import Bilingual

QUERY_LIMIT = 4096
NAMED_ERRORS = 20
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

TOO_LONG = Bilingual("長すぎます。", "It is too long.")
REPEATED = Bilingual(
    "一度だけ指定してください。複数の値はコンマで区切ります。", "Give it once; several values go between commas."
)
BADLY_ENCODED = Bilingual("正しい UTF-8 のパーセント符号で書いてください。", "Write it as percent-encoded UTF-8.")
EMPTY = Bilingual("値がありません。", "It has no value.")


Given = TypeVar("Given", Said, HttpResponse)

_declared: dict[tuple[type, int, int], Mapping[str, Parameter]] = {}


class GatedView(APIView):
    """A view of the API. It declares its parameters, and gets what was asked in `self.asked`.

    Who reads is answered by `told`, without DRF; DRF does all else: other methods, forms, what is wrong with a method.
    """

    http_method_names = ["get", "head", "options"]
    request: Any  # Asking, or DRF's: either knows META and method
    asked: Mapping[str, Any]
    #: Gives the answer to what was asked, at what the address names. Raises Refused.
    get: Callable[..., Said | HttpResponse]
    #: When what an answer says of the time of day ends.
    ends_at: datetime | None = None

    def parameters(self) -> Sequence[Parameter]:
        """Return what a request may ask here."""
        return ()

    def operation(self) -> Operation:
        """Return what OpenAPI says of this view."""
        raise NotImplementedError

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Return the request as DRF knows it, without what reads bodies and tells people apart: nothing asks for it."""
        return Request(request)

    def told(self, asking: Asking, **at: str) -> Said | HttpResponse:
        """Return the answer, or the problem, to a reader whose host was looked at. Raises what is a fault of ours."""
        self.request = asking
        try:
            self.hear(asking, at)
            said = self.get(asking, **at)
        except Exception as error:
            refused = refusal_for(error)
            if refused is None:
                raise
            status, headers, body = answer_in(asking.META, asking.path, refused)
            said = Said(body, status=status, headers=headers)
        self._tell_what_goes(asking.route, said)
        return said

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the request or refuse it, before anything else of DRF looks at it."""
        method = (request.method or "").lower()
        if method not in self.http_method_names or not hasattr(self, method):
            raise MethodNotAllowed(request.method or "")
        request.get_host()  # raises DisallowedHost
        self.hear(request, kwargs)

    def hear(self, request: Request | Asking, at: Mapping[str, str]) -> None:
        """Read what is asked, at an address that names this. Raises Refused."""
        for value in at.values():
            if UNREADABLE.search(value):
                raise Refused("not-found")
        self.asked = read(request.META.get("QUERY_STRING", ""), self.declared())

    def declared(self) -> Mapping[str, Parameter]:
        """Return what a request may ask here, by name, worked out once: each address asks the same for good."""
        # Channels and shapes are the constants that the addresses were made with.
        key = type(self), id(getattr(self, "channel", None)), id(getattr(self, "shape", None))
        known = _declared.get(key)
        if known is None:
            known = _declared[key] = by_name(self.parameters())
        return known

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Answer what may be done here."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the answer as Django wants it."""
        given: Any = response.for_django() if isinstance(response, Said) else response
        given = super().finalize_response(request, given, *args, **kwargs)
        self._tell_what_goes(request.resolver_match.route if request.resolver_match else "", given)
        return given

    def _tell_what_goes(self, route: str, response: Said | HttpResponse) -> None:
        """Tell with every answer, problems too, what of this question will not be answered for ever."""
        goes = first_to_go(_as_openapi(route), getattr(self, "asked", ()))
        if goes is not None:
            for name, value in goes.headers().items():
                response[name] = value
            for relation, address in goes.links().items():
                add_link(response, relation, address)

    @cached_property
    def now(self) -> datetime:
        """The moment of the answer: one for all that it says."""
        return now()

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {}

    def keep(self, response: Given, *, until: datetime | None = None) -> Given:
        """Mark an answer as one that depends on nothing but the log, the address and the language, until a moment."""
        self.holds(until)
        self.request.META["tomoshibi.keepable"] = True
        if self.ends_at is not None and stands_at() is None:
            self.request.META["tomoshibi.until"] = self.ends_at.timestamp()
        return response

    def holds(self, until: datetime | None) -> None:
        """Say until when a part of the answer is right; the first end of all counts. None: it has no end."""
        if until is not None:
            self.ends_at = until if self.ends_at is None else min(self.ends_at, until)

    def keep_for_good(self, response: HttpResponse) -> HttpResponse:
        """Mark an answer as one that never changes under its address."""
        self.request.META["tomoshibi.immutable"] = True
        return self.keep(response)


@cache
def _as_openapi(route: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


def ask(request: Asking | Request, header: str) -> str:
    """Return a request header, or nothing."""
    return str(request.META.get(f"HTTP_{header.upper().replace('-', '_')}", ""))


def by_name(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    """Return parameters by their names."""
    return {parameter.name: parameter for parameter in parameters}


def read(query: str, declared: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return the values of a raw query string by name. Raises Refused with every name that is wrong."""
    values: dict[str, Any] = {}
    wrong: dict[str, Bilingual] = {}
    if len(query) > QUERY_LIMIT:
        wrong["?"] = TOO_LONG
    for piece in filter(None, query.split("&")):
        name, value, reason = _read_piece(piece, declared)
        if name in values or name in wrong:
            reason = REPEATED if name in declared else wrong[name]
        if reason is not None:
            wrong[name] = reason
        else:
            values[name] = value
    if wrong:
        raise wrong_parameters(wrong)
    return values


def wrong_parameters(wrong: Mapping[str, Bilingual]) -> Refused:
    """Return the problem that names wrong parameters: the first ones, if there are very many."""
    named = list(wrong)[:NAMED_ERRORS]
    return Refused(
        "invalid-parameter",
        Bilingual(
            f"誤りのあるパラメーター: {', '.join(named)}(全 {len(wrong)} 件)",
            f"Wrong parameters: {', '.join(named)} ({len(wrong)} in all)",
        ),
        errors=[{"parameter": name, "detail": wrong[name]} for name in named],
    )


def _read_piece(piece: str, declared: Mapping[str, Parameter]) -> tuple[str, Any, Bilingual | None]:
    """Return the name, and the value or what is wrong with it."""
    raw_name, _, raw_text = piece.partition("=")
    name, text = _decoded(raw_name), _decoded(raw_text)
    if name is None:
        return shown(raw_name), None, BADLY_ENCODED
    if name not in declared:
        return shown(name), None, _undeclared(declared)
    parameter = declared[name]
    if not text:
        return name, None, EMPTY if text == "" else BADLY_ENCODED
    if len(text) > parameter.limit:
        return name, None, TOO_LONG
    try:
        return name, parameter.read(text), None
    except Unreadable as error:
        return name, None, error.reason


def _undeclared(declared: Mapping[str, Parameter]) -> Bilingual:
    known = ", ".join(declared) or "-"
    return Bilingual(f"ここでは使えません。使えるもの: {known}", f"It is not known here. Known: {known}")


def _decoded(raw: str) -> str | None:
    """Return a percent-encoded text, or None where it is broken."""
    if raw.isascii() and raw.isprintable() and "%" not in raw and "+" not in raw:
        return raw
    if re.search(r"%(?![0-9A-Fa-f]{2})", raw):
        return None
    try:
        if len(raw) == 3 * raw.count("%"):
            text = bytes.fromhex(raw.replace("%", "")).decode()  # all of it escapes, as in Japanese: read at once
        else:
            text = unquote_to_bytes(raw.replace("+", " ").encode("latin-1")).decode()
    except UnicodeError:
        return None
    return None if UNREADABLE.search(text) else text
