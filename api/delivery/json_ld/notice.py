"""Site notices."""

from api.delivery.json_ld.node import Node, Told, node


def notice(told: Told) -> Node:
    """Return a notice. Whether it is an announcement of danger is not known, so it is not called one."""
    return {"@id": told.id} | node("CreativeWork", headline=told.words("heading"), text=told.words("text"))
