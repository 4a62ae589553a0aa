"""The editors' table of roles, docs/editors/roles.md, says what cms/workflow/roles.py gives."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.workflow import roles

PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors" / "roles.md"
ACTIONS = {"view": "を見る", "add": "を作る", "change": "を直す", "delete": "の下書きを消す"}
FURTHER = {
    "workflow.review": "点検する",
    "workflow.approve": "承認する",
    "workflow.approve_kids": "こども向けの文を確認する",
    "publication.propose_withdrawal": "取り下げを申し出る",
    "publication.confirm_withdrawal": "取り下げを確かめる",
    "auth.view_user": "利用者を見る",
    "auth.add_user": "利用者を作る",
    "auth.change_user": "利用者を直す",
    "auth.delete_user": "利用者を消す",
}
#: Rights that Wagtail gives on the root of a tree, of pages or of collections of pictures: the writers' alone.
IN_A_TREE = {
    "add_page": "よくある質問・記事・メッセージを作る",
    "change_page": "よくある質問・記事・メッセージ・一覧ページを直す(公開していないものを消す)",
    "add_image": "画像を入れる(自分の画像を消す)",
    "choose_image": "画像を選んで使う",
}


def table() -> list[str]:
    """One line for each right, one column for each role, ● where the role holds the right."""
    names = list(roles.RIGHTS)
    lines = [f"| | {' | '.join(names)} |", "| --- |" + " :-: |" * len(names)]
    for action, word in ACTIONS.items():
        for model in (*roles.ENTRIES, roles.Area):
            held = [(action, model) in roles.RIGHTS[name][0] for name in names]
            if any(held):
                lines.append(_line(f"{model._meta.verbose_name}{word}", held))
    for word in IN_A_TREE.values():
        lines.append(_line(word, [name == roles.WRITER for name in names]))
    for right, word in FURTHER.items():
        lines.append(_line(word, [right in roles.RIGHTS[name][1] for name in names]))
    return lines


def _line(right: str, held: list[bool]) -> str:
    return f"| {right} | {' | '.join('●' if there else '' for there in held)} |"


def test_the_table_is_the_code() -> None:
    written = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
    assert written == table(), "docs/editors/roles.md should say:\n" + "\n".join(table())


def test_the_table_leaves_no_right_out() -> None:
    assert {right for _, further in roles.RIGHTS.values() for right in further} == FURTHER.keys()
    assert IN_A_TREE.keys() == {*roles.PAGE_RIGHTS, *roles.PICTURE_RIGHTS}
    assert {action for on_models, _ in roles.RIGHTS.values() for action, _ in on_models} == ACTIONS.keys()


@pytest.mark.django_db
def test_the_groups_hold_what_the_table_says_and_never_the_right_to_publish() -> None:
    roles.set_up()
    assert set(Group.objects.values_list("name", flat=True)) == roles.RIGHTS.keys()
    for name, (on_models, further) in roles.RIGHTS.items():
        wanted = {f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action, model in on_models}
        held = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == {*wanted, *further, "wagtailadmin.access_admin"}
        assert not any(codename.startswith("publish") for _, codename in held)
        on_trees = {
            *GroupPagePermission.objects.filter(group__name=name).values_list("permission__codename", flat=True),
            *GroupCollectionPermission.objects.filter(group__name=name).values_list("permission__codename", flat=True),
        }
        assert on_trees == (IN_A_TREE.keys() if name == roles.WRITER else set())
