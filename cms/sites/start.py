"""The start page: what runs here, where the doors are, and requests that answer with what really stands."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from api.delivery import published


@dataclass(frozen=True)
class Example:
    """One request that a newcomer can follow."""

    what: str
    path: str


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """GET /. It sets no cookie, loads nothing from elsewhere, and reads the log once."""
    service = published.first_of("service", channel="website")
    topic = published.first_of("topic", channel="website")
    kids_service = published.first_of("service", channel="kids")
    examples = [
        Example("一般サイトの窓口の一覧（よみがな順）", "/api/v1/website/services?limit=5"),
        Example("悩みの分類", "/api/v1/website/topics"),
        Example("緊急の連絡先", "/api/v1/website/emergency"),
        Example("こどもサイトの窓口の一覧", "/api/v1/kids/services"),
        Example("連携団体への窓口の一覧（全言語）", "/api/v1/partners/services?limit=5"),
    ]
    if topic is not None:
        examples.insert(
            1,
            Example(
                f"「{topic.slug}」の無料の電話", f"/api/v1/website/services?topic={topic.slug}&contact=phone&free=true"
            ),
        )
    if service is not None:
        examples.insert(1, Example("1つの窓口（英語）", f"/api/v1/website/services/{service.content_id}?lang=en"))
    if kids_service is not None:
        examples.append(Example("1つの窓口（こども向け）", f"/api/v1/kids/services/{kids_service.content_id}"))
    return render(
        request,
        "sites/start.html",
        {
            "base": settings.PUBLIC_BASE_URL,
            "examples": examples,
            "demo": published.is_demo(),
            "empty": service is None,
            "admin": _admin(),
        },
    )


def _admin() -> str | None:
    """The editors' address, where their site runs beside this one."""
    try:
        return reverse("wagtailadmin_home")
    except NoReverseMatch:
        return None
