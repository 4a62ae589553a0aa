"""A refused publication becomes a message that an editor can act on, on the page where the draft stands saved."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.publication.unit import PublicationRefused


class RefusalMiddleware:
    """The only place that turns PublicationRefused into an answer, whatever door it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ProtectedError | RestrictedError):
            # A record or a reference holds it; for Wagtail this is a fault of the program.
            exception = PublicationRefused(
                gettext(
                    "記録や公開中の内容で使われているため、削除できません。"
                    "利用者のときは、削除のかわりに「有効」を外してください。"
                )
            )
        if not isinstance(exception, PublicationRefused):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                {
                    "success": False,
                    "error_code": "publication_refused",
                    "error_message": " ".join(exception.reasons),
                },
                status=409,
            )
        for reason in exception.reasons:
            messages.error(request, reason)
        return HttpResponseRedirect(_where(request, exception))


def _where(request: HttpRequest, refusal: PublicationRefused) -> str:
    if refusal.withdraw is not None and request.user.has_perm("publication.propose_withdrawal"):
        return reverse("propose_withdrawal", args=[refusal.withdraw])
    entry = refusal.entry
    if entry is not None and entry.pk:
        found = AdminURLFinder(request.user).get_edit_url(entry)
        if found:
            return str(found)
    return reverse("wagtailadmin_home")
