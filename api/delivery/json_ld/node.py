"""What all nodes of JSON-LD are made from: words with their language, addresses, and the page around a thing. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.problems.negotiation import language_tag

Node = dict[str, Any]
CONTEXT = "https://schema.org"
# What schema.org calls a creative work says by itself in which language, since when and under which licence.
WORKS = frozenset({"Article", "CollectionPage", "CreativeWork", "FAQPage", "WebPage"})


@dataclass(frozen=True)
class Told:
    """One document as it is answered, or an item that is included in it."""

    fields: Mapping[str, Any]
    site: Callable[[str, str], str]

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)

    @property
    def id(self) -> str:
        """The name of this item everywhere."""
        return f"urn:uuid:{self.fields['id']}"

    @property
    def url(self) -> str:
        """Where it stands on the public site."""
        return self.site(self.fields["type"], self.fields["slug"])

    @property
    def language(self) -> str:
        """The language that was asked for, as a tag."""
        return language_tag(self.fields["language"])

    def words(self, name: str, *, among: Mapping[str, Any] | None = None, named: str = "") -> Any:
        """Return a text, with its language where that is not the document's. `named` is its name in `languages`."""
        return self.spoken((self.fields if among is None else among).get(name), named or name)

    def spoken(self, text: str | None, named: str) -> Any:
        """Return a text as it is, or with the language in which it was served instead."""
        if not text:
            return None
        served = self.fields["languages"].get(named, {}).get("served", self.fields["language"])
        return text if served == self.fields["language"] else said_in(text, served)

    def included(self, role: str) -> "list[Told]":
        """Return what a role points to."""
        found: Any = self.fields.get(role) or ()
        return [Told(fields=item, site=self.site) for item in (found if isinstance(found, Sequence) else (found,))]


def said_in(text: str, language: str) -> Node:
    """Return a text with its own language."""
    return {"@value": text, "@language": language_tag(language)}


def node(kind: str, **properties: Any) -> Node:
    """Return a node without what is not known. A name that ends in `_` is meant without it."""
    known = {name.rstrip("_"): value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind} | known


def named(kind: str, told: Told, name: str = "name", **properties: Any) -> Node:
    """Return a node for an item of ours: its id, its name and where it stands."""
    return {"@id": told.id} | node(kind, name=told.words(name), url=told.url, **properties)


def alone(found: Sequence[Any]) -> Any:
    """Return the one thing of a list that has but one, as JSON-LD writes it."""
    return found[0] if len(found) == 1 else list(found)


def whole(made: Node, told: Told, licence: str) -> Node:
    """Return the whole of JSON-LD: a work as it is, and any other thing as what a page is about."""
    if made["@type"] in WORKS:
        return {"@context": CONTEXT} | made | _about_the_page(told, licence)
    page = node("WebPage", url=told.url, **_about_the_page(told, licence), mainEntity=made)
    return {"@context": CONTEXT} | page


def _about_the_page(told: Told, licence: str) -> Node:
    page = {
        "inLanguage": told.language,
        "datePublished": told["published_at"],
        "dateModified": told["updated_at"],
        "isAccessibleForFree": True,
        "license": licence,
    }
    return page | ({"creativeWorkStatus": "Sample data"} if told["demo"] else {})
