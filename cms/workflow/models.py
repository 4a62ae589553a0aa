"""The editors' record of who wrote, who approved and what went live. Append-only; readers never see it."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Task, TaskState

from cms.workflow.digest import digest
from cms.workflow.refusal import PublicationRefused
from cms.workflow.steps import STEPS, required_steps


class AppendOnly(models.Model):
    """A row that is written once: changing or deleting it is a fault."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only.")


class Authorship(AppendOnly):
    """Who saved which text. One row for each save of a revision, overwrites included."""

    content_id = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    revision_id = models.BigIntegerField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(
        max_length=20, choices=[("person", _("人")), ("command", _("コマンド")), ("partner", _("連携団体"))]
    )
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="authorship_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="authorship_of_a_person_names_the_person",
                condition=~Q(origin="person") | Q(person__isnull=False),
            ),
        ]


class Approval(AppendOnly):
    """One step's yes to one digest of content, by one person."""

    content_id = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    step = models.CharField(max_length=10, choices=[*STEPS, ("demo", _("見本"))])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        permissions: ClassVar = [
            ("review", _("点検する")),
            ("approve", _("承認する")),
            ("approve_kids", _("こども向けの文を確認する")),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="approval_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="approval_names_its_person_unless_demo",
                condition=Q(step="demo") | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_step_is_known",
                condition=Q(step__in=["review", "kids", "approve", "demo"]),
            ),
        ]


class LiveDigest(AppendOnly):
    """What an entry's live content became, by which door: the audit row that changes in the log name as cause.

    An empty ``digest`` says that the entry ceased to be live. The two ``…_boundary`` ids say which authorships and
    approvals belong to this state and which came after it; ids, because clocks can be set back.
    """

    cause_id = models.UUIDField(unique=True, default=uuid.uuid4)
    content_id = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    door = models.CharField(max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    authorship_boundary = models.BigIntegerField(default=0)
    approval_boundary = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="live_digest_by_time")]


class StepTask(Task):
    """One step of the workflow. Only a to-do list: what counts are the Approval rows that the door asks for.

    It offers no action in Wagtail's own screens; approval happens on our own page, which shows the digest.
    """

    step = models.CharField(_("手順"), max_length=10, choices=STEPS)

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Start on the revision that the step before approved, not on whatever was saved since."""
        task_state = super().start(workflow_state, user=user)
        approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED).order_by("-finished_at", "-pk")
        if (before := approved.first()) is not None:
            task_state.revision = before.revision
            task_state.save(update_fields=["revision"])
        entry = task_state.revision.as_object()
        if self.step not in required_steps(entry):
            task_state.status = TaskState.STATUS_SKIPPED
            task_state.save(update_fields=["status"])
        return task_state

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Refuse Wagtail's own action URLs: they carry no digest, or one made up. Our page gives ``seen_digest``."""
        if kwargs.pop("seen_digest", None) != digest(task_state.revision.as_object()):
            raise PublicationRefused(gettext("承認と差戻しは「承認待ち」の画面から行ってください。"))
        super().on_action(task_state, user, action_name, **kwargs)

    class Meta:
        verbose_name = _("承認の手順")
