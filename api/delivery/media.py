"""Public files as readers get them: `/media/<name>`, the same bytes for as long as they are there."""

import logging
import re
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.core.files.storage import storages
from django.http import HttpResponse
from rest_framework.request import Request

from api.delivery import queries
from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.documents.picture import FILE_NAME, MEDIA_PREFIX
from api.problems import Refused

logger = logging.getLogger(__name__)

_PREFIX: Final = MEDIA_PREFIX.encode()
_NAME: Final = re.compile(FILE_NAME, re.ASCII)
TYPES: Final[Mapping[str, str]] = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def addressed(body: bytes) -> bytes:
    """Return finished JSON in which every file has its public address."""
    return body.replace(_PREFIX, settings.PUBLIC_MEDIA_URL.encode()) if _PREFIX in body else body


class MediaView(GatedView):
    """One public file: of a document that stands, or stood until a day ago."""

    def operation(self) -> Operation:
        return Operation(
            id="getMedia",
            summary="One file of a published picture",
            tag="media",
            limited=False,
            media_type="image/*",
            path_parameters={
                "name": {"type": "string", "pattern": f"^{FILE_NAME}$", "description": "As a document names it."}
            },
            found_by_key=True,
        )

    def get(self, request: Request, name: str) -> HttpResponse:
        if not _NAME.fullmatch(name) or not queries.is_public_file(name):
            raise Refused("not-found")
        try:
            with storages["public_media"].open(name) as file:
                data = file.read()
        except FileNotFoundError as error:
            logger.error("%s has a row and no file: has the storage been moved?", name)
            raise Refused("unavailable") from error
        return self.keep_for_good(HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]]))
