"""Articles by experts, and personal stories. Of a story nothing but the pen name is told of its author."""

from api.delivery.json_ld.node import Node, Told, node
from api.delivery.json_ld.service import service
from api.delivery.json_ld.topic import topic


def article(told: Told) -> Node:
    """Return an article without its body: that is read on the site."""
    return {"@id": told.id} | node(
        "Article",
        headline=told.words("title"),
        description=told.words("summary"),
        url=told.url,
        articleSection=told["kind"],
        author=_author(told),
        about=[topic(item) for item in told.included("topics")],
        mentions=[service(item) for item in told.included("related_services")],
    )


def _author(told: Told) -> Node | None:
    author = told["author"]

    def words(name: str) -> object:
        return told.words(name, among=author, named=f"author.{name}")

    works_for = words("affiliation")
    organization = node("Organization", name=works_for) if works_for else None
    person = node("Person", name=words("name"), jobTitle=words("role"), affiliation=organization)
    return person if len(person) > 1 else None
