"""One document as JSON-LD in the words of schema.org: for search engines and other machines, made from its answer.

Each type of the website's documents has its maker here, in a module of its name.
"""

from collections.abc import Callable, Mapping
from typing import Any

from api.delivery.json_ld.area import area
from api.delivery.json_ld.article import article
from api.delivery.json_ld.audience import audience
from api.delivery.json_ld.emergency import emergency
from api.delivery.json_ld.faq import faq
from api.delivery.json_ld.index import index
from api.delivery.json_ld.message import message
from api.delivery.json_ld.node import Node, Told, whole
from api.delivery.json_ld.notice import notice
from api.delivery.json_ld.organization import organization
from api.delivery.json_ld.service import service
from api.delivery.json_ld.topic import topic

MAKERS: Mapping[str, Callable[[Told], Node]] = {
    "area": area,
    "article": article,
    "audience": audience,
    "emergency": emergency,
    "faq": faq,
    "index": index,
    "message": message,
    "notice": notice,
    "organization": organization,
    "service": service,
    "topic": topic,
}


def linked_data(document: Mapping[str, Any], *, site: Callable[[str, str], str], licence: str) -> Node:
    """Return the JSON-LD of an answer in which all that it points to is included.

    `site` gives the address of an item on the public site, by type and slug.
    """
    told = Told(fields=document, site=site)
    return whole(MAKERS[document["type"]](told), told, licence)
