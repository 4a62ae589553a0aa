"""Libraries that frameworks import wherever they are installed, and that no answer of ours needs.

DRF would load PostgreSQL's driver on SQLite too, a client for HTTP and a highlighter of code; its schema loads Django's
tools for tests, and they a template engine. Together they are fourteen megabytes of each process.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

UNNEEDED = ("django.contrib.postgres", "jinja2", "markdown", "pygments", "requests")


class _Absent:
    """Finds nothing, and says so for these names at once."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in UNNEEDED:
            raise ModuleNotFoundError(f"{name} is left out.", name=name)
        return None


@contextmanager
def _absent() -> Iterator[None]:
    absent = _Absent()
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


def load_frameworks() -> None:
    """Load what would look for them, once, before anything else does. Whoever imports them by name still gets them."""
    with _absent():
        for module in ("django.test.utils", "rest_framework.compat"):
            import_module(module)
