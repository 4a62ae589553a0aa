"""A FAQ for kids: the words that were approved for them, and to whom it points. The source is out of reach."""

from api.documents.faq import KidsFaqBody
from api.documents.record import Record
from cms.publication.builders import page
from cms.publication.builders.faq import FaqFacts
from cms.publication.builders.kids_words import KidsWordsOf
from cms.publication.builders.texts import kids_words


def kids(facts: FaqFacts, words: KidsWordsOf) -> Record:
    """The kids' record of a FAQ."""
    question = kids_words(words.title, words.tokens.get("title", ()))
    body = KidsFaqBody(
        position=facts.position,
        question=question,
        answer=kids_words(words.text, words.tokens.get("text", ())),
    )
    return page.record(
        facts.page,
        channel="kids",
        language="ja",
        title=question.model_dump(mode="json"),
        body=body,
        search=words.search(),
    )
