"""Who may do what here: everybody who sees services may write them to a file; who writes them may read them back."""

from typing import Any


def may_export(person: Any) -> bool:
    return bool(person.has_perm("catalog.view_service"))


def may_import(person: Any) -> bool:
    return bool(person.has_perms(["catalog.view_service", "catalog.add_service", "catalog.change_service"]))
