"""The digest of an entry's content: what is approved, whatever revision or row holds it.

SHA-256 of canonical JSON of an allow-list. Base columns of translated fields, primary keys and Wagtail's bookkeeping
are not on it, so the same text saved twice, in two admin languages, before and after publication, has one digest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, prefetch_related_objects

from catalog.languages import column, languages
from catalog.models import Audience, Concept, EmergencySet, Organization, Service, Topic
from catalog.publishable import Entry
from pages.models import Article, Faq, Index, KidsText, Message, SiteNotice

#: Fields that every entry has and that approval covers; ``steward`` and ``review_by`` only plan the editors' work.
COMMON = ("content_id", "public_slug", "channels", "verified_on", "translations", "go_live_at", "expire_at")


@dataclass(frozen=True)
class Covered:
    """What of one model the digest covers."""

    plain: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    children: Mapping[str, "Covered"] = field(default_factory=dict)


COVERED: dict[type[Model], Covered] = {
    Service: Covered(
        plain=(
            *COMMON, "kana", "kind", "anonymous_ok", "coverage_kind", "crisis", "url", "closure_from", "closure_until",
            "verified_fields", "unverified_note",
        ),
        translated=(
            "name", "summary", "description", "how_to_use", "cost", "conditions", "closure_text", "search_words",
        ),
        references=("provider", "topics", "audiences", "areas"),
        children={
            "contact_points": Covered(
                plain=(
                    "content_id", "channel", "value", "free_of_charge", "hours", "languages", "closure_from",
                    "closure_until", "translations",
                ),
                translated=("label", "note", "closure_text"),
            ),
            "sources": Covered(plain=("url", "title")),
        },
    ),
    Organization: Covered(plain=(*COMMON, "kana", "provider_type", "url"), translated=("name",)),
    Topic: Covered(plain=(*COMMON, "kana", "name_kids", "position"), translated=("name", "description")),
    Audience: Covered(plain=(*COMMON, "position"), translated=("name",)),
    EmergencySet: Covered(plain=(*COMMON, "channel"), children={"members": Covered(references=("service",))}),
    KidsText: Covered(
        plain=(*COMMON, "about", "title", "text", "labels", "closure_text", "tokens", "search_words"),
    ),
    Index: Covered(plain=(*COMMON, "lists"), translated=("heading", "introduction")),
    Message: Covered(
        plain=(*COMMON, "kind", "date", "video_url"),
        translated=("headline", "author", "office", "body"),
        references=("portrait",),
    ),
    SiteNotice: Covered(plain=(*COMMON, "weight"), translated=("heading", "text")),
    Faq: Covered(
        plain=(*COMMON, "position"),
        translated=("question", "answer", "search_words"),
        references=("topics",),
        children={"related_services": Covered(references=("service",))},
    ),
    Article: Covered(
        plain=(*COMMON, "kind", "position"),
        translated=(
            "headline", "summary", "body", "author_name", "author_role", "author_affiliation", "pen_name",
            "search_words",
        ),
        references=("portrait", "topics"),
        children={"related_services": Covered(references=("service",))},
    ),
    Concept: Covered(
        plain=(*COMMON, "crisis", "unless", "terms"),
        translated=("name", "phrases"),
        references=("topics",),
        children={"related_services": Covered(references=("service",))},
    ),
}  # fmt: skip


def digest(entry: Entry) -> str:
    """The digest of a live row or of a revision's object, as 64 hex digits."""
    content = {"type": entry.document_type, **_content(entry, COVERED[type(entry)])}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _content(row: Any, covered: Covered) -> dict[str, Any]:
    found: dict[str, Any] = {name: _plain(getattr(row, name)) for name in covered.plain}
    for name in covered.translated:
        # NULL and the empty string are the same text: none.
        found |= {column(name, language): row.text_in(name, language) for language in languages()}
    found |= {name: _references(getattr(row, name)) for name in covered.references}
    for name, of_child in covered.children.items():
        children = sorted(getattr(row, name).all(), key=lambda child: (child.sort_order or 0, str(child.pk or "")))
        prefetch_related_objects(children, *of_child.references)
        found[name] = [_content(child, of_child) for child in children]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date | UUID):
        return str(value)
    return "" if value is None else value


def _references(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.content_id)  # type: ignore[attr-defined]  # only sources are named
    return sorted(str(row.content_id) for row in value.all())
