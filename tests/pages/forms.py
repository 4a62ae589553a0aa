"""Filling in the forms of pages as a browser posts them: rich text as Draftail's JSON, blocks as numbered fields."""

import json
from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.test.utils.form_data import nested_form_data, streamfield

from catalog.languages import column, languages
from pages.index import index_of
from pages.rich_text import FEATURES
from tests.catalog.editing import errors, fill, posted_by

Blocks = list[tuple[str, Any]]


def rich(html: str) -> str:
    """What Draftail posts for this stored HTML."""
    return str(get_rich_text_editor_widget("default", features=FEATURES).format_value(html))


def typed(text: str) -> str:
    """What Draftail posts when somebody typed this, tags and all."""
    block = {"key": "typed", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def linked(address: str, words: str = "リンク") -> str:
    """What Draftail posts for a link to an address, as it stood in the dialogue."""
    block = {"key": "typed", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"offset": 0, "length": len(words), "key": 0}]
    return json.dumps(
        {"blocks": [block], "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}}}
    )


def stream(blocks: Blocks) -> dict[str, Any]:
    """One body as the editor's blocks post it."""
    return streamfield([(kind, _posted(kind, value)) for kind, value in blocks])


def _posted(kind: str, value: Any) -> Any:
    if kind == "list":
        items = [("item", line) for line in value["items"]]
        return {**({"ordered": "on"} if value.get("ordered") else {}), "items": streamfield(items)}
    return value


def body_fields(**bodies: Blocks) -> dict[str, str]:
    """The fields of an article's bodies by language column (`ja`, `en` …); the others are empty."""
    whole = {column("body", language): stream(bodies.get(language.replace("-", "_"), [])) for language in languages()}
    return {name: str(value) for name, value in nested_form_data(whole).items()}


def page_form(client: Client, page: Any) -> QueryDict:
    return posted_by(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode())


def page_edited(client: Client, page: Any, data: QueryDict) -> Any:
    """Save the draft and give it back."""
    response = _post(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code == 302, errors(response)
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def page_added(client: Client, model: type[Any], **values: Any) -> Any:
    """A new page from its form, and its draft."""
    parent = index_of(model.document_type)
    address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    before = set(model.objects.values_list("pk", flat=True))
    data = posted_by(client.get(address).content.decode())
    response = _post(client, address, fill(data, **values))
    assert response.status_code == 302, errors(response)
    return model.objects.exclude(pk__in=before).get().get_latest_revision_as_object()


def _post(client: Client, address: str, data: QueryDict) -> Any:
    return client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")
