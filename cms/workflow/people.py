"""Who may take a step: the people, by name, not the right."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

#: The right that each step asks for.
RIGHTS = {"review": "workflow.review", "kids": "workflow.approve_kids", "approve": "workflow.approve"}


def holders(right: str) -> list[Any]:
    """Everybody who can sign in and holds this right (``app_label.codename``), by name."""
    app_label, codename = right.split(".")
    here = {"content_type__app_label": app_label, "codename": codename}
    in_group = Q(**{f"groups__permissions__{name}": value for name, value in here.items()})
    own = Q(**{f"user_permissions__{name}": value for name, value in here.items()})
    people = get_user_model().objects.filter(in_group | own | Q(is_superuser=True), is_active=True)
    return list(people.distinct().order_by("last_name", "first_name", "username"))


def names(people: Collection[Any]) -> list[str]:
    """What people are called, family name first, or else the name they sign in with."""
    return [called(person) for person in people]


def called(person: Any) -> str:
    """What one of them is called. Django's own full name has the given name first, which no Japanese has."""
    return f"{person.last_name} {person.first_name}".strip() or str(person.get_username())
