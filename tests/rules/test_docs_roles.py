"""The editors' table of roles, docs/editors/roles.md, says what cms/workflow/roles.py gives.

That reality is the same table is asked in tests/workflow/test_roles_over_http.py.
"""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.workflow import roles, roles_table

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_the_code() -> None:
    written = (ROOT / roles_table.PAGE).read_text()
    assert written == roles_table.page(), "run: manage.py roles_table"


def test_the_table_leaves_no_right_out() -> None:
    assert {right for _, further in roles.RIGHTS.values() for right in further} == roles_table.FURTHER.keys()
    in_trees = {
        right for given in (roles.PAGE_RIGHTS, roles.PICTURE_RIGHTS) for some in given.values() for right in some
    }
    assert in_trees == roles_table.IN_A_TREE.keys()
    on_models = {right for given, _ in roles.RIGHTS.values() for right in given}
    assert {action for action, _ in on_models} == roles_table.ACTIONS.keys()
    assert {model for _, model in on_models} == set(roles.MODELS)


@pytest.mark.django_db
def test_the_groups_hold_what_the_table_says_and_never_the_right_to_publish() -> None:
    roles.set_up()
    assert set(Group.objects.values_list("name", flat=True)) == roles.RIGHTS.keys()
    for name, (on_models, further) in roles.RIGHTS.items():
        wanted = {f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action, model in on_models}
        held = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == {*wanted, *further, "wagtailadmin.access_admin"}
        assert not any(codename.startswith("publish") for _, codename in held)
        on_pages = GroupPagePermission.objects.filter(group__name=name).values_list("permission__codename", flat=True)
        assert set(on_pages) == set(roles.PAGE_RIGHTS.get(name, ()))
        on_pictures = GroupCollectionPermission.objects.filter(group__name=name)
        assert set(on_pictures.values_list("permission__codename", flat=True)) == set(
            roles.PICTURE_RIGHTS.get(name, ())
        )
