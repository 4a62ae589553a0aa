"""What a search is asked, by address or in a body: the same parameters, read by the same rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson
from rest_framework.request import Request

from api.delivery.gate import UNREADABLE, read, wrong_parameters
from api.delivery.parameters import Parameter, Unreadable, shown
from api.problems import Refused
from api.problems.catalogue import Bilingual

FORM = "application/x-www-form-urlencoded"
MOST_CHARACTERS = 200

NO_JSON = Bilingual(
    '本文を {"q": "…"} の形の JSON か、フォームの形にしてください。', 'Send JSON such as {"q": "…"}, or a form.'
)
NOTHING_TYPED = Bilingual("探す言葉がありません。", "There is nothing to search for.")
NO_TEXT = Bilingual("文字で書いてください。", "Write it as text.")


@dataclass(frozen=True, kw_only=True)
class Typed(Parameter):
    """What a reader typed. It is never repeated in an answer."""

    limit: int = MOST_CHARACTERS

    def read(self, text: str) -> str:
        if not text.strip():
            raise Unreadable(NOTHING_TYPED)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.limit}


def in_body(request: Request, declared: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return what a body asks: JSON under any content type, or a form. Raises Refused with every name that is wrong.

    JSON as text/plain or as a form needs no preflight, so that a page elsewhere may search without one.
    """
    body: bytes = request.body
    if body.lstrip()[:1] != b"{":
        if FORM not in request.META.get("CONTENT_TYPE", ""):
            raise Refused("bad-request", NO_JSON)
        # A form sends the fields that nobody filled too.
        filled = [piece for piece in body.decode("latin-1").split("&") if not piece.endswith("=")]
        return read("&".join(filled), declared)
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused("bad-request", NO_JSON) from None
    texts = {str(name): _text(value) for name, value in given.items()}
    if wrong := {shown(name): NO_TEXT for name, text in texts.items() if text is None or UNREADABLE.search(text)}:
        raise wrong_parameters(wrong)
    return read(
        "&".join(f"{quote(name, safe='')}={quote(text or '', safe='')}" for name, text in texts.items()), declared
    )


def _text(value: Any) -> str | None:
    """Return a value of JSON as an address would write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case list() if all(isinstance(item, str) for item in value):
            return ",".join(value)
    return None
