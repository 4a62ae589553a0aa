"""What people suffer from: words of a closed list."""

from api.delivery.json_ld.node import Node, Told, named


def topic(told: Told) -> Node:
    """Return a topic."""
    return named("DefinedTerm", told, description=told.words("description"), termCode=told["slug"])
