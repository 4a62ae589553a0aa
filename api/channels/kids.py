"""The kids' site: no key, Japanese only, and only what was written and approved for kids."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.channels.channel import Channel, Shape, always_open, numbers
from api.documents.article import KidsArticle, KidsArticleItem
from api.documents.emergency import KidsEmergency, KidsEmergencyBlock, KidsEmergencyMember
from api.documents.envelope import KidsWords
from api.documents.faq import KidsFaq, KidsFaqItem
from api.documents.message import KidsMessage, KidsMessageItem
from api.documents.notice import KidsNotice, KidsNoticeItem
from api.documents.service import KidsService, KidsServiceItem
from api.documents.topic import KidsTopic, KidsTopicItem

BUILT_IN = (("119", "けがや急な病気のときは119番"), ("110", "あぶないときは110番"))


def _member(content_id: UUID, summary: Mapping[str, Any]) -> KidsEmergencyMember:
    return KidsEmergencyMember(id=content_id, title=summary["title"], text=summary["text"], numbers=numbers(summary))


def _last_resort(language: str) -> Sequence[KidsEmergencyMember]:
    return [
        KidsEmergencyMember(id=None, title=KidsWords(text=title), text=None, numbers=always_open(number))
        for number, title in BUILT_IN
    ]


CHANNEL = Channel(
    key="kids",
    languages=("ja",),
    negotiated=False,
    shapes=(
        Shape(
            document_type="service",
            answer=KidsService,
            item=KidsServiceItem,
            roles=("topics",),
            filters=("topic", "kind", "contact", "free", "language", "crisis", "open_now", "open_at"),
        ),
        Shape(document_type="topic", answer=KidsTopic, item=KidsTopicItem),
        Shape(
            document_type="faq",
            answer=KidsFaq,
            item=KidsFaqItem,
            roles=("topics", "related_services"),
            filters=("topic", "service"),
        ),
        Shape(document_type="message", answer=KidsMessage, item=KidsMessageItem),
        Shape(document_type="notice", answer=KidsNotice, item=KidsNoticeItem),
        Shape(
            document_type="article",
            answer=KidsArticle,
            item=KidsArticleItem,
            roles=("topics", "related_services"),
            filters=("topic", "service", "article_kind"),
        ),
        Shape(document_type="emergency", answer=KidsEmergency, roles=("members",)),
    ),
    emergency_block=KidsEmergencyBlock,
    emergency_member=_member,
    last_resort=_last_resort,
    emergency_everywhere=True,
)
