"""What stands above a list of pages."""

from api.delivery.json_ld.node import Node, Told, node


def index(told: Told) -> Node:
    """Return the page of a list."""
    return {"@id": told.id} | node(
        "CollectionPage", name=told.words("heading"), description=told.words("introduction"), url=told.url
    )
