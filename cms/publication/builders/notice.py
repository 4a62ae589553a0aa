"""Site notices: for the website in every language and for partners in all; kids get their own words."""

from dataclasses import dataclass

from api.documents.notice import KidsNoticeBody, PartnersNoticeBody, WebsiteNoticeBody
from api.documents.record import Record
from catalog.languages import languages
from cms.publication.builders import page
from cms.publication.builders.kids_words import KidsWordsOf
from cms.publication.builders.texts import InAllLanguages, InLanguage, kids_words
from pages.site_notice import HEAVIEST, SiteNotice


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What holds of a notice without its words."""

    page: page.PageFacts
    weight: int


def records(notice: SiteNotice) -> list[Record]:
    """All records of a live notice, but for the kids' one."""
    built: list[Record] = []
    if "website" in notice.channels:
        built += [_website(notice, language) for language in languages()]
    if "partners" in notice.channels:
        built.append(_partners(notice))
    return built


def facts(notice: SiteNotice) -> NoticeFacts:
    """What holds of a notice without its words; the heaviest comes first."""
    order = f"{HEAVIEST - notice.weight:04d}"
    return NoticeFacts(page=page.facts_of(notice, order=order), weight=notice.weight)


def _website(notice: SiteNotice, language: str) -> Record:
    texts = InLanguage(language)
    body = WebsiteNoticeBody.model_validate(
        {
            "weight": notice.weight,
            "heading": texts.required(notice, "heading"),
            "text": texts.text(notice, "text"),
            "languages": texts.fields,
        }
    )
    return page.record(facts(notice).page, channel="website", language=language, title=body.heading, body=body)


def _partners(notice: SiteNotice) -> Record:
    texts = InAllLanguages()
    body = PartnersNoticeBody.model_validate(
        {
            "weight": notice.weight,
            "heading": texts.text(notice, "heading"),
            "text": texts.text(notice, "text"),
            "languages": texts.languages,
        }
    )
    return page.record(facts(notice).page, channel="partners", language="mul", title=dict(body.heading), body=body)


def kids(of: NoticeFacts, words: KidsWordsOf) -> Record:
    """The kids' record of a notice. It takes no source: adult words are out of reach."""
    heading = kids_words(words.title, words.tokens.get("title", ()))
    body = KidsNoticeBody(weight=of.weight, heading=heading, text=kids_words(words.text, words.tokens.get("text", ())))
    return page.record(of.page, channel="kids", language="ja", title=heading.model_dump(mode="json"), body=body)
