"""Messages from the minister or the office in charge."""

from api.delivery.json_ld.node import Node, Told, node


def message(told: Told) -> Node:
    """Return a message as an article. An office that speaks is an organization, a minister a person with an office."""
    author, office = told.words("author"), told.words("office")
    by = (
        node("Person", name=author, jobTitle=office)
        if told["kind"] == "minister"
        else node("GovernmentOrganization", name=author)
    )
    return {"@id": told.id} | node(
        "Article",
        headline=told.words("title"),
        articleBody=told.spoken(told["body"]["text"], "body"),
        url=told.url,
        articleSection=told["kind"],
        dateCreated=told["date"],
        author=by,
        image=told["portrait"] and told["portrait"]["fallback"],
    )
