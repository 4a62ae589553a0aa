"""What loses an item that is taken out: shown before anybody decides. One list; later types add their own function."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from api.delivery import published
from catalog.publishable import Entry
from cms.publication import sources
from pages.models import KidsText

#: What happens to a document that names what leaves, by the role in which it does.
ROLES = {
    "related_services": _("案内する支援・相談窓口から消えます"),
    "members": _("緊急の連絡先から消えます"),
    "topics": _("悩みの分類から消えます"),
    "audiences": _("対象から消えます"),
    "areas": _("対象の地域から消えます"),
    "provider": _("提供機関が出なくなります"),
    "links": _("文の中のリンクが、ただの文字になります"),
}


@dataclass(frozen=True)
class Affected:
    """One entry that loses what leaves. ``stands`` is false where only its draft names it; then nothing changes yet."""

    entry: Any
    said: str
    channels: tuple[str, ...]
    stands: bool = True


def losers(entry: Entry, channels: Sequence[str]) -> list[Affected]:
    """Everything that loses this entry when it leaves these channels: what readers see first, then drafts."""
    found = [affected for gate in LOSERS for affected in gate(entry, channels)]
    standing = {affected.entry.content_id for affected in found if affected.stands}
    kept = [affected for affected in found if affected.stands or affected.entry.content_id not in standing]
    return sorted(kept, key=lambda one: (not one.stands, type(one.entry)._meta.verbose_name or "", str(one.entry)))


def documents(entry: Entry, channels: Sequence[str]) -> Iterator[Affected]:
    """FAQs, articles, messages, services, emergency sets, concepts whose standing documents name it."""
    if isinstance(entry, KidsText):
        target, channels = entry.about, [channel for channel in channels if channel == "kids"]
    else:
        target = entry.content_id
    found: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    types: dict[UUID, str] = {}
    for pointer in published.pointing_to(target, channels) if target else ():
        types[pointer.content_id] = pointer.type
        found[pointer.content_id][pointer.role].add(pointer.channel)
    rows = _rows(types)
    for content_id, roles in found.items():
        for role, named_in in roles.items():
            if content_id in rows:
                yield Affected(rows[content_id], str(ROLES.get(role, _("リンクが消えます"))), tuple(sorted(named_in)))


def kids_words(entry: Entry, channels: Sequence[str]) -> Iterator[Affected]:
    """A source and its kids' text stand for kids together or not at all."""
    if "kids" not in channels:
        return
    if isinstance(entry, KidsText):
        model = sources.model_of(entry.about) if entry.about else None
        live = sources.live_rows(model, [entry.about]) if model and entry.about else {}
        for source in live.values():
            yield Affected(source, gettext("こどもサイトに出なくなります"), ("kids",))
        return
    for text in KidsText.objects.filter(about=entry.content_id):
        if text.live:
            yield Affected(text, gettext("こどもサイトに出なくなります"), ("kids",))
        else:
            yield Affected(text, gettext("公開されても、こどもサイトに出ません"), ("kids",), stands=False)


def drafts(entry: Entry, channels: Sequence[str]) -> Iterator[Affected]:
    """Drafts that name it: once published, they would point to nothing."""
    relations = _relations(type(entry))
    for owner in sources.ENTRY_MODELS:
        rows: Any = owner._default_manager
        naming = [path for path, model in relations if model is owner]
        ids = {pk for path in naming for pk in rows.filter(live=False, **{"__".join(path): entry.pk}).values_list("pk")}
        waiting = rows.filter(latest_revision__isnull=False)
        edited = waiting.filter(live=True, has_unpublished_changes=True).values("latest_revision")
        for revision in Revision.objects.filter(pk__in=edited):
            if _names(revision.content, naming, entry):
                ids.add((int(revision.object_id),))
        unpublished = waiting.filter(live=False).values("latest_revision")
        linking = Revision.objects.filter(pk__in=unpublished, content__icontains=str(entry.content_id))
        ids |= {(int(pk),) for pk in linking.values_list("object_id", flat=True)}
        for row in rows.filter(pk__in=[pk for (pk,) in ids]).exclude(content_id=entry.content_id):
            if not isinstance(row, KidsText):
                yield Affected(row, gettext("下書きが、これを指しています"), tuple(channels), stands=False)


#: Asked in this order.
LOSERS: list[Callable[[Entry, Sequence[str]], Iterable[Affected]]] = [documents, kids_words, drafts]


def _rows(types: dict[UUID, str]) -> dict[UUID, Any]:
    by_model: dict[type[Model], list[UUID]] = defaultdict(list)
    for content_id, name in types.items():
        by_model[sources.SOURCE_MODELS[name]].append(content_id)
    return {key: row for model, ids in by_model.items() for key, row in sources.live_rows(model, ids).items()}


@lru_cache(maxsize=32)
def _relations(target: type[Model]) -> list[tuple[tuple[str, ...], type[Entry]]]:
    """The fields in which entries name a model: (field,) of their own, or (relation, field) of their children."""
    found: list[tuple[tuple[str, ...], type[Entry]]] = []
    for owner in sources.ENTRY_MODELS:
        own = [*owner._meta.concrete_fields, *owner._meta.many_to_many]
        found += [((field.name,), owner) for field in own if field.related_model is target]
        for relation in owner._meta.related_objects:
            if isinstance(relation.field, ParentalKey):
                children = relation.related_model._meta.concrete_fields
                found += [
                    ((str(relation.get_accessor_name()), field.name), owner)
                    for field in children
                    if field.related_model is target and field is not relation.field
                ]
    return found


def _names(content: dict[str, Any], naming: Iterable[tuple[str, ...]], entry: Entry) -> bool:
    """Whether a revision's content names the entry in a field, or in its words."""
    for path in naming:
        own = content.get(path[0])
        values = [child.get(path[1]) for child in own or ()] if len(path) > 1 else own
        if entry.pk in (values if isinstance(values, list) else [values]):
            return True
    return str(entry.content_id) in json.dumps(content)
