"""Services: a public body's is a GovernmentService; each way to reach one is a ServiceChannel."""

from collections.abc import Mapping
from typing import Any

from api.delivery.json_ld.area import place
from api.delivery.json_ld.audience import audience
from api.delivery.json_ld.hours import closed, specifications
from api.delivery.json_ld.node import Node, Told, alone, named, node, said_in
from api.delivery.json_ld.organization import PUBLIC_BODIES, organization
from api.delivery.json_ld.topic import topic
from api.problems.negotiation import language_tag

ADDRESSES = ("https://", "http://")


def service(told: Told) -> Node:
    """Return a service, whole or as a list shows it."""
    (provider,) = told.included("provider") or (None,)
    public = provider is not None and provider["provider_type"] in PUBLIC_BODIES
    contacts = told["contacts"]
    japanese = told["name_ja"] if told["name_ja"] != told["name"] else None
    return named(
        "GovernmentService" if public else "Service",
        told,
        alternateName=japanese and said_in(japanese, "ja"),
        description=told.words("summary") or told.words("description"),
        serviceType=told["kind"],
        sameAs=told["url"],
        provider=provider and organization(provider),
        areaServed=_area(told),
        audience=[audience(item) for item in told.included("audiences")],
        category=[topic(item) for item in told.included("topics")],
        availableChannel=[_channel(contact, told) for contact in contacts],
        hoursAvailable=_hours_of_all(told),
    )


def _area(told: Told) -> Any:
    """Return where it works. Desks that every area has are there for the whole country."""
    coverage = told["coverage"]
    if (coverage if isinstance(coverage, str) else coverage["kind"]) != "areas":
        return node("Country", name="JP", identifier="JP")
    return [place(item) for item in told.included("areas")]


def _channel(contact: Mapping[str, Any], told: Told) -> Node:
    languages = [language_tag(language) for language in contact["languages"]]
    label = told.words("label", among=contact, named=f"contacts.{contact['id']}.label")
    return {"@id": f"urn:uuid:{contact['id']}"} | node(
        "ServiceChannel", name=label, availableLanguage=languages, **_way(contact, languages)
    )


def _way(contact: Mapping[str, Any], languages: list[str]) -> Node:
    value = contact["value"]
    if contact["channel"] == "phone":
        phone = node(
            "ContactPoint",
            contactType="counseling",
            telephone=value,
            contactOption="https://schema.org/TollFree" if contact["free_of_charge"] else None,
            availableLanguage=languages,
            hoursAvailable=[*specifications(contact["hours"]), *closed(contact["closure"])],
        )
        return {"servicePhone": phone}
    if value.startswith(ADDRESSES):  # also where mail is taken by a page
        return {"serviceUrl": value}
    if contact["channel"] == "email":
        return {"serviceUrl": f"mailto:{value}"}
    return {"serviceLocation": node("Place", address=value)} if contact["channel"] == "in_person" else {}


def _hours_of_all(told: Told) -> list[Node]:
    """Return the hours that all contacts have in common, where there is no other; and when all of it is closed."""
    expressions = {contact["hours"] for contact in told["contacts"]}
    common = specifications(alone(sorted(expressions))) if len(expressions) == 1 and None not in expressions else []
    return [*common, *closed(told["closure"])]
