"""What is posted: nothing, and whatever a page itself would post, with every button that exists for it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.test import Client
from wagtail.admin.views.generic.mixins import CreateEditViewOptionalFeaturesMixin

from tests.catalog.editing import STREAM, streamed

#: The buttons of Wagtail's editor, read from the view that obeys them; a page shows only those that one may press.
BUTTONS = sorted(
    name.removesuffix("_action").replace("_", "-")
    for name in vars(CreateEditViewOptionalFeaturesMixin)
    if name.endswith("_action") and name != "save_action"
)

#: Wagtail lets the editor's form carry what a modal would have asked: a digest might be smuggled in there.
_CARRIED = {
    "workflow-action": {
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps({"seen_digest": "0" * 64, "comment": "よい"}),
    }
}

#: An editor's page is half a megabyte; what is posted sits in these few tags.
_REST = r"""\b(?:[^>"']|"[^"]*"|'[^']*')*>"""
_POSTED = re.compile(
    rf"<div\b(?=[^>]*w-block){_REST}|</?(?:form|select|option){_REST}|<(?:input|button){_REST}|<textarea\b.*?</textarea>|(?<=>)[^<>]+(?=</option>)",
    re.S,
)


#: A form that no person sends: by it, the editor's script asks who else has the page open, at another address.
_OF_A_SCRIPT = {"revision_id", "revision_created_at"}


@dataclass(frozen=True)
class Form:
    """A form of a page: what it posts if nothing is touched, and its buttons as (name, value)."""

    data: QueryDict
    is_editor: bool
    buttons: frozenset[tuple[str, str]]
    boxes: tuple[tuple[str, str], ...] = ()
    """What could be ticked, where that is not a whole table of rights."""


@dataclass(frozen=True)
class Body:
    """One body and how to ask for the answer. ``button`` names it."""

    button: str
    data: QueryDict = field(default_factory=QueryDict)
    wants_json: bool = False
    in_editor: bool = False

    def send(self, client: Client, path: str) -> Any:
        """Post it."""
        return client.post(
            path,
            self.data.urlencode(),
            content_type="application/x-www-form-urlencoded",
            headers={"accept": "application/json" if self.wants_json else "text/html"},
        )

    def but(self, **values: str) -> "Body":
        """The same with other values."""
        return replace(self, data=_with(self.data, values))


NOTHING = Body("")


def forms_of(html: str, path: str) -> list[Form]:
    """The forms that post to the page itself, and an editor's in any case: its view takes it as well."""
    found = []
    for form in BeautifulSoup("".join(_POSTED.findall(html)), "html.parser").find_all("form"):
        leads_to = str(form.get("action") or path).split("?")[0]
        is_editor = form.has_attr("data-edit-form")
        if str(form.get("method", "")).lower() == "post" and (is_editor or leads_to == path.split("?")[0]):
            pressed = frozenset(
                (str(tag["name"]), str(tag["value"])) for tag in form.find_all(["button", "input"]) if _is_pressed(tag)
            )
            data = _fields(form)
            if data.get("public_slug") == "" or data.get("about") == "":
                _fill_in(data, form)
            if (data or pressed) and set(data) != _OF_A_SCRIPT:
                found.append(Form(data, is_editor, pressed, _boxes(form)))
    return found


def _boxes(form: Tag) -> tuple[tuple[str, str], ...]:
    empty = [tag for tag in form.find_all("input", {"type": "checkbox", "name": True}) if not tag.has_attr("checked")]
    found = tuple((str(tag["name"]), str(tag.get("value", "on"))) for tag in empty)
    return found if len(found) <= 5 else ()


def bodies(forms: Iterable[Form], buttons: Iterable[tuple[str, str]]) -> Iterator[Body]:
    """Each form with each of these buttons; an editor's form with everything that its view obeys."""
    for form in forms:
        if form.is_editor:
            yield Body("save", form.data, in_editor=True)
            for name in BUTTONS:
                pressed = _with(form.data, {f"action-{name}": "on", **_CARRIED.get(name, {})})
                yield Body(name, pressed, in_editor=True)
            publish = _with(form.data, {"action-publish": "on"})
            yield Body("publish as autosave", publish, wants_json=True, in_editor=True)
        else:
            yield Body("send", form.data)
            for name, value in sorted(buttons):
                yield Body(value, _with(form.data, {name: value}))
            for name, value in form.boxes:
                yield Body(f"{name} ticked", _with(form.data, {name: value}))


def _is_pressed(tag: Tag) -> bool:
    kind = tag.get("type", "submit" if tag.name == "button" else "text")
    return kind == "submit" and tag.has_attr("name") and tag.has_attr("value")


def _fields(form: Tag) -> QueryDict:
    data = QueryDict(mutable=True)
    for tag in form.find_all(["input", "textarea", "select"]):
        name = str(tag.get("name", ""))
        if not name or name == "csrfmiddlewaretoken" or tag.has_attr("disabled"):
            continue
        if tag.name == "textarea":
            data.appendlist(name, tag.text.removeprefix("\n"))
        elif tag.name == "select":
            for option in tag.select("option[selected]"):
                data.appendlist(name, str(option.get("value", option.text)))
        elif tag.get("type") in {"checkbox", "radio"}:
            if tag.has_attr("checked"):
                data.appendlist(name, str(tag.get("value", "on")))
        elif tag.get("type") not in {"submit", "button", "image", "file"}:
            data.appendlist(name, str(tag.get("value", "")))
    for stream in form.select(STREAM):
        for name, value in streamed(stream).items():
            data[name] = value
    return data


#: What somebody would type into the form of a new entry, so that it could go live.
_RICH = json.dumps(
    {"blocks": [{"key": "aaaaa", "text": "文", "type": "unstyled", "inlineStyleRanges": [], "entityRanges": []}]}
    | {"entityMap": {}}
)
_TYPED = {
    "public_slug": "a-new-one",
    "question_ja": "あたらしい",
    "headline_ja": "あたらしい",
    "heading_ja": "あたらしい",
    "author_ja": "あたらしい",
    "author_role_ja": "あたらしい",
    "date": "2026-11-23",
    "name_ja": "あたらしい",
    "kana": "あたらしい",
    "title": "あたらしい",
    "text": "文",
}


def _fill_in(data: QueryDict, form: Tag) -> None:
    """Fill in what a new entry needs: its texts, and the first choice of each list."""
    for name, text in _TYPED.items():
        if data.get(name) == "":
            data[name] = text
    for name in ("answer_ja", "body_ja"):
        if name in data:
            data[name] = _RICH
    if data.get("body_ja-count") == "0":
        block = {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "heading", "0-value": "文"}
        for name, value in block.items():
            data[f"body_ja-{name}"] = value
    for tag in form.find_all("select"):
        choices = [str(option["value"]) for option in tag.find_all("option") if option.get("value")]
        if choices and not data.get(str(tag.get("name"))):
            data[str(tag["name"])] = choices[0]
    for tag in form.find_all("input", {"type": ["checkbox", "radio"]}):
        if str(tag.get("name", "")) not in data:
            data[str(tag.get("name", ""))] = str(tag.get("value", "on"))


def _with(data: QueryDict, values: dict[str, str]) -> QueryDict:
    changed = data.copy()
    for name, value in values.items():
        changed[name] = value
    return changed
