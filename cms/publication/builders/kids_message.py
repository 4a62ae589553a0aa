"""A message for kids: the words that were approved for them, and its date. The source is out of reach."""

from api.documents.message import KidsMessageBody
from api.documents.record import Record
from cms.publication.builders import page
from cms.publication.builders.kids_words import KidsWordsOf
from cms.publication.builders.message import MessageFacts
from cms.publication.builders.texts import kids_words


def kids(facts: MessageFacts, words: KidsWordsOf) -> Record:
    """The kids' record of a message."""
    title = kids_words(words.title, words.tokens.get("title", ()))
    body = KidsMessageBody.model_validate(
        {
            "kind": facts.kind,
            "date": facts.date,
            "title": title,
            "text": kids_words(words.text, words.tokens.get("text", ())),
        }
    )
    return page.record(
        facts.page,
        channel="kids",
        language="ja",
        title=title.model_dump(mode="json"),
        body=body,
        search=words.search(),
    )
