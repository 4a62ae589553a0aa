"""Which view an address of readers leads to: looked up in a table, where Django tries one pattern after the other."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, NamedTuple

from django.urls import URLPattern

from api.delivery.gate import GatedView

_KEY: Final = "/<str:key>"


class Route(NamedTuple):
    """A view to be made for one question, and the route as Django writes it."""

    view: Callable[[], GatedView]
    route: str


class Routes:
    """The addresses of some patterns: those with no variable piece, and those whose last piece is a `key`."""

    def __init__(self, patterns: Iterable[URLPattern]) -> None:
        self._whole: dict[str, Route] = {}
        self._keyed: dict[str, Route] = {}
        for pattern in patterns:
            route = str(pattern.pattern)
            found = Route(partial(pattern.callback.cls, **pattern.callback.initkwargs), route)  # type: ignore[attr-defined]
            if not hasattr(pattern.callback.cls, "get"):  # type: ignore[attr-defined]
                continue
            # The first one that fits counts, as with Django.
            if "<" not in route:
                self._whole.setdefault(f"/{route}", found)
            elif route.endswith(_KEY) and route.count("<") == 1:
                self._keyed.setdefault(f"/{route.removesuffix(_KEY)}", found)

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return where a path leads, and what it names; None where only Django knows."""
        found = self._whole.get(path)
        if found is not None:
            return found, {}
        at, _, key = path.rpartition("/")
        found = self._keyed.get(at)
        return (found, {"key": key}) if found is not None and key and key.isascii() else None
