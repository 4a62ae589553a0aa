"""Every field that an editor can fill says what belongs there, with an example."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.admin.panels import FieldPanel, InlinePanel, PanelGroup, get_edit_handler

from catalog.models import Service
from catalog.publishable import Entry
from cms.publication.sources import ENTRY_MODELS
from tests.editors import House

pytestmark = pytest.mark.django_db


def fields(bound: Any) -> Iterator[tuple[str, str]]:
    """Every field below a bound panel: where it stands, and what the editor reads beside it."""
    if isinstance(bound, InlinePanel.BoundPanel):
        yield from fields(bound.empty_child)
    elif isinstance(bound, PanelGroup.BoundPanel):
        for child in bound.children:
            yield from fields(child)
    elif isinstance(bound, FieldPanel.BoundPanel) and bound.bound_field is not None:
        said = bound.help_text or bound.bound_field.help_text
        yield f"{bound.panel.model.__name__}.{bound.field_name}", str(said)


@pytest.mark.parametrize("model", ENTRY_MODELS, ids=lambda model: model.__name__)
def test_every_field_has_a_help_text_with_an_example(house: House, model: type[Entry]) -> None:
    request = RequestFactory().get("/")
    request.user = house.writer
    handler = getattr(model, "snippet_viewset", None)
    panel = handler._edit_handler if handler else get_edit_handler(model)
    entry = model()
    form = panel.get_form_class()(instance=entry, for_user=house.writer)
    found = dict(fields(panel.get_bound_panel(instance=entry, request=request, form=form)))
    assert {f"{model.__name__}.steward", f"{model.__name__}.expire_at"} <= found.keys()
    assert [name for name, said in found.items() if "例" not in said] == []


def test_the_fields_of_children_are_looked_at_too() -> None:
    panel = Service.snippet_viewset._edit_handler
    request = RequestFactory().get("/")
    form = panel.get_form_class()(instance=Service())
    found = dict(fields(panel.get_bound_panel(instance=Service(), request=request, form=form)))
    assert "0120-279-338" in found["ContactPoint.value"]
    assert {"ContactPoint.note_vi", "ServiceSource.url"} <= found.keys()
