"""Identities of what is imported: the same in every installation, and never dependent on the order of a file."""

from uuid import UUID, uuid5

# Fixed for ever: every starter content_id in the world is made from it. uuid5(NAMESPACE_DNS, "starter.tomoshibi").
NAMESPACE = UUID("f69110ef-3d8c-5e6c-9e8e-2c6d8266d7a9")


def starter_id(kind: str, key: str) -> UUID:
    """The content_id of an item: starter_id("service", "emergency-110")."""
    return uuid5(NAMESPACE, f"{kind}:{key}")
