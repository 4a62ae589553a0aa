"""Finished JSON from stored bytes: joined, not parsed, except where a reader asks for some fields only."""

import html
import json
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import orjson

from api.channels.channel import ROLE_TYPES, SEGMENTS, SINGLE_ROLES
from api.delivery.queries import Item, Target

# How a link inside a stored text looks once it stands in JSON.
LINK = re.compile(rb'<a data-ref=\\"([0-9a-f-]{36})\\"')
# A paragraph that is nothing but a link to a service, with its words or, where it has none, the service's title.
PARAGRAPH = re.compile(rb'<p data-ref=\\"([0-9a-f-]{36})\\" data-lang=\\"([a-z-]+)\\">([^<"]*)</p>')
# A block that shows a service. A text cannot look so: its quotation marks are escaped.
BLOCK = re.compile(rb'"service":"data-ref:([0-9a-f-]{36})"')
LINK_SIGN = b"data-ref"


class Pointed(NamedTuple):
    """Whom a document points to in one role, in order, where they stand; how answers say it, where they do.

    The signs (of `reading`) are those of all to whom it points, there or not.
    """

    role: str
    targets: Sequence[Target]
    field: bytes
    signs: Sequence[int]


Leads = Sequence[Pointed]
"""Whom one document points to, role by role; a role in which it points to nobody may be left out."""


def pointed(role: str, targets: Sequence[Target], signs: Sequence[int]) -> Pointed:
    """Return whom a document points to, with the field that says so."""
    return Pointed(role, targets, _stubs(role, targets) if role in ROLE_TYPES else b"", signs)


def document(item: Item, *, demo: bool, roles: Sequence[str], leads: Leads, url: str) -> bytes:
    """Return one document as JSON: envelope, stored fields, references as stubs. `url` is the site's URL template."""
    stored = item.stored
    if LINK_SIGN in stored:
        stored = linked(stored, [target for one in leads for target in one.targets], url)
    parts = [item.envelope, b'"demo":true' if demo else b'"demo":false']
    if len(stored) > 2:
        parts.append(stored[1:-1])
    if roles:
        fields = {one.role: one.field for one in leads}
        parts += [fields[role] if role in fields else _NOBODY[role] for role in roles]
    return b"{%s}" % b",".join(parts)


def _stubs(role: str, targets: Sequence[Target]) -> bytes:
    """Return the field that says whom a document points to in one role."""
    if role in SINGLE_ROLES:
        return b'"%s":%s' % (role.encode(), targets[0].shown if targets else b"null")
    return b'"%s":[%s]' % (role.encode(), b",".join([target.shown for target in targets]))


_NOBODY: Final = {role: _stubs(role, ()) for role in ROLE_TYPES}


def linked(stored: bytes, targets: Iterable[Target], url: str) -> bytes:
    """Return stored JSON whose links lead to the public site, or nowhere where their target does not stand."""
    stubs = {str(target.id).encode(): target.stub for target in targets}

    def link(match: re.Match[bytes]) -> bytes:
        stub = stubs.get(match[1])
        return b"<a" if stub is None else b"<a href=" + _in_json(f'"{_address(stub, url)}"')

    def paragraph(match: re.Match[bytes]) -> bytes:
        stub = stubs.get(match[1])
        if stub is None:
            return b""
        words = match[3] or _in_json(html.escape(_title(stub, match[2].decode())))
        return b"<p><a href=" + _in_json(f'"{_address(stub, url)}"') + b">" + words + b"</a></p>"

    def block(match: re.Match[bytes]) -> bytes:
        return b'"service":' + stubs.get(match[1], b"null")

    return BLOCK.sub(block, PARAGRAPH.sub(paragraph, LINK.sub(link, stored)))


def _address(stub: bytes, url: str) -> str:
    fields = orjson.loads(stub)
    return html.escape(url.replace("{type}", SEGMENTS[fields["type"]]).replace("{slug}", fields["slug"]))


def _title(stub: bytes, language: str) -> str:
    title = orjson.loads(stub)["title"]
    return str(title) if isinstance(title, str) else str(title.get(language) or title["ja"])


def _in_json(text: str) -> bytes:
    """Return a text as it looks inside a string of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


def only(whole: bytes, fields: Sequence[str]) -> bytes:
    """Return a document with these fields and its id."""
    values = orjson.loads(whole)
    return orjson.dumps({name: values[name] for name in ("id", *fields) if name in values})


def with_field(whole: bytes, name: str, value: bytes) -> bytes:
    """Return a JSON object with one field more."""
    return b'%s,"%s":%s}' % (whole[:-1], name.encode(), value)


def listing(items: Sequence[bytes], *, following: str | None, total: int | None, beside: bytes) -> bytes:
    """Return one page of a list as JSON, with further fields as `fields` writes them."""
    counted = b"" if total is None else b',"total":%d' % total
    return b'{"items":[%s],"next":%s%s%s}' % (b",".join(items), json.dumps(following).encode(), counted, beside)


def fields(said: Iterable[tuple[str, bytes]]) -> bytes:
    """Return fields of a JSON object that come behind others."""
    return b"".join([b',"%s":%s' % (name.encode(), value) for name, value in said])
