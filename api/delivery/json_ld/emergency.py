"""Whom to call now, in order."""

from api.delivery.json_ld.node import Node, Told, node
from api.delivery.json_ld.service import service


def emergency(told: Told) -> Node:
    """Return the list of the members, each a service as a list shows it."""
    members = [
        node("ListItem", position=position, item=service(member))
        for position, member in enumerate(told.included("members"), start=1)
    ]
    return {"@id": told.id} | node(
        "ItemList",
        itemListOrder="https://schema.org/ItemListOrderAscending",
        numberOfItems=len(members),
        itemListElement=members,
    )
