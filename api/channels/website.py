"""The public web site: no key, one language per document."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from api.channels.channel import Channel, Shape, always_open, numbers
from api.documents.area import WebsiteArea, WebsiteAreaItem
from api.documents.article import WebsiteArticle, WebsiteArticleItem
from api.documents.audience import WebsiteAudience, WebsiteAudienceItem
from api.documents.emergency import WebsiteEmergency, WebsiteEmergencyBlock, WebsiteEmergencyMember
from api.documents.envelope import FieldLanguage
from api.documents.faq import WebsiteFaq, WebsiteFaqItem
from api.documents.index import WebsiteIndex, WebsiteIndexItem
from api.documents.message import WebsiteMessage, WebsiteMessageItem
from api.documents.notice import WebsiteNotice, WebsiteNoticeItem
from api.documents.organization import WebsiteOrganization, WebsiteOrganizationItem
from api.documents.service import WebsiteService, WebsiteServiceItem
from api.documents.topic import WebsiteTopic, WebsiteTopicItem

BUILT_IN = (("119", "119番(救急・消防)", "119 (ambulance and fire)"), ("110", "110番(警察)", "110 (police)"))


def _member(content_id: UUID, summary: Mapping[str, Any]) -> WebsiteEmergencyMember:
    shown = {
        field: FieldLanguage.model_validate(language)
        for field, language in summary["languages"].items()
        if field in ("name", "summary")
    }
    missing = "summary" in shown and shown["summary"].state == "missing"
    return WebsiteEmergencyMember(
        id=content_id,
        name=summary["name"],
        name_ja=summary["name_ja"],
        summary=None if missing else summary["summary"],
        numbers=numbers(summary),
        languages=shown,
    )


def _last_resort(language: str) -> Sequence[WebsiteEmergencyMember]:
    members = []
    for number, japanese, english in BUILT_IN:
        name, provenance = japanese, FieldLanguage(served="ja", state="source" if language == "ja" else "missing")
        if language == "en":
            name, provenance = english, FieldLanguage(served="en", state="checked")
        members.append(
            WebsiteEmergencyMember(
                id=None,
                name=name,
                name_ja=japanese,
                summary=None,
                numbers=always_open(number),
                languages={"name": provenance},
            )
        )
    return members


CHANNEL = Channel(
    key="website",
    languages=tuple(code for code, _ in settings.LANGUAGES),
    negotiated=True,
    shapes=(
        Shape(
            document_type="service",
            answer=WebsiteService,
            item=WebsiteServiceItem,
            roles=("provider", "topics", "audiences", "areas"),
            filters=(
                *("topic", "audience", "area", "kind", "contact", "free", "language", "crisis", "anonymous"),
                *("open_now", "open_at"),
            ),
        ),
        Shape(document_type="organization", answer=WebsiteOrganization, item=WebsiteOrganizationItem),
        Shape(document_type="topic", answer=WebsiteTopic, item=WebsiteTopicItem),
        Shape(document_type="audience", answer=WebsiteAudience, item=WebsiteAudienceItem),
        Shape(document_type="area", answer=WebsiteArea, item=WebsiteAreaItem, roles=("parent", "successors")),
        Shape(document_type="index", answer=WebsiteIndex, item=WebsiteIndexItem),
        Shape(
            document_type="faq",
            answer=WebsiteFaq,
            item=WebsiteFaqItem,
            roles=("topics", "related_services"),
            filters=("topic", "service"),
        ),
        Shape(document_type="message", answer=WebsiteMessage, item=WebsiteMessageItem),
        Shape(document_type="notice", answer=WebsiteNotice, item=WebsiteNoticeItem),
        Shape(
            document_type="article",
            answer=WebsiteArticle,
            item=WebsiteArticleItem,
            roles=("topics", "related_services"),
            filters=("topic", "service", "article_kind"),
        ),
        Shape(document_type="emergency", answer=WebsiteEmergency, roles=("members",)),
    ),
    emergency_block=WebsiteEmergencyBlock,
    emergency_member=_member,
    last_resort=_last_resort,
    linked_data=True,
)
