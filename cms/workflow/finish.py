"""What happens when the last step is done: the approved revision goes live, not whatever was saved since.

Wagtail imports this module while its own models are loading, so nothing of Wagtail may be imported here.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish, or schedule, the revision that the last step approved. Named in WAGTAIL_FINISH_WORKFLOW_ACTION.

    Wagtail's own action publishes the latest revision: a draft saved after the approver looked would go live.
    Our roles hold no ``publish`` right; what counts is asked at the door, inside the unit.
    """
    last = workflow_state.task_states.filter(status="approved").order_by("-finished_at", "-pk").first()
    if last is not None:
        revision = last.revision
        revision.as_object().publish(revision, user=user, skip_permission_checks=True)
