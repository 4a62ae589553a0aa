"""Partners that copy listings to their own sites: one document per item, in all its languages, with provenance."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.channels.channel import Channel, Shape, always_open, numbers
from api.documents.area import PartnersArea, PartnersAreaItem
from api.documents.article import PartnersArticle, PartnersArticleItem
from api.documents.audience import PartnersAudience, PartnersAudienceItem
from api.documents.emergency import PartnersEmergency, PartnersEmergencyBlock, PartnersEmergencyMember
from api.documents.faq import PartnersFaq, PartnersFaqItem
from api.documents.notice import PartnersNotice, PartnersNoticeItem
from api.documents.organization import PartnersOrganization, PartnersOrganizationItem
from api.documents.service import PartnersService, PartnersServiceItem
from api.documents.topic import PartnersTopic, PartnersTopicItem

BUILT_IN = (("119", "119番(救急・消防)", "119 (ambulance and fire)"), ("110", "110番(警察)", "110 (police)"))


def _member(content_id: UUID, summary: Mapping[str, Any]) -> PartnersEmergencyMember:
    return PartnersEmergencyMember(
        id=content_id,
        name=summary["name"],
        summary=summary["summary"],
        numbers=numbers(summary),
        languages={
            language: {field: state for field, state in fields.items() if field in ("name", "summary")}
            for language, fields in summary["languages"].items()
        },
    )


def _last_resort(language: str) -> Sequence[PartnersEmergencyMember]:
    return [
        PartnersEmergencyMember(
            id=None,
            name={"ja": japanese, "en": english},
            summary={},
            numbers=always_open(number),
            languages={"ja": {"name": "source"}, "en": {"name": "checked"}},
        )
        for number, japanese, english in BUILT_IN
    ]


CHANNEL = Channel(
    key="partners",
    languages=("mul",),
    negotiated=False,
    shapes=(
        Shape(
            document_type="service",
            answer=PartnersService,
            item=PartnersServiceItem,
            roles=("provider", "topics", "audiences", "areas"),
            filters=(
                *("topic", "audience", "area", "kind", "contact", "free", "language", "crisis", "anonymous"),
                *("open_now", "open_at"),
            ),
        ),
        Shape(document_type="organization", answer=PartnersOrganization, item=PartnersOrganizationItem),
        Shape(document_type="topic", answer=PartnersTopic, item=PartnersTopicItem),
        Shape(document_type="audience", answer=PartnersAudience, item=PartnersAudienceItem),
        Shape(document_type="area", answer=PartnersArea, item=PartnersAreaItem, roles=("parent", "successors")),
        Shape(
            document_type="faq",
            answer=PartnersFaq,
            item=PartnersFaqItem,
            roles=("topics", "related_services"),
            filters=("topic", "service"),
        ),
        Shape(document_type="notice", answer=PartnersNotice, item=PartnersNoticeItem),
        Shape(
            document_type="article",
            answer=PartnersArticle,
            item=PartnersArticleItem,
            roles=("topics", "related_services"),
            filters=("topic", "service", "article_kind"),
        ),
        Shape(document_type="emergency", answer=PartnersEmergency, roles=("members",)),
    ),
    emergency_block=PartnersEmergencyBlock,
    emergency_member=_member,
    last_resort=_last_resort,
)
