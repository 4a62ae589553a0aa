"""One document as JSON-LD, at an address below its own."""

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urljoin

import orjson
from django.conf import settings

from api.channels.channel import SEGMENTS
from api.delivery.json_ld import linked_data
from api.delivery.operation import Operation
from api.delivery.parameters import Parameter
from api.delivery.queries import Item, LogHead, Place
from api.delivery.said import Said
from api.delivery.views import LINKED_DATA, LINKED_DATA_TYPE, KeyedView


class JsonLdView(KeyedView):
    """One document in the words of schema.org, to be put into a page as it is (`<script type="application/ld+json">`).

    `<` is written as an escape, so no text can end the script.
    """

    below: ClassVar[str] = LINKED_DATA

    def parameters(self) -> Sequence[Parameter]:
        return self.language_parameters()

    def operation(self) -> Operation:
        return Operation(
            id=f"get{self.shape.answer.__name__}JsonLd",
            summary=f"{self.shape.answer.__name__} as JSON-LD",
            tag=self.channel.key,
            media_type=LINKED_DATA_TYPE,
            licensed=True,
            path_parameters=self.key_schema(),
            found_by_key=True,
            speaks=True,
        )

    def included_roles(self, roles: Sequence[str]) -> Sequence[str]:
        return roles

    def show(self, item: Item, place: Place, head: LogHead | None) -> Said:
        (document,) = self.documents([item], place, head)
        told = linked_data(orjson.loads(document), site=self.on_the_site, licence=settings.LICENCE_URL)
        return self.answer(orjson.dumps(told).replace(b"<", b"\\u003c"), place, media_type=LINKED_DATA_TYPE)

    def on_the_site(self, document_type: str, slug: str) -> str:
        """Return where an item stands on the channel's own site, as a whole address."""
        path = self.site_url().replace("{type}", SEGMENTS[document_type]).replace("{slug}", slug)
        return urljoin(settings.PUBLIC_BASE_URL + "/", path)
