"""Who is trying to sign in: enough to close the door after too many tries, and no address that could be read later."""

from http import HTTPStatus
from ipaddress import IPv6Address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """The address that the request came from, as the outermost of our own proxies saw it.

    X-Forwarded-For is read only as deep as we have proxies (TRUSTED_PROXIES); anybody can write what is further left.
    """
    if settings.TRUSTED_PROXIES:
        seen = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(seen) >= settings.TRUSTED_PROXIES and seen[-settings.TRUSTED_PROXIES]:
            return str(seen[-settings.TRUSTED_PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))


def address_digest(request: HttpRequest) -> str:
    """A keyed digest of the address, in the form of a private IPv6 address, which the column of attempts takes."""
    digest = salted_hmac("cms.admin.lockout", client_address(request), algorithm="sha256").digest()
    return str(IPv6Address(b"\xfd" + digest[:15]))


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """The page that says why the door is closed, for how long, and whom to ask; the same for a name that nobody has."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(
        request,
        "editors/locked_out.html",
        {"failure_limit": settings.AXES_FAILURE_LIMIT, "minutes": minutes},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
