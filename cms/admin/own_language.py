"""What is told outside of Wagtail's views, such as a refusal, is in the language that the person chose as well."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

ADMIN = "/admin/"


class OwnLanguageMiddleware:
    """Wagtail itself changes the language only around a view: what the view raises is answered after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        profile = getattr(request.user, "wagtail_userprofile", None) if request.path.startswith(ADMIN) else None
        if profile is None or not profile.preferred_language:
            return self.get_response(request)
        with override(profile.preferred_language):
            return self.get_response(request)
