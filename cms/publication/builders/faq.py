"""FAQs: for the website in every language and for partners in all; kids_faq speaks to kids."""

from dataclasses import dataclass

from api.documents.faq import PartnersFaqBody, WebsiteFaqBody
from api.documents.record import Record
from catalog.languages import languages
from cms.publication.builders import page
from cms.publication.builders.rich_texts import RichInAllLanguages, RichInLanguage
from cms.publication.builders.texts import in_any_language
from pages.faq import Faq


@dataclass(frozen=True, kw_only=True)
class FaqFacts:
    """What holds of a FAQ without its words."""

    page: page.PageFacts
    position: int


def records(faq: Faq) -> list[Record]:
    """All records of a live FAQ, but for the kids' one."""
    built: list[Record] = []
    if "website" in faq.channels:
        built += [_website(faq, language) for language in languages()]
    if "partners" in faq.channels:
        built.append(_partners(faq))
    return built


def facts(faq: Faq) -> FaqFacts:
    """What holds of a FAQ without its words."""
    return FaqFacts(page=page.facts_of(faq, order=f"{faq.position:08d}"), position=faq.position)


def _website(faq: Faq, language: str) -> Record:
    texts = RichInLanguage(language)
    body = WebsiteFaqBody.model_validate(
        {
            "position": faq.position,
            "question": texts.required(faq, "question"),
            "answer": texts.rich(faq, "answer"),
            "languages": texts.fields,
        }
    )
    return page.record(
        facts(faq).page,
        channel="website",
        language=language,
        title=body.question,
        body=body,
        search={
            "name": body.question,
            "text": body.answer.text,
            "words": texts.text(faq, "search_words", named="") or "",
        },
        links=texts.links,
    )


def _partners(faq: Faq) -> Record:
    texts = RichInAllLanguages()
    body = PartnersFaqBody.model_validate(
        {
            "position": faq.position,
            "question": texts.text(faq, "question"),
            "answer": texts.rich(faq, "answer"),
            "languages": texts.languages,
        }
    )
    return page.record(
        facts(faq).page,
        channel="partners",
        language="mul",
        title=dict(body.question),
        body=body,
        search={
            "name": in_any_language(body.question),
            "text": in_any_language({language: answer.text for language, answer in body.answer.items()}),
            "words": in_any_language(texts.text(faq, "search_words")),
        },
        links=texts.links,
    )
