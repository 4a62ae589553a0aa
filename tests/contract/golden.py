"""What frontend teams may count on, field by field: one file for each channel and type, and what breaks it.

A promise is a map from the place of a field (`WebsiteService.contacts[]`) or parameter to what is known of it. It is
read off the API's own description, so whatever the description says is promised.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.channels.channel import Channel, Shape

FOLDER = Path(__file__).parent / "golden"
CHANGELOG = Path(__file__).parents[2] / "docs" / "frontend" / "changelog.md"

Facts = dict[str, Any]
Promise = dict[str, Any]
"""`version` of the API, `answers` and `parameters`: facts by place."""


def golden_file(channel: Channel, shape: Shape) -> Path:
    return FOLDER / f"{channel.key}-{shape.document_type}.json"


# --- Reading the description ---


def promise(described: Mapping[str, Any], channel: Channel, shape: Shape) -> Promise:
    """What a description promises of one type in one channel."""
    path = f"/api/v1/{channel.key}/{shape.segment}"
    reading = _Reading(described["components"]["schemas"])
    parameters: dict[str, Facts] = {}
    for name, place in (("list", path), ("detail", f"{path}/{{key}}")):
        if place not in described["paths"] or (name == "list" and shape.item is None):
            continue
        operation = described["paths"][place]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        reading.read(schema, name)
        for parameter in operation["parameters"]:
            parameters[f"{name}.{parameter['name']}"] = _parameter(parameter)
    return {
        "version": described["info"]["version"],
        "answers": dict(sorted(reading.found.items())),
        "parameters": dict(sorted(parameters.items())),
    }


class _Reading:
    """One walk through a description. A named shape is written down once, under its own name."""

    def __init__(self, named: Mapping[str, Any]) -> None:
        self._named = named
        self.found: dict[str, Facts] = {}

    def read(self, schema: Mapping[str, Any], place: str, **known: Any) -> None:
        """Write down a schema and all that is in it."""
        variants, nullable = self._variants(schema)
        facts = ({"nullable": True} if nullable else {}) | known
        if len(variants) > 1:
            self.found[place] = {"type": "one of"} | facts
            for variant in variants:
                self.read(variant, f"{place}<{self._label(variant)}>")
            return
        (only,) = variants
        if "$ref" in only:
            name = _name(only)
            self.found[place] = {"type": name} | facts
            if name not in self.found:
                self.read(self._named[name], name)
            return
        self.found[place] = _facts(only) | facts
        if isinstance(only.get("items"), dict):
            self.read(only["items"], f"{place}[]")
        if isinstance(only.get("additionalProperties"), dict):
            self.read(only["additionalProperties"], f"{place}.*")
        for name, field in only.get("properties", {}).items():
            self.read(field, f"{place}.{name}", **({} if name in only.get("required", ()) else {"optional": True}))

    def _variants(self, schema: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], bool]:
        """What a value may be beside null, and whether it may be null. What `fields` cuts down is no other shape."""
        pieces = schema.get("anyOf") or schema.get("oneOf") or [schema]
        whole = [piece for piece in pieces if not _name(piece).endswith("Part")]
        kept = [piece for piece in whole if piece.get("type") != "null"]
        if len(kept) == 1 and kept[0] is not schema:
            inner, nullable = self._variants(kept[0])
            return inner, nullable or len(kept) < len(whole)
        return kept, len(kept) < len(whole)

    def _label(self, variant: Mapping[str, Any]) -> str:
        """What tells one variant from the others: its name, else its type."""
        return _name(variant) or str(variant.get("type", "any"))


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _facts(schema: Mapping[str, Any]) -> Facts:
    facts: Facts = {"type": schema.get("type", "any")}
    if "format" in schema:
        facts["format"] = schema["format"]
    if "const" in schema:
        facts["values"] = [schema["const"]]
    if "enum" in schema:
        facts["values"] = sorted(schema["enum"])
    return facts


def _parameter(parameter: Mapping[str, Any]) -> Facts:
    schema = parameter["schema"]
    inner = schema.get("items", {})
    facts = _facts(schema) | {"in": parameter["in"]}
    if inner:
        facts["each"] = _facts(inner) | ({"pattern": inner["pattern"]} if "pattern" in inner else {})
    for name in ("minimum", "maximum", "default", "pattern", "minItems", "maxItems"):
        if name in schema:
            facts[name] = schema[name]
    return facts | ({"required": True} if parameter.get("required") else {})


# --- Comparing ---


def breaks(golden: Promise, now: Promise) -> dict[str, str]:
    """By place, what no longer holds of what was promised. Empty for additions."""
    found = {}
    for place, old in golden["answers"].items():
        reason = _broken_answer(old, now["answers"].get(place))
        if reason:
            found[place] = reason
    for place, old in golden["parameters"].items():
        reason = _broken_parameter(old, now["parameters"].get(place))
        if reason:
            found[place] = reason
    for place, new in now["parameters"].items():
        if place not in golden["parameters"] and new.get("required"):
            found[place] = "must be given now"
    return found


def _broken_answer(old: Facts, new: Facts | None) -> str | None:
    if new is None:
        return "was removed"
    if (old["type"], old.get("format")) != (new["type"], new.get("format")):
        return f"was {old['type']}, is {new['type']} now"
    if "values" in old and not set(old["values"]) <= set(new.get("values", ())):
        return "lost values"  # new ones may come: readers are told to expect that
    for fact, reason in (("nullable", "may be null now"), ("optional", "may be missing now")):
        if new.get(fact) and not old.get(fact):
            return reason
    return None


def _broken_parameter(old: Facts, new: Facts | None) -> str | None:
    if new is None:
        return "was removed"
    if new.get("required") and not old.get("required"):
        return "must be given now"
    if "values" in new and ("values" not in old or not set(old["values"]) <= set(new["values"])):
        return "takes fewer values"
    if "each" in old:
        return _broken_parameter(old["each"], new.get("each"))
    if _bounds(new, "maximum", "maxItems", least=False) < _bounds(old, "maximum", "maxItems", least=False):
        return "takes less"
    if _bounds(new, "minimum", "minItems", least=True) > _bounds(old, "minimum", "minItems", least=True):
        return "takes less"
    kept = ("type", "format", "in", "pattern", "default")
    return next((f"has another {fact}" for fact in kept if old.get(fact) != new.get(fact)), None)


def _bounds(facts: Facts, *names: str, least: bool) -> float:
    return float(next((facts[name] for name in names if name in facts), float("-inf" if least else "inf")))


# --- What was announced ---


def unannounced(name: str, golden: Promise, now: Promise, changelog: str) -> dict[str, str]:
    """What breaks without a new major version whose entry in the changelog names the file and the place."""
    found = breaks(golden, now)
    if not found or _major(now["version"]) <= _major(golden["version"]):
        return found
    entry = re.search(rf"^## {re.escape(now['version'])}\b.*?(?=^## |\Z)", changelog, re.M | re.S)
    lines = entry[0].splitlines() if entry else []
    return {
        place: reason
        for place, reason in found.items()
        if not any(f"`{name}`" in line and f"`{place}`" in line for line in lines)
    }


def _major(version: str) -> int:
    return int(version.partition(".")[0])


# --- Files ---


def read(path: Path) -> Promise:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def write(path: Path, promised: Promise) -> None:
    """One line a field, so that a difference is read at a glance."""
    parts = [f' "version": {json.dumps(promised["version"])}']
    for part in ("answers", "parameters"):
        lines = [f"  {json.dumps(place)}: {json.dumps(facts)}" for place, facts in promised[part].items()]
        parts.append(f' "{part}": {{\n' + ",\n".join(lines) + "\n }")
    path.parent.mkdir(exist_ok=True)
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
