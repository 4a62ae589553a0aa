"""Every place of Wagtail at which something live can change enters the unit, at its outer edge.

Wagtail offers no hook around these, so they are wrapped at class level, once, at start.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete import DeleteAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.views.bulk_action.base_bulk_action import BulkAction
from wagtail.admin.views.generic.mixins import CreateEditViewOptionalFeaturesMixin, RevisionsRevertMixin
from wagtail.admin.views.pages.delete import DeleteView as PageDeleteView
from wagtail.models import Task, Workflow, WorkflowState

from catalog.publishable import Entry
from cms.publication import gates
from cms.publication.unit import PublicationRefused, unit
from cms.workflow import door


def install() -> None:
    """Wrap every door. Called once, when the app is ready."""
    _wrap(PublishRevisionAction, "execute", _publish_execute)
    _wrap(DeleteAction, "execute", _action_execute("delete"))
    _wrap(UnpublishAction, "execute", _action_execute("unpublish"))
    _wrap(UnpublishPageAction, "execute", _action_execute("unpublish"))
    _wrap(DeletePageAction, "execute", _delete_page_execute)
    _wrap(MovePageAction, "execute", _action_execute("move"))
    _wrap(CopyPageAction, "execute", _copy_execute)
    _wrap(CreatePageAliasAction, "execute", _alias_execute)
    _wrap(Task, "on_action", _task_on_action)
    _wrap(Task, "deactivate", _deactivate)
    _wrap(Workflow, "deactivate", _deactivate)
    _wrap(Workflow, "start", _workflow_start)
    _wrap(WorkflowState, "resume", _workflow_resume)
    _wrap(BulkAction, "form_valid", _bulk_form_valid)
    _wrap(PageDeleteView, "dispatch", _page_delete_dispatch)
    _wrap(CreateEditViewOptionalFeaturesMixin, "save_instance", _save_instance)
    _wrap(RevisionsRevertMixin, "save_instance", _revert_save_instance)


def _wrap(owner: type, name: str, door: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def entered(self: Any, *args: Any, **kwargs: Any) -> Any:
        return door(original, self, *args, **kwargs)

    setattr(owner, name, entered)


def _publish_execute(original: Callable[..., Any], action: Any, *args: Any, **kwargs: Any) -> Any:
    with unit(door="publish", person=action.user):
        if isinstance(action.object, Entry) and (problems := action.object.problems()):
            # Said here, where it can be said well: the database's own rules for live rows would only fail.
            raise PublicationRefused(*problems, entry=action.object)
        try:
            result = original(action, *args, **kwargs)
        except IntegrityError as error:
            raise PublicationRefused(
                gettext(
                    "「%(object)s」の「公開URLの名前」などが、ほかのものと重なっているため公開できません。"
                    "重ならない値にして、もう一度承認に出してください。"
                )
                % {"object": action.object},
                entry=action.object,
            ) from error
        if action.revision.approved_go_live_at and isinstance(action.object, Entry):
            # Nothing is live yet, but what waits for its hour must be approved already; asked again when it is due.
            gates.require_alone(action.revision.as_object())
            door.require_approval(action.revision.as_object())
        return result


def _action_execute(name: str) -> Callable[..., Any]:
    def execute(original: Callable[..., Any], action: Any, *args: Any, **kwargs: Any) -> Any:
        with unit(door=name, person=action.user):
            return original(action, *args, **kwargs)

    return execute


def _delete_page_execute(original: Callable[..., Any], action: Any, *args: Any, **kwargs: Any) -> Any:
    with unit(door="delete", person=action.user):
        if type(action.page)._base_manager.filter(pk=action.page.pk).exists():
            return original(action, *args, **kwargs)
        return None  # of many at once, an index took this one with it


def _copy_execute(original: Callable[..., Any], action: Any, *args: Any, **kwargs: Any) -> Any:
    # A copy is a new source: nobody has approved it yet, whatever the original is.
    action.keep_live = False
    return original(action, *args, **kwargs)


def _alias_execute(original: Callable[..., Any], action: Any, *args: Any, **kwargs: Any) -> Any:
    del original, args, kwargs
    raise PublicationRefused(
        gettext("別名のページは作れません(同じ公開IDが2つできてしまうため)。コピーして新しいページにしてください。"),
        entry=action.page.specific,
    )


def _task_on_action(original: Callable[..., Any], task: Any, task_state: Any, user: Any, *args: Any, **kw: Any) -> Any:
    with unit(door="workflow", person=user):
        return original(task, task_state, user, *args, **kw)


def _deactivate(original: Callable[..., Any], task_or_workflow: Any, user: Any = None) -> Any:
    # Where the last task that waits is taken away, Wagtail finishes the workflow and publishes.
    with unit(door="workflow", person=user):
        return original(task_or_workflow, user=user)


def _workflow_start(original: Callable[..., Any], workflow: Any, obj: Any, user: Any) -> Any:
    with unit(door="workflow", person=user):
        if isinstance(obj, Entry):
            gates.require_alone(obj)
            if problems := obj.problems():
                raise PublicationRefused(*problems, entry=obj)
        try:
            return original(workflow, obj, user)
        except ValidationError as error:
            raise PublicationRefused(
                gettext("すでに承認の手続きに入っています。出しなおすときは、先に手続きを取り消してください。"),
                entry=obj,
            ) from error


def _workflow_resume(original: Callable[..., Any], state: Any, user: Any = None) -> Any:
    # A returned text starts again from the first step: what was approved before was another text.
    del original
    with unit(door="workflow", person=user):
        entry = state.content_object
        state.cancel(user=user)
        return state.workflow.start(entry.get_latest_revision_as_object(), user)


def _bulk_form_valid(original: Callable[..., Any], view: Any, form: Any) -> Any:
    with unit(door="bulk", person=view.request.user):
        return original(view, form)


def _page_delete_dispatch(original: Callable[..., Any], view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    if request.method != "POST":
        return original(view, request, *args, **kwargs)
    with unit(door="delete", person=request.user):
        return original(view, request, *args, **kwargs)


def _save_instance(original: Callable[..., Any], view: Any) -> Any:
    """Whatever button was pressed, what was typed is first saved as a draft; only then is asked what may become of it.

    Wagtail checks the text by the rules for live rows unless the button is that of drafts: a half-filled draft of
    something live fails there, and what was typed is lost.
    """
    if issubclass(view.model, Entry):
        view.saving_as_draft = True
    return original(view)


def _revert_save_instance(original: Callable[..., Any], view: Any) -> Any:
    """The same where an old version is taken up again: there Wagtail checks always."""
    if not issubclass(view.model, Entry):
        return original(view)
    instance = view.form.save(commit=not view.object.live)
    view.has_content_changes = view.form.has_changed()
    view.new_revision = instance.save_revision(
        user=view.request.user, log_action=True, previous_revision=view.revision, clean=False
    )
    return instance
