"""Saved views: which lists can have them, what of an address is kept, and what a person sees above a list."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from catalog.publishable import SnippetEntry
from cms.admin.pages import PagesGroup
from cms.listing.models import SavedView
from cms.publication.sources import ENTRY_MODELS


@dataclass(frozen=True)
class Listed:
    """A list of entries of one type, and what Wagtail made of its viewset."""

    model: Any
    route: str
    given: Any

    @property
    def key(self) -> str:
        return str(self.model._meta.label_lower)

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def url(self) -> str:
        return reverse(self.route)

    def parameters(self) -> set[str]:
        """What an address of this list may ask: the search, the order, and its filters."""
        known = {"q", "ordering"}
        if (filters := self.given.get("filterset_class")) is None:
            return known | set(self.given.get("list_filter") or ())
        # Copies: a filter that was asked for its field before it knew its model keeps a field without a label.
        for name, one in deepcopy(filters.base_filters).items():
            suffixes = getattr(one.field.widget, "suffixes", None)
            known |= {f"{name}_{suffix}" for suffix in suffixes} if suffixes else {name}
        return known


def lists() -> dict[str, Listed]:
    """Every list of entries: of those that are edited as snippets, and of pages of one type."""
    found = []
    for model in ENTRY_MODELS:
        if issubclass(model, SnippetEntry):
            views: Any = model.snippet_viewset
            found.append(Listed(model, views.get_url_name("list"), views.index_view.view_initkwargs))
    for of_pages in PagesGroup.items:
        found.append(Listed(of_pages.model, f"{of_pages.name}:index", vars(of_pages)))
    return {listed.key: listed for listed in found}


def kept(listed: Listed, asked: QueryDict) -> str:
    """The part of an address that is worth keeping: what is known and not empty, always in the same order."""
    clean = QueryDict(mutable=True)
    known = listed.parameters()
    for name in sorted(asked):
        if name in known and (values := [value for value in asked.getlist(name) if value]):
            clean.setlist(name, values)
    return clean.urlencode()


def seen_by(person: Any, listed: Listed) -> QuerySet[SavedView]:
    """A person's own views of a list, and those that others share: one's own first."""
    mine_or_shared = Q(person=person) | Q(shared=True, person__is_active=True)
    return SavedView.objects.filter(mine_or_shared, list=listed.key).select_related("person")
