"""Putting imported rows into drafts: what editors have changed since the last import is left alone."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from catalog.imports.fault import Fault, FilesInvalid
from catalog.languages import column, languages
from catalog.publishable import Entry
from catalog.starter_import import StarterImport

# What publishing, locking and saving write on an entry; none of it is content.
_BOOKKEEPING = frozenset(
    {"pk", "latest_revision", "live", "live_revision", "has_unpublished_changes"}
    | {"first_published_at", "last_published_at", "go_live_at", "expire_at", "expired"}
    | {"locked", "locked_at", "locked_by", "sort_order"}
    # Of pages: where they stand in the tree, and a key that is random.
    | {"path", "depth", "numchild", "url_path", "draft_title", "latest_revision_created_at", "translation_key"}
)

AnyEntry = TypeVar("AnyEntry", bound=Entry)


@dataclass
class Report:
    """What an import did, by type (as editors call it)."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    edited: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For a person, in Japanese."""
        types = list(dict.fromkeys([*self.created, *self.changed, *self.unchanged]))
        counts = [
            f"{name}:新しく{self.created[name]}件、変更{self.changed[name]}件、変わらず{self.unchanged[name]}件"
            for name in types
        ]
        return [*counts, *(f"編集済み: 変更しません:{name}" for name in self.edited)]


class DraftWriter:
    """Writes drafts, never what is live. With `overwrite`, editors' changes are put behind a new draft."""

    def __init__(self, *, overwrite: bool = False) -> None:
        self.report = Report()
        self._overwrite = overwrite

    def put(
        self, model: type[AnyEntry], content_id: UUID, fill: Callable[[AnyEntry], None], *, slug: str | None, place: str
    ) -> AnyEntry:
        """The entry with this id, its draft filled by `fill` unless somebody has edited it since. Raises FilesInvalid.

        A slug is only ever given to an entry that has none.
        """
        name = str(model._meta.verbose_name)
        entry = model._default_manager.filter(content_id=content_id).first()
        if entry is None:
            entry = model(content_id=content_id)
            fill(entry)
            self._give_slug(entry, slug, place)
            with noted_once(entry):
                entry.save()
                self._save_draft(entry)
            self.report.created[name] += 1
            return entry
        draft: AnyEntry = entry.get_latest_revision_as_object()
        before = fingerprint(draft)
        fill(draft)
        self._give_slug(draft, slug, place)
        if fingerprint(draft) == before:
            self.report.unchanged[name] += 1
        elif self._overwrite or _imported_as(content_id) == before:
            self._save_draft(draft)
            self.report.changed[name] += 1
        else:
            self.report.edited.append(f"{name}「{entry}」")
        return entry

    def _save_draft(self, draft: Entry) -> None:
        draft.save_revision(user=None)
        StarterImport.objects.update_or_create(
            content_id=draft.content_id, defaults={"digest": fingerprint(draft.get_latest_revision().as_object())}
        )

    def _give_slug(self, draft: Entry, slug: str | None, place: str) -> None:
        if draft.public_slug or slug is None:
            return
        if type(draft)._default_manager.filter(public_slug=slug).exclude(content_id=draft.content_id).exists():
            raise FilesInvalid(
                [
                    Fault(
                        file="",
                        place=place,
                        field="公開URLの名前",
                        wrong=f"「{slug}」はすでに別の{draft._meta.verbose_name}が使っています",
                        mend="ファイルの値か、編集画面でその項目の名前を変えてください。",
                    )
                ]
            )
        draft.public_slug = slug


@contextmanager
def noted_once(entry: Entry) -> Iterator[None]:
    """What the entry names is noted for the editors' lists of uses at the end, and not again with each child's row."""
    with disable_reference_index_auto_update():
        yield
    ReferenceIndex.create_or_update_for_object(entry)


def fingerprint(entry: Entry) -> str:
    """SHA-256, hex, of the content of an entry in this database: its own columns and its children, no bookkeeping."""
    data = entry.serializable_data()
    base_columns = set(entry.translated_fields)
    content = {name: _sorted(value) for name, value in data.items() if name not in _BOOKKEEPING | base_columns}
    # A text as it was written, without what an editor's tool adds to it by being opened.
    content |= {
        column(field, language): entry.text_in(field, language) or None
        for field in entry.translated_fields
        for language in languages()
    }
    for relation in get_all_child_relations(type(entry)):
        content[relation.get_accessor_name()] = [
            _child(relation.related_model, relation.field.name, child) for child in data[relation.get_accessor_name()]
        ]
    return sha256(json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


def _child(model: Any, parent: str, data: dict[str, Any]) -> dict[str, Any]:
    left_out = _BOOKKEEPING | {parent} | set(getattr(model, "translated_fields", ()))
    return {name: value for name, value in data.items() if name not in left_out}


def _sorted(value: Any) -> Any:
    """Many-to-many keys come in no order."""
    return sorted(value) if isinstance(value, list) and all(isinstance(key, int) for key in value) else value


def _imported_as(content_id: UUID) -> str | None:
    return StarterImport.objects.filter(content_id=content_id).values_list("digest", flat=True).first()
