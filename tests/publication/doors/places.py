"""Every place of the editors' site that can be posted to, read from the resolver: nobody keeps this list by hand."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern

Pattern = URLPattern | URLResolver

_IN_ROUTE = re.compile(r"<(?:\w+:)?(\w+)>")
_IN_REGEX = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Place:
    """One URL pattern: its route as Django prints it, its name, the names it captures and the view behind it."""

    route: str
    name: str
    captured: tuple[str, ...]
    view: Callable[..., Any]
    parts: tuple[tuple[bool, str], ...]

    @property
    def model(self) -> type[Model] | None:
        """The model whose primary key ``pk`` is, where the view says so."""
        told = getattr(self.view, "view_initkwargs", {}).get("model")
        told = told or getattr(getattr(self.view, "view_class", None), "model", None)
        return told if isinstance(told, type) and issubclass(told, Model) else None

    def path(self, values: Mapping[str, Any]) -> str:
        """The path with these values filled in. Raises AssertionError if it would lead to another view."""
        path = "/" + "".join(
            (_IN_ROUTE if is_route else _IN_REGEX).sub(lambda found: str(values[found[1]]), part)
            if is_route
            else _as_text(_IN_REGEX.sub(lambda found: str(values[found[1]]), part))
            for is_route, part in self.parts
        )
        assert resolve(path).func is self.view, f"{path} does not lead to {self.route}"
        return path


def _as_text(regex: str) -> str:
    """A path that this regular expression of Wagtail's matches."""
    return regex.removeprefix("^").removesuffix("$").replace(".*", "nowhere").replace("\\.", ".")


def places(below: str = "admin/") -> list[Place]:
    """Every place whose path begins so, in the order in which the resolver tries them."""
    return [place for place in _walk(get_resolver().url_patterns, (), ()) if place.route.startswith(below)]


def _walk(patterns: list[Pattern], parts: tuple[tuple[bool, str], ...], names: tuple[str, ...]) -> Iterator[Place]:
    for found in patterns:
        here = (*parts, (isinstance(found.pattern, RoutePattern), str(found.pattern)))
        if isinstance(found, URLResolver):
            yield from _walk(found.url_patterns, here, (*names, found.namespace or ""))
            continue
        captured = tuple(
            name for is_route, part in here for name in (_IN_ROUTE if is_route else _IN_REGEX).findall(part)
        )
        name = ":".join(part for part in (*names, found.name or "") if part)
        yield Place("".join(part for _, part in here), name, captured, found.callback, here)
