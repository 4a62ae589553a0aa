"""Nothing that editors publish is half made: whoever adds a type, or a field to one, is told what is still missing."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from django.contrib.contenttypes.fields import GenericRelation
from django.db.models import Model
from modelcluster.fields import ParentalKey
from modeltranslation.translator import translator
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from api.channels import CHANNELS
from api.channels.channel import READ_BY_SEARCH_ONLY, SEGMENTS, Channel, Shape
from api.delivery import json_ld
from api.documents.concept import ConceptBody
from api.documents.envelope import DocumentType
from catalog.languages import column, languages
from catalog.publishable import Entry
from cms.admin.menu import CatalogGroup
from cms.admin.pages import PagesGroup
from cms.publication import builders
from cms.publication.sources import ENTRY_MODELS, SOURCE_MODELS
from cms.publication.triggers import CHILDREN
from cms.workflow import digest, roles
from pages.entry_page import EntryPage
from pages.models import Index
from tests import editors
from tests.contract.golden import golden_file
from tests.rules.test_glossary import WORDS

DOCS = Path(__file__).resolve().parents[2] / "docs"

#: What Wagtail keeps about drafts, and what only plans the editors' work: no content, so nobody approves it.
NO_CONTENT = {
    field.name
    for mixin in (WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin)
    for field in mixin._meta.get_fields()
} - {"go_live_at", "expire_at"} | {"live", "steward", "review_by", "sort_order"}


def shapes(name: str) -> list[tuple[Channel, Shape]]:
    """In which channels documents of this type stand, and how."""
    return [
        (channel, shape) for channel in CHANNELS.values() for shape in channel.shapes if shape.document_type == name
    ]


def content_of(model: type[Model]) -> set[str]:
    """The fields of a model that hold content; a translated one once, children by the name under which they hang."""
    translated: tuple[str, ...] = getattr(model, "translated_fields", ())
    columns = {column(field, language) for field in translated for language in languages()}
    own = {
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.model._meta.app_label in ("catalog", "pages")
        and not (field.primary_key or isinstance(field, ParentalKey | GenericRelation))
    }
    scheduled = {"go_live_at", "expire_at"} if issubclass(model, Entry) else set()
    return (own | scheduled | children_of(model).keys()) - columns - NO_CONTENT


def children_of(model: type[Model]) -> dict[str, type[Model]]:
    """The models of a source's children, by the name under which they hang."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in model._meta.related_objects
        if isinstance(relation.field, ParentalKey) and relation.related_model._meta.app_label in ("catalog", "pages")
    }


def uncovered(model: type[Model], covered: digest.Covered) -> Iterator[str]:
    """Content that could change without a new approval, and names under which there is nothing."""
    told = {*covered.plain, *covered.translated, *covered.references, *covered.children}
    yield from (f"{model.__name__}.{name}" for name in sorted(content_of(model) ^ told))
    yield from (
        f"{model.__name__}.{name} in several languages"
        for name in sorted(set(getattr(model, "translated_fields", ())) ^ set(covered.translated))
    )
    for name, child in children_of(model).items():
        if name in covered.children:
            yield from uncovered(child, covered.children[name])


def _is_covered(name: str, model: type[Model]) -> bool:
    if not issubclass(model, Entry):
        return True
    return model in digest.COVERED and not list(uncovered(model, digest.COVERED[model]))


def _is_translated(name: str, model: type[Model]) -> bool:
    return all(_has_columns(one) for one in (model, *children_of(model).values()))


def _has_columns(model: type[Model]) -> bool:
    wanted = set(getattr(model, "translated_fields", ()))
    fields = {field.name for field in model._meta.get_fields()}
    return not wanted or (
        model in translator.get_registered_models()
        and set(translator.get_options_for_model(model).fields) == wanted
        and {column(field, language) for field in wanted for language in languages()} <= fields
    )


def _is_watched(name: str, model: type[Model]) -> bool:
    """A change of a row, or of a child's row, is noted by the unit."""
    if not issubclass(model, Entry):
        return True
    return model in ENTRY_MODELS and set(children_of(model).values()) <= CHILDREN.keys()


def _is_explained(folder: str, word: Callable[[str, Any], str]) -> Callable[[str, Any], bool]:
    def explained(name: str, model: type[Any]) -> bool:
        return any(re.search(str(word(name, model)), page.read_text()) for page in (DOCS / folder).glob("*.md"))

    return explained


def _is_listed(name: str, model: type[Model]) -> bool:
    """In the menu, or at the top of the tree of pages, where the menu begins."""
    return model is Index or model in {view.model for view in (*CatalogGroup.items, *PagesGroup.items)}


def _passes_the_workflow(name: str, model: type[Model]) -> bool:
    """Pages by the root under which they all stand."""
    return not issubclass(model, Entry) or issubclass(model, EntryPage) or model in roles.ENTRIES


def _stands_for_machines(name: str, model: type[Model]) -> bool:
    return name in json_ld.MAKERS or not any(channel.linked_data for channel, _ in shapes(name))


#: What a type of source must have.
NEEDED: dict[str, Callable[[str, type[Any]], bool]] = {
    "a builder": lambda name, model: name in builders.BUILDERS,
    "a document": lambda name, model: bool(shapes(name)),
    "a name in the contract": lambda name, model: name in get_args(DocumentType),
    "a path": lambda name, model: name in SEGMENTS,
    "golden files": lambda name, model: all(golden_file(channel, shape).exists() for channel, shape in shapes(name)),
    "JSON-LD": _stands_for_machines,
    "a digest of all its content": _is_covered,
    "columns for every language": _is_translated,
    "receivers of its changes": _is_watched,
    "a workflow": _passes_the_workflow,
    "a list for editors": _is_listed,
    "an entry in the glossary": lambda name, model: any(("type", name) in word.values for word in WORDS),
    "a word in docs/editors": _is_explained("editors", lambda name, model: model._meta.verbose_name),
    "a word in docs/frontend": _is_explained("frontend", lambda name, model: rf"\b{SEGMENTS.get(name, name)}\b"),
    "a maker in the tests": lambda name, model: not issubclass(model, Entry) or model in editors.MAKERS,
}

#: What makes a type one that readers are shown: a type that search alone reads must have none of it.
SHOWS_IT = ("a document", "a name in the contract", "a path")


def lacks(name: str, model: type[Model]) -> list[str]:
    """What this type has not; of one that search alone reads, also what shows it to others."""
    if name not in READ_BY_SEARCH_ONLY:
        return [what for what, has in NEEDED.items() if not has(name, model)]
    wanted = NEEDED.keys() - {*SHOWS_IT, "a word in docs/frontend"}
    return [
        *(what for what in NEEDED if what in wanted and not NEEDED[what](name, model)),
        *(f"nobody to see {what}" for what in SHOWS_IT if NEEDED[what](name, model)),
    ]


@pytest.mark.parametrize("name", SOURCE_MODELS)
def test_a_type_lacks_nothing(name: str) -> None:
    assert lacks(name, SOURCE_MODELS[name]) == []


@pytest.mark.parametrize("model", ENTRY_MODELS, ids=lambda model: model.__name__)
def test_approval_covers_every_field_that_holds_content(model: type[Entry]) -> None:
    assert list(uncovered(model, digest.COVERED[model])) == []


def test_every_entry_has_a_maker_a_workflow_and_receivers() -> None:
    """A kids' text is no source, and under the workflow all the same."""
    assert set(editors.MAKERS) == set(ENTRY_MODELS) == set(digest.COVERED)
    assert [model for model in ENTRY_MODELS if not _passes_the_workflow("", model)] == []
    entries = {name: model for name, model in SOURCE_MODELS.items() if issubclass(model, Entry)}
    assert {model.__name__ for model in set(ENTRY_MODELS) - set(entries.values())} == {"KidsText"}


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_no_channel_shows_a_type_that_nobody_writes(channel: Channel) -> None:
    assert {shape.document_type for shape in channel.shapes} <= SOURCE_MODELS.keys()


# --- Planted gaps: each is found, and named ---

FAQ = SOURCE_MODELS["faq"]
ARTICLE = SOURCE_MODELS["article"]


def _less(covered: digest.Covered, *gone: str) -> digest.Covered:
    return dataclasses.replace(
        covered,
        plain=tuple(name for name in covered.plain if name not in gone),
        translated=tuple(name for name in covered.translated if name not in gone),
        children={name: child for name, child in covered.children.items() if name not in gone},
    )


GAPS: dict[str, tuple[str, Callable[[pytest.MonkeyPatch], Any]]] = {
    "no builder": ("a builder", lambda patch: patch.delitem(builders.BUILDERS, "faq")),
    "no JSON-LD": ("JSON-LD", lambda patch: patch.delitem(json_ld.MAKERS, "faq")),
    "no path": ("a path", lambda patch: patch.delitem(SEGMENTS, "faq")),
    "a field that nobody approves": (
        "a digest of all its content",
        lambda patch: patch.setitem(digest.COVERED, FAQ, _less(digest.COVERED[FAQ], "position")),
    ),
    "a text that nobody approves": (
        "a digest of all its content",
        lambda patch: patch.setitem(digest.COVERED, FAQ, _less(digest.COVERED[FAQ], "answer")),
    ),
    "children that nobody approves": (
        "a digest of all its content",
        lambda patch: patch.setitem(digest.COVERED, FAQ, _less(digest.COVERED[FAQ], "related_services")),
    ),
    "a text in Japanese alone": (
        "columns for every language",
        lambda patch: patch.setattr(translator.get_options_for_model(FAQ), "fields", {"question": ()}),
    ),
    "children that nobody watches": (
        "receivers of its changes",
        lambda patch: patch.delitem(CHILDREN, children_of(FAQ)["related_services"]),
    ),
    "no maker": ("a maker in the tests", lambda patch: patch.delitem(editors.MAKERS, FAQ)),
    "no list": ("a list for editors", lambda patch: patch.setattr(PagesGroup, "items", ())),
    "no golden file": (
        "golden files",
        lambda patch: patch.setattr(f"{__name__}.golden_file", lambda *_: DOCS / "none"),
    ),
    "no words": ("an entry in the glossary", lambda patch: patch.setattr(f"{__name__}.WORDS", [])),
    "no docs": ("a word in docs/editors", lambda patch: patch.setattr(f"{__name__}.DOCS", DOCS / "decisions")),
}


@pytest.mark.parametrize(("missing", "plant"), GAPS.values(), ids=GAPS)
def test_a_gap_is_found_and_named(
    missing: str, plant: Callable[[pytest.MonkeyPatch], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lacks("faq", FAQ)
    plant(monkeypatch)
    assert missing in set(lacks("faq", FAQ)) - set(before)


def _showing_concepts(channel: Channel) -> Channel:
    shape = Shape(document_type="concept", answer=ConceptBody)
    return dataclasses.replace(channel, shapes=(*channel.shapes, shape))


SHOWN: dict[str, Callable[[pytest.MonkeyPatch], Any]] = {
    "a document": lambda patch: patch.setitem(CHANNELS, "kids", _showing_concepts(CHANNELS["kids"])),
    "a name in the contract": lambda patch: patch.setattr(f"{__name__}.DocumentType", Literal["concept"]),
    "a path": lambda patch: patch.setitem(SEGMENTS, "concept", "concepts"),
}


@pytest.mark.parametrize(("way", "plant"), SHOWN.items(), ids=SHOWN)
def test_what_would_show_a_type_that_search_alone_reads_is_found(
    way: str, plant: Callable[[pytest.MonkeyPatch], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    assert f"nobody to see {way}" in lacks("concept", SOURCE_MODELS["concept"])


def test_a_type_of_which_there_is_only_a_model_lacks_nearly_everything() -> None:
    class Poem(Entry):
        document_type = "poem"

        class Meta:
            abstract = True
            verbose_name = "詩"

    missing = {what for what, has in NEEDED.items() if what != "columns for every language" and not has("poem", Poem)}
    assert {"a builder", "a document", "a path", "a list for editors", "a word in docs/editors"} <= missing
