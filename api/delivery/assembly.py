"""Finished JSON from stored bytes: joined, not parsed, except where a reader asks for some fields only."""

import html
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

import orjson

from api.channels.channel import SEGMENTS, SINGLE_ROLES
from api.delivery.queries import Item, Place, Target

JAPAN = timezone(timedelta(hours=9))
# How a link inside a stored text looks once it stands in JSON.
LINK = re.compile(rb'<a data-ref=\\"([0-9a-f-]{36})\\"')
LINK_SIGN = b"<a data-ref="

Targets = Mapping[str, Sequence[Target]]


def instant(moment: datetime) -> str:
    """Return an instant as answers write it: RFC 3339, in Japanese time, in whole seconds."""
    return moment.astimezone(JAPAN).isoformat(timespec="seconds")


def document(
    item: Item, *, place: Place, document_type: str, demo: bool, roles: Sequence[str], found: Targets, url: str
) -> bytes:
    """Return one document as JSON: envelope, stored fields, references as stubs. `url` is the site's URL template."""
    stored = item.stored
    if LINK_SIGN in stored:
        stored = linked(stored, found, url)
    envelope = (
        f'"id":"{item.id}","type":"{document_type}","slug":{json.dumps(item.slug)},"version":{item.version},'
        f'"language":"{place.language}","published_at":"{instant(item.published_at)}",'
        f'"updated_at":"{instant(item.updated_at)}","demo":{"true" if demo else "false"}'
    ).encode()
    parts = [envelope]
    if len(stored) > 2:
        parts.append(stored[1:-1])
    parts += [b'"%s":%s' % (role.encode(), _stubs(role, found.get(role, ()))) for role in roles]
    return b"{" + b",".join(parts) + b"}"


def _stubs(role: str, targets: Sequence[Target]) -> bytes:
    if role in SINGLE_ROLES:
        return targets[0].stub if targets else b"null"
    return b"[" + b",".join(target.stub for target in targets) + b"]"


def linked(stored: bytes, found: Targets, url: str) -> bytes:
    """Return stored JSON whose links lead to the public site, or nowhere where their target does not stand."""
    stubs = {str(target.id).encode(): target.stub for targets in found.values() for target in targets}

    def link(match: re.Match[bytes]) -> bytes:
        stub = stubs.get(match[1])
        if stub is None:
            return b"<a"
        fields = orjson.loads(stub)
        address = url.replace("{type}", SEGMENTS[fields["type"]]).replace("{slug}", fields["slug"])
        return b"<a href=" + json.dumps(f'"{html.escape(address)}"', ensure_ascii=False)[1:-1].encode()

    return LINK.sub(link, stored)


def only(whole: bytes, fields: Sequence[str]) -> bytes:
    """Return a document with these fields and its id."""
    values = orjson.loads(whole)
    return orjson.dumps({name: values[name] for name in ("id", *fields) if name in values})


def with_field(whole: bytes, name: str, value: bytes) -> bytes:
    """Return a JSON object with one field more."""
    return b'%s,"%s":%s}' % (whole[:-1], name.encode(), value)


def listing(items: Sequence[bytes], *, following: str | None, total: int | None) -> bytes:
    """Return one page of a list as JSON."""
    counted = b"" if total is None else b',"total":%d' % total
    return b'{"items":[%s],"next":%s%s}' % (b",".join(items), json.dumps(following).encode(), counted)
