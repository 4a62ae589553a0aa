"""The roles of the editors' house, in plain Japanese, and what each may do. No role has Wagtail's publish right."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from catalog.models import Area, Audience, Concept, EmergencySet, Organization, Service, Topic
from cms.workflow.models import StepTask
from cms.workflow.steps import STEP_NAMES
from pages.models import KidsText, SiteNotice

ENTRIES = (Service, Organization, Topic, Audience, EmergencySet, KidsText, SiteNotice, Concept)
WRITER, REVIEWER, APPROVER, KIDS = "書き手", "点検者", "承認者", "こども担当"
PARTNERS, ADMINISTRATOR, VIEWER = "連携担当", "管理者", "閲覧者"

#: Everything of which rights are given by type.
MODELS: tuple[type[Model], ...] = (*ENTRIES, Area)

_SEE: list[tuple[str, type[Model]]] = [("view", model) for model in MODELS]
_WRITE: list[tuple[str, type[Model]]] = [(action, model) for action in ("add", "change", "delete") for model in ENTRIES]

#: What two people do when it cannot wait, and what a third does afterwards.
_EMERGENCY = ["override.take_emergency_action", "override.review_emergency_action"]

#: role -> (rights on our models, further rights as app_label.codename)
RIGHTS: dict[str, tuple[list[tuple[str, type[Model]]], list[str]]] = {
    WRITER: (_SEE + _WRITE, ["publication.propose_withdrawal", "releases.compose_release", "verification.ask_owner"]),
    REVIEWER: (_SEE, ["workflow.review", "publication.propose_withdrawal", *_EMERGENCY]),
    APPROVER: (
        _SEE,
        [
            "workflow.approve",
            "publication.propose_withdrawal",
            "publication.confirm_withdrawal",
            *_EMERGENCY,
            "verification.ask_owner",
            "translation.set_policy",
        ],
    ),
    KIDS: (_SEE, ["workflow.approve_kids", "override.take_emergency_action"]),
    PARTNERS: (_SEE, ["publication.propose_withdrawal"]),
    ADMINISTRATOR: (
        [],
        ["auth.add_user", "auth.change_user", "auth.delete_user", "auth.view_user", "translation.set_policy"],
    ),
    VIEWER: (_SEE, []),
}


# The checks: whoever works on entries may start one over everything; approvers keep the lists of words, which hold at
# once, and all who read entries may read them.
for _role in (WRITER, REVIEWER, APPROVER, KIDS, PARTNERS, VIEWER):
    RIGHTS[_role][1].append("checks.view_wordrule")
for _role in (WRITER, REVIEWER, APPROVER, KIDS):
    RIGHTS[_role][1].append("checks.start_round")
RIGHTS[APPROVER][1].extend(["checks.add_wordrule", "checks.change_wordrule", "checks.delete_wordrule"])

#: role -> rights on every page of the tree; Wagtail asks no rights of single page types. Whoever may read entries may
#: read pages: that right opens the lists (``cms.admin.page_readers``) and no form.
PAGE_RIGHTS: dict[str, tuple[str, ...]] = {
    WRITER: ("add_page", "change_page"),
    **dict.fromkeys((REVIEWER, APPROVER, KIDS, PARTNERS, VIEWER), ("view_page",)),
}

#: role -> rights on every picture: to upload and to use them, and to change or delete one's own. Nobody else's.
PICTURE_RIGHTS: dict[str, tuple[str, ...]] = {WRITER: ("add_image", "choose_image")}


@transaction.atomic
def set_up() -> None:
    """Make groups, rights and the workflow what this module says. Idempotent."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role, (on_models, further) in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role)
        rights = [access]
        for action, model in on_models:
            name = f"{action}_{model._meta.model_name}"
            rights.append(Permission.objects.get(content_type=ContentType.objects.get_for_model(model), codename=name))
        for right in further:
            app_label, codename = right.split(".")
            rights.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
        group.permissions.set(rights)
    # Wagtail's own groups hold the publish right and its own workflow asks its own tasks.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    workflow, _ = Workflow.objects.get_or_create(name="公開までの確認", defaults={"active": True})
    for position, (step, name) in enumerate(STEP_NAMES.items()):
        task = StepTask.objects.filter(step=step).first() or StepTask.objects.create(step=step, name=name)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": position})
    root = _plant_tree()
    for group in Group.objects.all():
        _grant(group, GroupPagePermission, {"page": root}, "wagtailcore", PAGE_RIGHTS.get(group.name, ()))
        of_pictures = {"collection": Collection.get_first_root_node()}
        of_role = PICTURE_RIGHTS.get(group.name, ())
        _grant(group, GroupCollectionPermission, of_pictures, "wagtailimages", of_role)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    for model in ENTRIES:
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
    Workflow.objects.exclude(pk=workflow.pk).update(active=False)
    # Wagtail's own, which nothing ever went through, would stand under English names in reports and filters.
    Workflow.objects.filter(active=False, workflow_states__isnull=True).delete()
    GroupApprovalTask.objects.filter(task_states__isnull=True).delete()


def _plant_tree() -> Page:
    """The root of all pages. Nothing is served from the tree, so Wagtail's site and its welcome page go."""
    Site.objects.all().delete()
    welcome = Page.objects.filter(depth=2, content_type__model="page", content_type__app_label="wagtailcore")
    welcome.update(live=False)  # or Wagtail unpublishes it by a door of ours, which is no place for a set-up
    welcome.delete()
    root = Page.get_first_root_node()
    Page.objects.filter(pk=root.pk).update(title="すべてのページ", draft_title="すべてのページ")
    return root


def _grant(group: Group, rows: Any, root: dict[str, Any], app_label: str, wanted: tuple[str, ...]) -> None:
    """Give a group these rights on the root of a tree, of pages or of collections, and no other."""
    rows.objects.filter(group=group).exclude(**root, permission__codename__in=wanted).delete()
    for codename in wanted:
        right = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        rows.objects.get_or_create(group=group, **root, permission=right)
