"""The files of pictures, for editors who are signed in. For everybody else there is nothing here, whatever they ask."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Picture, PictureRendition

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture_file(request: HttpRequest, name: str) -> HttpResponse:
    """An original, or a small copy that the editors' screens show. Raises Http404 also for who may not look."""
    person: Any = request.user
    kind = TYPES.get(name.rpartition(".")[2].lower())
    if not person.has_perm("wagtailadmin.access_admin") or kind is None or not _is_of_a_picture(name):
        raise Http404
    try:
        with default_storage.open(name) as file:
            return HttpResponse(file.read(), content_type=kind, headers=HEADERS)
    except FileNotFoundError:
        raise Http404 from None


def _is_of_a_picture(name: str) -> bool:
    return any(model.objects.filter(file=name).exists() for model in (Picture, PictureRendition))
