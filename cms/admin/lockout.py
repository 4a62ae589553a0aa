"""Who is trying to sign in: enough to close the door after too many tries, and no address that could be read later."""

from http import HTTPStatus
from ipaddress import IPv6Address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from api.delivery import client


def address_digest(request: HttpRequest) -> str:
    """A keyed digest of the address, in the form of a private IPv6 address, which the column of attempts takes."""
    digest = salted_hmac("cms.admin.lockout", client.address(request.META), algorithm="sha256").digest()
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
