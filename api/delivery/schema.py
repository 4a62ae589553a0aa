"""The API describes itself (OpenAPI 3.1): every path, parameter, answer and problem, as the views declare them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from pydantic import BaseModel

from api.channels.channel import Shape
from api.delivery import deprecation
from api.delivery.beside_lists import NEARNESS
from api.delivery.described_headers import DESCRIBED, headers
from api.delivery.examples import exemplify
from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.delivery.parameters import Listed, Parameter
from api.problems import CONTENT_TYPE, Problem

Schema = dict[str, Any]

ASKED_HEADERS = {
    "Accept-Language": "The languages that the reader likes, where `lang` does not decide.",
    "If-None-Match": "The ETag of the answer that the reader has: 304 where it is still right.",
}
NOTHING: Mapping[str, Shape] = {}
PROBLEMS = {
    "400": "What was asked cannot be read; `errors` names each wrong parameter.",
    "404": "Nothing stands here.",
    "410": "It stood here and was withdrawn; `reason` and `replacement` tell more.",
    "414": "The address is too long.",
    "429": "Too many requests in a short time; wait as long as `Retry-After` says.",
    "500": "A fault of ours.",
    "503": "The database cannot be asked right now.",
}


class PublicSchema(AutoSchema):
    """drf-spectacular asks this for one view at a time."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Schema | None:
        """Return the operation of a view, or None for one that is not described."""
        self.registry = registry
        self.path, self.path_regex, self.path_prefix, self.method = path, path_regex, path_prefix, method.upper()
        view = self.view
        if not isinstance(view, GatedView):
            return None
        told = view.operation()
        if method == "POST" and told.asked_by_post:
            return self._by_post(told, view)
        if method != "GET":
            return None
        return {
            "operationId": told.id,
            "summary": told.summary,
            "description": (view.__doc__ or "").strip(),
            "tags": [told.tag],
            "parameters": _path_parameters(told)
            + [_query_parameter(item, deprecated=bool(deprecation.of(path, item.name))) for item in view.parameters()]
            + _asked(told),
            "responses": self._responses(told),
            "security": [{}],
            **({"deprecated": True} if deprecation.of(path) else {}),
        }

    def _by_post(self, told: Operation, view: GatedView) -> Schema:
        """Return the operation that asks the same in a body, so that no address holds it."""
        parameters = view.parameters()
        fields = {item.name: item.schema() | {"description": item.description} for item in parameters}
        asked = {"type": "object", "properties": fields, "required": ["q"], "additionalProperties": False}
        kinds = ("application/json", "application/x-www-form-urlencoded", "text/plain")
        return {
            "operationId": f"{told.id}ByPost",
            "summary": f"{told.summary}, asked in a body",
            "description": (view.__doc__ or "").strip(),
            "tags": [told.tag],
            "parameters": _asked(told),
            "requestBody": {"required": True, "content": {kind: {"schema": asked} for kind in kinds}},
            "responses": self._responses(told),
            "security": [{}],
        }

    def _responses(self, told: Operation) -> Schema:
        responses: Schema = {
            "200": {"description": told.summary, "content": {told.media_type: {"schema": self._answer(told)}}}
        }
        if told.keepable:
            responses["304"] = {"description": "The reader has this answer already (If-None-Match)."}
        if told.found_by_key:
            responses["301"] = {"description": "The slug was changed."}
        problem = {CONTENT_TYPE: {"schema": self._reference(Problem)}}
        for status in _problems(told):
            responses[status] = {"description": PROBLEMS[status], "content": problem}
        goes = any(entry.path == self.path for entry in deprecation.DEPRECATED)
        for status, response in responses.items():
            response["headers"] = headers(told, status, deprecated=goes)
        return dict(sorted(responses.items()))

    def _answer(self, told: Operation) -> Schema:
        if told.model is None:
            return {"type": "object"} if told.media_type.endswith("json") else {"type": "string"}
        schema = self._reference(told.model, told.includes)
        if told.sparse:
            schema = {"anyOf": [schema, self._part(told.model, told.includes)]}
        if not told.listed:
            return schema
        fields: Schema = {
            "items": {"type": "array", "items": schema},
            "next": {"anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}]},
            "total": {"type": "integer", "minimum": 0, "description": "Only where `total=true` was asked."},
        }
        fields |= _beside_items(told)
        required = ["items", "next"]
        if told.beside is not None:
            fields["notices"] = {
                "type": "array",
                "items": self._reference(told.beside),
                "description": "What the site tells every reader now, the heaviest first.",
            }
            required.append("notices")
        if told.carries is not None:
            fields["emergency"] = self._reference(told.carries)
            required.append("emergency")
        name = told.model.__name__.removesuffix("Item") + "List"
        shape = {"type": "object", "properties": fields, "required": required, "additionalProperties": False}
        return self._named(name, shape)

    def _part(self, model: type[BaseModel], includes: Mapping[str, Shape]) -> Schema:
        """Return the shape of an answer that `fields` cut down: the same fields, of which only some are there."""
        schema = _json_schema(model)
        schema["properties"] |= self._roles(schema, includes)
        kept = [name for name in ("id", "emergency") if name in schema["required"]]
        shape = {key: value for key, value in schema.items() if key not in ("$defs", "description", "title")}
        shape["description"] = f"{model.__name__}, cut down to the fields that were asked for."
        return self._named(f"{model.__name__}Part", shape | {"required": kept})

    def _reference(self, model: type[BaseModel], includes: Mapping[str, Shape] = NOTHING) -> Schema:
        component = self.resolve_serializer(model, "response")  # type: ignore[arg-type]
        if includes:
            component.schema["properties"] |= self._roles(_json_schema(model), includes)
        reference: Schema = component.ref
        return reference

    def _roles(self, schema: Schema, includes: Mapping[str, Shape]) -> Schema:
        """Return the fields that hold stubs, as stubs or, where `include` asks for them, as summaries."""
        return {
            role: self._grown(schema["properties"][role], schema["$defs"], shape) for role, shape in includes.items()
        }

    def _grown(self, found: Any, named: Schema, shape: Shape) -> Any:
        if isinstance(found, list):
            return [self._grown(item, named, shape) for item in found]
        if not isinstance(found, dict):
            return found
        stub = str(found.get("$ref", "")).rpartition("/")[2]
        if stub.endswith("Stub"):
            return {"anyOf": [found, self._included(shape, named[stub])]}
        return {key: self._grown(value, named, shape) for key, value in found.items()}

    def _included(self, shape: Shape, stub: Schema) -> Schema:
        """Return the shape of an included item: as in a list, with its stub's title, without references."""
        model = shape.item or shape.answer
        whole = _json_schema(model)
        properties = {name: field for name, field in whole["properties"].items() if name not in shape.roles}
        properties["title"] = stub["properties"]["title"]
        name = model.__name__.removesuffix("Item")
        shown = {
            "type": "object",
            "description": f"{name} as a list shows it, in the place of its stub.",
            "properties": properties,
            "required": [*(field for field in whole["required"] if field in properties and field != "title"), "title"],
            "additionalProperties": False,
        }
        return self._named(f"{name}Included", shown)

    def _named(self, name: str, schema: Schema) -> Schema:
        component = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema, name)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        reference: Schema = component.ref
        return reference


def _beside_items(told: Operation) -> Schema:
    """Return what a list says beside its items where it was asked."""
    text: Schema = {"type": "string"}
    missing = {"key": text, "status": {"type": "integer", "enum": [404, 410]}}
    fields: Schema = {
        "missing": {
            "type": "array",
            "items": _closed(missing),
            "description": "Only where `ids` was asked: which of them have no document here, with the status that a "
            "question for it alone gets.",
        }
    }
    if told.counted:
        counts = {"type": "array", "items": _closed({"value": text, "count": {"type": "integer", "minimum": 1}})}
        fields["facets"] = {
            "type": "object",
            "properties": dict.fromkeys(told.counted, counts),
            "additionalProperties": False,
            "description": "Only where `facets` was asked: by filter, how many documents have each value among those "
            "that all other filters leave, the most frequent first.",
        }
    if "area" in told.counted:
        fields["area_match"] = {
            "type": "object",
            "additionalProperties": {"type": "string", "enum": list(NEARNESS)},
            "description": "Only where `area` was asked: by id, how near each item comes to it.",
        }
    return fields


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _json_schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")


def _problems(told: Operation) -> list[str]:
    """Return which problems one may meet here."""
    never = set() if told.path_parameters else {"404", "410", "414"}
    never |= set() if told.found_by_key else {"410"}
    never |= set() if told.limited else {"429"}
    return [status for status in PROBLEMS if status not in never]


def _path_parameters(told: Operation) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": schema["description"],
            "schema": {key: value for key, value in schema.items() if key != "description"},
        }
        for name, schema in told.path_parameters.items()
    ]


def _query_parameter(parameter: Parameter, *, deprecated: bool) -> Schema:
    described: Schema = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": parameter.schema(),
    }
    if isinstance(parameter, Listed):
        described |= {"style": "form", "explode": False}
    if deprecated:
        described["deprecated"] = True
    return described


def _asked(told: Operation) -> list[Schema]:
    """Return the headers that play a part in the answer."""
    names = (["Accept-Language"] if told.speaks else []) + (["If-None-Match"] if told.keepable else [])
    return [
        {"name": name, "in": "header", "description": ASKED_HEADERS[name], "schema": {"type": "string"}}
        for name in names
    ]


@cache
def document() -> bytes:
    """Return the whole description as JSON. It depends on the code alone, so it is made once."""
    generator = SchemaGenerator(urlconf="api.urls")  # type: ignore[no-untyped-call]
    described = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    described["components"]["headers"] = DESCRIBED
    exemplify(described)
    return orjson.dumps(described)
