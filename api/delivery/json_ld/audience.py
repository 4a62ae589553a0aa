"""Whom a service is for."""

from api.delivery.json_ld.node import Node, Told, named


def audience(told: Told) -> Node:
    """Return an audience."""
    return named("Audience", told, audienceType=told["slug"])
