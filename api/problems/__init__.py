"""Every error of the API: RFC 9457 problem+json, in Japanese or English, each with the emergency contacts.

`Refused` is what the code raises; `answer` is the only place that turns a problem into bytes. DRF, Django's own error
pages and the shell around Django all come here.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from pydantic import BaseModel, ConfigDict, Field
from rest_framework.exceptions import APIException, MethodNotAllowed

from api.problems.catalogue import BY_STATUS, TYPES, Bilingual
from api.problems.negotiation import preferred_language

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
# Editors read pages, not problems.
PAGES = ("/admin/",)
RETRY_AFTER_SECONDS = 5


class Refused(Exception):
    """A request that is answered with a problem. A Bilingual in its extensions is spoken in the reader's language."""

    def __init__(
        self, slug: str, detail: Bilingual | None = None, *, headers: Mapping[str, str] | None = None, **extensions: Any
    ) -> None:
        self.type = TYPES[slug]
        self.detail = detail or self.type.cure
        self.headers = dict(headers or {})
        self.extensions = extensions
        super().__init__(slug)


class WrongParameter(BaseModel):
    """Which parameter is wrong, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: str
    detail: str


class EmergencyContact(BaseModel):
    """One way to get help now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    name_ja: str
    channel: str
    value: str
    dial: str | None
    hours: str | None


class Problem(BaseModel):
    """RFC 9457, with the emergency contacts: it may be all that a person in trouble gets to see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    instance: str = Field(description="urn:uuid: and the request's id, as in X-Request-Id.")
    emergency: tuple[EmergencyContact, ...]
    errors: tuple[WrongParameter, ...] = Field(default=(), description="The wrong parameters (invalid-parameter).")
    reason: str | None = Field(default=None, description="Why the item was taken out (gone).")
    replacement: str | None = Field(default=None, description="The address of what stands in its place (gone).")


# Told by the delivery side at its start: (path, language, whether the database may be asked) -> the contacts.
EmergencySource = Callable[[str, str, bool], Sequence[Mapping[str, Any]]]
_emergency: list[EmergencySource] = []


def carry_emergency(source: EmergencySource) -> None:
    """Name the source of the emergency contacts that every problem carries."""
    _emergency[:] = [source]


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def answer(refused: Refused, *, path: str, accept_language: str, request_id: str, ask_database: bool = True) -> Answer:
    """Return a problem as status, headers and bytes. Raises nothing."""
    language = preferred_language(accept_language, ("ja", "en", "zh-hans", "ko", "vi"), default="ja")
    spoken = "ja" if language == "ja" else "en"
    fields: dict[str, Any] = {
        "type": f"{settings.PUBLIC_BASE_URL}/problems/{refused.type.slug}",
        "title": refused.type.title.speak(spoken),
        "status": refused.type.status,
        "detail": refused.detail.speak(spoken),
        "instance": f"urn:uuid:{request_id}",
        **_spoken(refused.extensions, spoken),
        "emergency": _emergency_contacts(path, spoken, ask_database=ask_database),
    }
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Content-Language": spoken,
        "Vary": "Accept-Language, Accept-Encoding",
        **refused.headers,
    }
    if refused.type.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return Answer(refused.type.status, headers, json.dumps(fields, ensure_ascii=False).encode())


def _spoken(value: Any, language: str) -> Any:
    if isinstance(value, Bilingual):
        return value.speak(language)
    if isinstance(value, Mapping):
        return {key: _spoken(item, language) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spoken(item, language) for item in value]
    return value


def _emergency_contacts(path: str, language: str, *, ask_database: bool) -> list[Mapping[str, Any]]:
    try:
        return list(_emergency[0](path, language, ask_database)) if _emergency else []
    except Exception:
        logger.exception("The emergency contacts could not be told.")
        return []


# What the reader did, or what stopped us, by exception; everything else is a fault of ours.
_SLUGS: tuple[tuple[type[BaseException], str], ...] = (
    (Http404, "not-found"),
    (PermissionDenied, "forbidden"),
    (SuspiciousOperation, "bad-request"),
    (OperationalError, "unavailable"),
    (InterfaceError, "unavailable"),
    (MethodNotAllowed, "method-not-allowed"),
)


def refusal_for(error: BaseException) -> Refused | None:
    """Return the problem that an exception stands for, or None where it is a fault of ours."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, DatabaseError | InterfaceError):
        logger.error("The database cannot be asked: %s", error)
    for kind, slug in _SLUGS:
        if isinstance(error, kind):
            return Refused(slug)
    if isinstance(error, APIException):
        return Refused(BY_STATUS.get(error.status_code, "bad-request"))
    return None


def answer_in(environ: Mapping[str, Any], path: str, refused: Refused) -> Answer:
    """Return a problem as the answer to a request with this environment, for this path."""
    return answer(
        refused,
        path=path,
        accept_language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        request_id=environ.get("tomoshibi.request_id", "00000000-0000-0000-0000-000000000000"),
        ask_database=refused.type.status < 500,
    )


def respond(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return a problem as Django's response."""
    status, headers, body = answer_in(request.META, request.path_info, refused)
    return HttpResponse(body, status=status, headers=headers)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's door: a problem for what is the reader's doing, None (Django's door) for what is ours."""
    refused = refusal_for(error)
    if refused is None:
        return None
    if refused.type.status == 405:
        refused.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return respond(context["request"], refused)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's door for what it could not read, such as a Host that is not ours."""
    if request.path_info.startswith(PAGES):
        return defaults.bad_request(request, exception)
    return respond(request, Refused("bad-request"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's door for what is not allowed."""
    if request.path_info.startswith(PAGES):
        return defaults.permission_denied(request, exception)
    return respond(request, Refused("forbidden"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's door for an address that leads nowhere."""
    if request.path_info.startswith(PAGES):
        return defaults.page_not_found(request, exception)
    return respond(request, Refused("not-found"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's door for a fault of ours."""
    if request.path_info.startswith(PAGES):
        return defaults.server_error(request)
    return respond(request, Refused("internal-error"))
