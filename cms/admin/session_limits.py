"""How long a sign-in lasts: it ends after an hour without work, and after twelve hours in any case."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

BEGAN, WORKED = "began_at", "worked_at"
# An open editor pings every few seconds; that is a machine at work, not a person.
NOT_WORK = "/admin/editing-sessions/ping/"
# Written at most this often, so that reading the site does not write to the database at every click.
GRAIN = timedelta(minutes=1)


class SessionLimitsMiddleware:
    """Signs out whoever is past a limit; the request then goes on as an unknown person's and meets the login page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            keep_or_end(request, at=timezone.now())
        return self.get_response(request)


def keep_or_end(request: HttpRequest, *, at: datetime) -> None:
    """End the session if it is past a limit at that time; otherwise note that there was work."""
    began = _instant(request, BEGAN, at)
    worked = _instant(request, WORKED, at)
    if at - began >= timedelta(seconds=settings.SESSION_COOKIE_AGE) or at - worked >= settings.SESSION_IDLE:
        logout(request)
    elif BEGAN not in request.session:
        request.session[BEGAN] = request.session[WORKED] = at.timestamp()
    elif at - worked >= GRAIN and not request.path.startswith(NOT_WORK):
        request.session[WORKED] = at.timestamp()


def _instant(request: HttpRequest, name: str, default: datetime) -> datetime:
    return datetime.fromtimestamp(request.session.get(name, default.timestamp()), tz=UTC)
