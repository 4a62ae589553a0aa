"""A draft that is shown beside its form. How it looks is said by whoever can build documents: entries know none."""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple


class Previewer(NamedTuple):
    """What a draft can be shown as, as (name, label), and the answer that shows it so."""

    modes: Callable[[Any], list[tuple[str, str]]]
    show: Callable[[Any, Any, str], Any]


class Previewed:
    """The place of a draft's preview in Wagtail's panel; without a previewer it offers none."""

    previewer: ClassVar[Previewer | None] = None

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return self.previewer.modes(self) if self.previewer else []

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The answer of this mode; its request is the editor's, with the editor's rights."""
        if self.previewer is None:
            raise LookupError("Nobody shows previews in this process")
        return self.previewer.show(self, request, mode_name)
