"""Questions and answers: one page for each."""

from api.delivery.json_ld.node import Node, Told, node
from api.delivery.json_ld.service import service
from api.delivery.json_ld.topic import topic


def faq(told: Told) -> Node:
    """Return the page of one question, with the services that its answer leads to."""
    answer = node("Answer", text=told.spoken(told["answer"]["text"], "answer"))
    question = {"@id": told.id} | node("Question", name=told.words("question"), acceptedAnswer=answer)
    return node(
        "FAQPage",
        url=told.url,
        mainEntity=question,
        about=[topic(item) for item in told.included("topics")],
        mentions=[service(item) for item in told.included("related_services")],
    )
