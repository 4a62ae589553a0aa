"""An article for kids: the words that were approved for them, and to whom it points. The source is out of reach."""

from api.documents.article import KidsArticleBody
from api.documents.record import Record
from cms.publication.builders import page
from cms.publication.builders.article import ArticleFacts
from cms.publication.builders.kids_words import KidsWordsOf
from cms.publication.builders.texts import kids_words


def kids(facts: ArticleFacts, words: KidsWordsOf) -> Record:
    """The kids' record of an article. Who wrote the article, its body and its pictures are for others."""
    title = kids_words(words.title, words.tokens.get("title", ()))
    body = KidsArticleBody.model_validate(
        {
            "kind": facts.kind,
            "position": facts.position,
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
        facets={"kind": (facts.kind,)},
    )
