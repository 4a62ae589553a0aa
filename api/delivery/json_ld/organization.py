"""Who provides services: public bodies, NPOs and others."""

from api.delivery.json_ld.node import Node, Told, named

PUBLIC_BODIES = frozenset({"national", "prefecture", "municipality"})
KINDS = dict.fromkeys(PUBLIC_BODIES, "GovernmentOrganization") | {"npo": "NGO"}


def organization(told: Told) -> Node:
    """Return an organization; one of which the type is not known is just that."""
    return named(KINDS.get(told["provider_type"] or "", "Organization"), told, sameAs=told["url"])
