"""Write the mock's documents anew: `python -m tests.contract.fixtures`, less than a minute.

A demo is made in a folder of its own, a few of its items are chosen, and what the builders stored for them is written
to `api/delivery/mock/documents/`, one document a line. After it, `python -m tests.contract.review`.
"""

import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

# What must be there, by slug; of a type that is not named, the first few.
CHOSEN = {
    "service": [
        "emergency-119", "emergency-110", "yorisoi-hotline", "inochi-sos", "anata-no-ibasho", "kodomo-sos-24",
        "jidou-soudanjo-189", "childline", "tokyo-ninshin", "chiiki-houkatsu", "inochi-no-denwa", "police-9110",
    ],
    "concept": ["crisis-wish-to-die", "no-money-to-live"],
    "area": ["130001", "131016", "131041", "221317"],
}  # fmt: skip
FEW = 2
# A desk that is closed for a time, an article that kids read too, and a notice: what no starter content has.
CLOSED = "childline"
FOR_KIDS = "first-time-calling-a-helpline"
NOTICE = "new-year"


def write() -> None:
    with tempfile.TemporaryDirectory(prefix="tomoshibi-fixtures-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.all",
            "TOMOSHIBI_DEMO": "1",
            "TOMOSHIBI_STATE_DIR": folder,
            "DATABASE_URL": "",
            "PUBLIC_BASE_URL": "https://api.example.test",
        }
        import django

        django.setup()
        publish_demo()
        written = chosen_documents()
    from api.delivery.mock.documents import FOLDER

    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for document_type in sorted({document["type"] for document in written}):
        lines = [
            json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            for document in written
            if document["type"] == document_type
        ]
        Path(FOLDER / f"{document_type}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
        print(f"{document_type}: {len(lines)} documents")


def publish_demo() -> None:
    """As `manage.py demo` does it; in between come the few things that no starter content has."""
    from django.core.management import call_command

    from catalog.imports.identity import starter_id
    from catalog.models import Service
    from cms.workflow.authorship import written_by_command
    from pages.models import Article

    call_command("migrate", interactive=False, verbosity=0)
    for step in ("setup_editing", "load_areas", "import_starter"):
        call_command(step)
    with written_by_command():
        service = Service.objects.get(content_id=starter_id("service", CLOSED)).latest_revision.as_object()
        service.closure_from, service.closure_until = date(2026, 12, 29), date(2027, 1, 3)
        service.closure_text_ja, service.closure_text_en = "年末年始はお休みします。", "Closed over the New Year."
        service.save_revision()
        article = Article.objects.get(content_id=starter_id("article", FOR_KIDS)).latest_revision.as_object()
        article.channels = ["website", "kids", "partners"]
        article.save_revision()
        put_kids_text(
            "article", FOR_KIDS, "はじめて電話で相談するとき", "うまく話せなくてもだいじょうぶ。聞くだけでもいいよ。"
        )
        put_notice()
        put_kids_text("notice", NOTICE, "お正月のお休み", "お休みの窓口があります。")
    call_command("demo_publish")


def put_kids_text(of: str, key: str, title: str, text: str) -> None:
    """A draft of what a source says to kids."""
    from catalog.imports.drafts import DraftWriter
    from catalog.imports.identity import starter_id
    from pages.models import KidsText

    def fill(entry: KidsText) -> None:
        entry.about, entry.title, entry.text = starter_id(of, key), title, text

    DraftWriter().put(KidsText, starter_id("kids_text", f"{of}:{key}"), fill, slug=None, place="fixtures")


def put_notice() -> None:
    """A draft of a notice for every site."""
    from catalog.imports.drafts import DraftWriter
    from catalog.imports.identity import starter_id
    from pages.models import SiteNotice

    def fill(entry: SiteNotice) -> None:
        entry.channels = ["website", "kids", "partners"]
        entry.heading_ja, entry.heading_en = "年末年始のお休み", "New Year holidays"
        entry.text_ja, entry.text_en = "お休みの窓口があります。", "Some desks are closed."

    DraftWriter().put(SiteNotice, starter_id("notice", NOTICE), fill, slug=NOTICE, place="fixtures")


def chosen_documents() -> list[dict[str, Any]]:
    """The documents of the chosen items and of what they point to, in a fixed order."""
    from api.delivery.models import Reference, Standing

    ids = set()
    for document_type in sorted(set(Standing.objects.values_list("type", flat=True))):
        named = Standing.objects.filter(type=document_type)
        slugs = CHOSEN.get(document_type) or sorted(set(named.values_list("slug", flat=True)))[:FEW]
        found = dict(named.filter(slug__in=slugs).values_list("slug", "content_id"))
        assert found.keys() == set(slugs), f"{document_type}: {set(slugs) - found.keys()} does not stand"
        ids |= set(found.values())
    # Emergency sets are one for each channel, and all wanted; then what the chosen ones point to, but no more services.
    ids |= set(Standing.objects.filter(type="emergency").values_list("content_id", flat=True))
    targets = set(Reference.objects.filter(content_id__in=ids).values_list("target", flat=True))
    ids |= targets - set(Standing.objects.filter(type="service").values_list("content_id", flat=True))
    standing = Standing.objects.filter(content_id__in=ids).select_related("version")
    found = [document(row) for row in standing.order_by("type", "slug", "channel", "language")]
    japanese = {(one["content_id"], one["channel"]): one for one in found if one["language"] == "ja"}
    return [shortened(one, japanese.get((one["content_id"], one["channel"]))) for one in found]


def shortened(one: dict[str, Any], japanese: dict[str, Any] | None) -> dict[str, Any]:
    """A document without what it shares with its Japanese; the mock puts it back."""
    if japanese is None or one is japanese:
        return one
    parts = {
        part: {name: value for name, value in one[part].items() if value != japanese[part][name]}
        for part in ("body", "summary")
    }
    return {name: value for name, value in one.items() if value != japanese[name]} | {
        **{name: one[name] for name in ("content_id", "type", "channel", "language", "slug")},
        **parts,
    }


def document(row: Any) -> dict[str, Any]:
    """What the store was handed for one document, read back from its rows."""
    from api.delivery.models import Facet, Reference, SearchText

    key = {"content_id": row.content_id, "channel": row.channel, "language": row.language}
    references = Reference.objects.filter(**key).order_by("role", "position")
    facets: dict[str, list[str]] = {}
    for name, value in Facet.objects.filter(**key).order_by("name", "value").values_list("name", "value"):
        facets.setdefault(name, []).append(value)
    return {
        "content_id": str(row.content_id),
        "type": row.type,
        "channel": row.channel,
        "language": row.language,
        "slug": row.slug,
        "title": json.loads(row.stub)["title"],
        "body": json.loads(bytes(row.version.body)),
        "summary": json.loads(bytes(row.version.summary)),
        "kana_sort": row.kana_sort,
        "references": [
            [role, position, str(target)]
            for role, position, target in references.values_list("role", "position", "target")
        ],
        "facets": facets,
        "search": dict(SearchText.objects.filter(**key).values_list("name", "text")),
    }


if __name__ == "__main__":
    write()
