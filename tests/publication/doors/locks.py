"""The locks, opened on purpose: what then changes what is live is a door."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from cms.publication import publish
from cms.workflow import door
from cms.workflow.digest import digest
from cms.workflow.models import StepTask


@contextmanager
def opened() -> Iterator[None]:
    """Nobody is asked for approval, one person may take out, and Wagtail's own workflow actions do what they say."""
    release, on_action = door.release, StepTask.on_action

    @wraps(release)
    def released(*args: Any, **kwargs: Any) -> Any:
        return release(*args, **{**kwargs, "agreed": True})

    def acted(task: Any, state: Any, user: Any, action: str, **kwargs: Any) -> Any:
        return on_action(task, state, user, action, **{**kwargs, "seen_digest": digest(state.revision.as_object())})

    def actions(task: Any, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        return [("approve", "承認", False), ("reject", "差戻し", False)]

    with ExitStack() as stack:
        stack.enter_context(patch.object(door, "require_approval", lambda entry: None))
        stack.enter_context(patch.object(door, "release", released))
        stack.enter_context(patch.object(StepTask, "on_action", acted))
        stack.enter_context(patch.object(StepTask, "get_actions", actions))
        yield


@contextmanager
def builders_failing() -> Iterator[None]:
    """No document can be built."""
    with patch.object(publish.builders, "records", side_effect=RuntimeError("the builder fails on purpose")):
        yield
