"""Filling in Wagtail's real forms, as a browser would post them."""

import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import DraftStateMixin, Page

from pages.index import Indexed, index_of


def url(model: type[Any], view: str, *args: Any) -> str:
    """The address of a view of this type; of pages, which have theirs together, with the index of the type."""
    if issubclass(model, Page):
        if view == "list":
            return reverse("wagtailadmin_explore", args=[_parent(model).pk])
        add = [model._meta.app_label, model._meta.model_name, _parent(model).pk]
        return reverse(f"wagtailadmin_pages:{view}", args=add if view == "add" else args)
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{view}", args=args)


def _parent(model: type[Any]) -> Page:
    return index_of(model.document_type) if issubclass(model, Indexed) else Page.get_first_root_node()


def posted_by(html: str) -> QueryDict:
    """What a browser would post if the editor pressed the button without touching anything."""
    form = BeautifulSoup(html, "html.parser").select_one("form#w-editor-form, form[data-edit-form]")
    assert form is not None
    data = QueryDict(mutable=True)
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if field.name == "textarea":
            data.appendlist(name, field.text.removeprefix("\n"))
        elif field.name == "select":
            for option in field.select("option[selected]"):
                data.appendlist(name, str(option["value"]))
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.appendlist(name, str(field.get("value", "on")))
        elif field.get("type") != "submit":
            data.appendlist(name, str(field.get("value", "")))
    for stream in form.select(STREAM):
        fill(data, **streamed(stream))
    return data


#: Where a browser draws the blocks of a StreamField.
STREAM = '[data-controller="w-block"]'


def streamed(stream: Tag) -> dict[str, str]:
    """What a browser posts of a StreamField, whose blocks a script draws; only of blocks that are one text."""
    name, (blocks, *_) = str(stream["id"]), json.loads(str(stream["data-w-block-arguments-value"]))
    posted = {f"{name}-count": str(len(blocks))}
    for number, block in enumerate(blocks):
        values = {
            "id": block["id"] or "",
            "order": number,
            "deleted": "",
            **{key: block[key] for key in ("type", "value")},
        }
        posted |= {f"{name}-{number}-{key}": str(value) for key, value in values.items()}
    return posted


def fill(data: QueryDict, **values: Any) -> QueryDict:
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def add_child(data: QueryDict, relation: str, **values: Any) -> QueryDict:
    """A new row of an inline panel, as its button adds it."""
    index = int(data[f"{relation}-TOTAL_FORMS"])
    data[f"{relation}-TOTAL_FORMS"] = str(index + 1)
    fill(data, **{f"{relation}-{index}-id": "", f"{relation}-{index}-ORDER": str(index + 1)})
    return fill(data, **{f"{relation}-{index}-{name}": value for name, value in values.items()})


def added(client: Client, model: type[DraftStateMixin], data: QueryDict) -> Any:
    """Post the add form and give back the latest draft."""
    before = set(model.objects.values_list("pk", flat=True))
    response = client.post(url(model, "add"), data.urlencode(), content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302, errors(response)
    return model.objects.exclude(pk__in=before).get().get_latest_revision_as_object()


def edited(client: Client, entry: Any, data: QueryDict) -> Any:
    response = client.post(
        url(type(entry), "edit", entry.pk), data.urlencode(), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 302, errors(response)
    return type(entry).objects.get(pk=entry.pk).get_latest_revision_as_object()


def add_form(client: Client, model: type[Any]) -> QueryDict:
    return posted_by(client.get(url(model, "add")).content.decode())


def edit_form(client: Client, entry: Any) -> QueryDict:
    return posted_by(client.get(url(type(entry), "edit", entry.pk)).content.decode())


def errors(response: Any) -> Any:
    form = response.context["form"]
    return [form.errors, *(formset.errors for formset in form.formsets.values())]
