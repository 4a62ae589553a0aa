"""Concepts, for search in every ticked channel: one document each, since a question has no language of its own."""

from api.documents.concept import ConceptBody
from api.documents.record import Record, Reference
from catalog import phrase_lines
from catalog.concept import Concept
from catalog.publishable import CHANNELS
from cms.publication.builders import page
from cms.publication.builders.texts import InAllLanguages


def records(concept: Concept) -> list[Record]:
    """All records of a live concept."""
    of = page.facts_of(concept, order="")
    return [_record(concept, of, channel) for channel, _ in CHANNELS if channel in concept.channels]


def _record(concept: Concept, of: page.PageFacts, channel: str) -> Record:
    # Kids are never shown a word of it (docs/decisions/0037), so the one that could be shown is not there.
    name = {} if channel == "kids" else InAllLanguages().text(concept, "name")
    body = ConceptBody.model_validate(
        {
            "name": name,
            "crisis": concept.crisis or None,
            "phrases": concept.phrases_in_all_languages(),
            "unless": phrase_lines.patterns(concept.unless),
            "terms": phrase_lines.patterns(concept.terms),
        }
    )
    return Record(
        content_id=of.content_id,
        type=of.type,
        channel=channel,
        language="mul",
        slug=of.slug,
        title=dict(name),
        body=body,
        summary=body.shortened(),
        kana_sort=of.order,
        references=(
            *(Reference("topics", position, topic) for position, topic in enumerate(of.topics)),
            *(Reference("related_services", position, service) for position, service in enumerate(of.related_services)),
        ),
    )
