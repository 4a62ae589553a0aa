"""The record that a draft would have in one channel and language. Built as for readers; stored nowhere."""

from api.documents.record import Record
from catalog.publishable import Entry
from cms.preview.modes import ALL, Mode
from cms.publication import builders, sources
from pages.models import KidsText


def record(entry: Entry, mode: Mode) -> Record | None:
    """None where there is nothing to say: a kids' text without a source, or a source without words for kids."""
    if isinstance(entry, KidsText):
        return _kids(_source_of(entry), entry)
    if mode.channel == "kids" and entry.document_type in builders.KIDS:
        return _kids(entry, _words_for(entry))
    built = builders.BUILDERS[entry.document_type](entry)
    return next((one for one in built if one.channel == mode.channel and one.language in {mode.language, ALL}), None)


def _kids(source: Entry | None, words: KidsText | None) -> Record | None:
    if source is None or words is None:
        return None
    return builders.kids_record(source.document_type, source, words)


def _source_of(words: KidsText) -> Entry | None:
    model = sources.model_of(words.about) if words.about else None
    return model._default_manager.get(content_id=words.about).get_latest_revision_as_object() if model else None  # type: ignore[attr-defined]


def _words_for(source: Entry) -> KidsText | None:
    words = KidsText.objects.filter(about=source.content_id).first()
    return words.get_latest_revision_as_object() if words else None
