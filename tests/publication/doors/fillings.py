"""What the captured parts of each path can be filled with, so that every place leads to something of the scene."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.views import View
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.generic import CreateView
from wagtail.models import Collection, Page, Task, TaskState, Workflow, WorkflowState, get_page_models

from catalog.models import Picture
from catalog.publishable import Entry
from cms.releases.models import Release
from cms.translation.texts import MODELS as TRANSLATED_MODELS
from pages.models import Index
from tests.publication.doors.places import Place
from tests.publication.doors.scene import Scene

Values = dict[str, Any]

#: There is none of these in the scene; the place is tried all the same.
NOTHING = 1
NO_UUID = "00000000-0000-4000-8000-000000000001"


def paths(place: Place, scene: Scene) -> Iterator[tuple[str, Entry | None]]:
    """Every path of this place worth trying, and the entry at which it aims, if one."""
    if "action" in place.captured:
        yield from ((path, None) for path in _bulk(place))
        return
    for values in _fill(place, scene, place.captured, {}):
        yield place.path(values), values.get("entry")


def _fill(place: Place, scene: Scene, names: tuple[str, ...], chosen: Values) -> Iterator[Values]:
    if not names:
        yield chosen
        return
    for value in CANDIDATES[names[0]](place, scene, chosen):
        entry = chosen.get("entry") or _entry(place, scene, names[0], value)
        yield from _fill(place, scene, names[1:], {**chosen, names[0]: value, "entry": entry})


def _entry(place: Place, scene: Scene, name: str, value: Any) -> Entry | None:
    """The entry that this value leads to."""
    if name == "pk" and place.model is not None and issubclass(place.model, Entry):
        return place.model._default_manager.get(pk=value)
    if name in ("page_id", "page_to_move_id") or (name == "pk" and _model(place) is Page):
        page = Page.objects.get(pk=value).specific
        return page if isinstance(page, Entry) else None
    if name == "content_id":
        return next(entry for entry in scene.entries.values() if entry.content_id == value)
    if name == "task_state_id":
        return TaskState.objects.get(pk=value).workflow_state.content_object
    return None


def _model(place: Place) -> type[Model]:
    """Whose primary key this is. A view that does not say so has it in its route: workflows/tasks/enable/."""
    told = [model for model in (Task, Workflow, Page) if f"{model._meta.model_name}s/" in place.route]
    return place.model or (told[0] if told else Page)


def _primary_keys(place: Place, scene: Scene, chosen: Values) -> list[Any]:
    model = _model(place)
    pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True)) or [NOTHING]
    if issubclass(getattr(place.view, "view_class", View), CreateView):
        return pks[:1]  # of what a copy is made does not matter: it is something new
    return pks[:2] if model._meta.app_label == "auth" else pks  # people and groups have no states


def _pages(*_: Any) -> list[int]:
    return list(Page.objects.order_by("pk").values_list("pk", flat=True))


def _places_of_pages(*_: Any) -> list[int]:
    """Where a page can stand, or be tried to: at the root, and under each index."""
    return [Page.get_first_root_node().pk, *Index.objects.order_by("pk").values_list("pk", flat=True)]


def _types_of_pages(*_: Any) -> list[str]:
    return [model._meta.model_name for model in get_page_models() if model._meta.app_label == "pages"]


def _revisions(place: Place, scene: Scene, chosen: Values) -> list[Any]:
    """The first of an entry that has several: taking up the latest is what its editor does anyway."""
    if (entry := chosen.get("entry")) is None:
        return [NOTHING]
    found = list(entry.revisions.order_by("pk").values_list("pk", flat=True)[:2])
    return found[:1] if len(found) > 1 else []


def _task_states(place: Place, scene: Scene, chosen: Values) -> list[Any]:
    """Those of the entry; where it has none, one of another entry; where the place is about none, all that wait."""
    states = TaskState.objects.order_by("-pk")
    if (entry := chosen.get("entry")) is not None:
        own = list(states.for_instance(entry).values_list("pk", flat=True))
        return own or list(states.values_list("pk", flat=True)[:1])
    return list(states.filter(status="in_progress").values_list("pk", flat=True))


def _action_names(place: Place, *_: Any) -> list[str]:
    """Wagtail's workflow actions, or those that its pages API knows."""
    if getattr(place.view, "cls", None) is PagesAdminAPIViewSet or "api/main" in place.route:
        return list(PagesAdminAPIViewSet.actions)
    return ["approve", "reject"]


def _always(*values: Any) -> Callable[..., list[Any]]:
    return lambda *_: list(values)


TRANSLATED = frozenset(TRANSLATED_MODELS)

#: By the name in the route. A name that is not here fails the test: whoever adds such a URL says what to fill in.
CANDIDATES: dict[str, Callable[[Place, Scene, Values], list[Any]]] = {
    "pk": _primary_keys,
    **dict.fromkeys(("page_id", "page_to_move_id", "page_pk"), _pages),
    **dict.fromkeys(("parent_page_id", "destination_id"), _places_of_pages),
    **dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), _revisions),
    "task_state_id": _task_states,
    "action_name": _action_names,
    "task_id": lambda *_: list(Task.objects.values_list("pk", flat=True)),
    "workflow_pk": lambda *_: list(Workflow.objects.values_list("pk", flat=True)),
    "workflow_state_id": lambda *_: list(WorkflowState.objects.order_by("pk").values_list("pk", flat=True)[:1]),
    "type": lambda place, scene, chosen: sorted(TRANSLATED & {entry.document_type for entry in scene.entries.values()}),
    "content_id": lambda place, scene, chosen: [
        entry.content_id for entry in scene.entries.values() if chosen.get("type") in (None, entry.document_type)
    ],
    "language": _always("en"),
    "file_id": _always(NO_UUID),
    "release_id": lambda *_: list(Release.objects.values_list("pk", flat=True)),
    "collection_id": lambda *_: list(Collection.objects.values_list("pk", flat=True)),
    "image_id": lambda *_: list(Picture.objects.order_by("pk").values_list("pk", flat=True)),
    "name": lambda *_: list(Picture.objects.order_by("pk").values_list("file", flat=True)),
    **dict.fromkeys(("document_id", "doc_id", "uploaded_file_id", "session_id"), _always(NOTHING)),
    "app_name": _always("wagtailcore"),
    "content_type_app_name": _always("pages"),
    "content_type_model_name": _types_of_pages,
    "app_label": lambda place, *_: ["pages" if "pages/create/" in place.route else "catalog"],
    "model_name": lambda place, *_: ["faq" if "pages/create/" in place.route else "service"],
    "object_id": lambda place, scene, chosen: [scene.entries["live service"].pk],
    "filter_spec": _always("original"),
    "uidb64": _always("MQ"),
    "token": _always("a-token"),
    **dict.fromkeys(("request_id", "action_id"), _always(NO_UUID)),
    "save_id": _always(2_000_000_000),  # what was saved is read, never changed
    "secret": _always("a-link"),
}


def _bulk(place: Place) -> Iterator[str]:
    """Every bulk action that is registered, on all of its objects, on each entry and on one of anything else."""
    bulk_action_registry._scan_for_bulk_actions()
    for app_label, models in bulk_action_registry.actions.items():
        for model_name, actions in models.items():
            for action, view in actions.items():
                model = next(model for model in view.models if model._meta.model_name == model_name)
                path = place.path({"app_label": app_label, "model_name": model_name, "action": action})
                pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
                for pk in pks if issubclass(model, Entry | Page) else pks[:1]:
                    yield f"{path}?{urlencode({'id': pk, 'next': '/admin/'})}"
                yield f"{path}?id=all&next=/admin/"
