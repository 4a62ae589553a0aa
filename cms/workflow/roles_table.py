"""The table of who may do what, made from ``cms.workflow.roles``: what docs/editors/roles.md holds.

``manage.py roles_table`` writes the page. tests/workflow/test_roles_over_http.py plays every line as every role.
"""

from collections.abc import Iterator
from typing import Final

from django.db.models import Model

from cms.workflow import roles

PAGE: Final = "docs/editors/roles.md"

ABOUT: Final = """# 役割と権限

役割は `cms/workflow/roles.py` にあり、`manage.py setup_editing` が用意します。1人にいくつでも付けられます。
付けるのは管理者です(「設定」→「ユーザー」で人を開き、「役割」のタブ)。
どの役割にも「公開する」権限はありません。必要な手順の承認がそろったときに公開されます。自分の書いたものの承認は、どの役割でもできません。

| 役割 | 何をする人か |
| --- | --- |
| 書き手 | 書く、訳す、直す、提出する、取り下げを申し出る |
| 点検者 | 書かれたことが正しいか、読んで分かるかを確かめる |
| 承認者 | 公開してよいかを決める。取り下げを確かめる |
| こども担当 | こどもが読むもの・こどもを案内するものを確かめる |
| 連携担当 | 連携団体に届くものを見る。必要なら取り下げを申し出る(連携団体の鍵の扱いは、まだありません) |
| 管理者 | 利用者と役割を扱う。内容には触れない |
| 閲覧者 | 見るだけ。監査のための人 |

## だれが何をできるか

この表は `manage.py roles_table` が作ります。手では直さないでください。
表のとおりにできること・できないことは、どの行も、どの役割でも、実際の画面でテストされています。
"""

#: What is done with entries, by Django's name of the right.
ACTIONS: Final = {"view": "を見る", "add": "を作る", "change": "を直す・提出する", "delete": "の下書きを消す"}

#: Rights that Wagtail gives on the root of a tree, of pages or of collections of pictures.
IN_A_TREE: Final = {
    "view_page": "よくある質問・記事・メッセージ・一覧ページを見る",
    "add_page": "よくある質問・記事・メッセージを作る",
    "change_page": "よくある質問・記事・メッセージ・一覧ページを直す・提出する(公開していないものを消す)",
    "add_image": "画像を入れる(自分の画像を消す)",
    "choose_image": "画像を選んで使う",
}
#: Whoever writes pages sees them.
IMPLIED: Final = {"view_page": {"view_page", "add_page", "change_page"}}

#: Every other right: whoever gives a role a new one says here what it is called.
FURTHER: Final = {
    "workflow.review": "点検する",
    "workflow.approve_kids": "こども向けの文を確認する",
    "workflow.approve": "承認する",
    "publication.propose_withdrawal": "取り下げを申し出る",
    "publication.confirm_withdrawal": "取り下げを確かめる",
    "releases.compose_release": "一括公開を組む",
    "override.take_emergency_action": "緊急の公開・停止を申し出る・確かめる(2人で)",
    "override.review_emergency_action": "緊急の公開・停止を事後に確かめる(3人目として)",
    "verification.ask_owner": "窓口に確認をお願いする・リンクを取り消す",
    "translation.set_policy": "訳の扱い(公開を止める・注意・しるし)を決める",
    "checks.start_round": "全体の点検を始める",
    "checks.view_wordrule": "点検のことばを見る",
    "checks.add_wordrule": "点検のことばを足す",
    "checks.change_wordrule": "点検のことばを直す",
    "checks.delete_wordrule": "点検のことばを消す",
    "auth.view_user": "利用者を見る",
    "auth.add_user": "利用者を作る",
    "auth.change_user": "利用者を直す・役割を付ける",
    "auth.delete_user": "利用者を消す",
}

#: What needs no right of its own but that of reading services: the screens that everybody shares.
FOR_READERS: Final = {
    "approvals": "「承認待ち」と、公開されると変わることを見る",
    "entry_state": "「なぜ公開できないか」を見る",
    "content_checks": "「内容の点検」の結果を見る",
}
#: What nobody may do, whatever their role.
FOR_NOBODY: Final = {
    "publish": "承認なしに公開する",
    "own": "自分の書いたものを承認する",
}


def lines() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every line: the key of the act, what editors call it, and the roles that may."""
    for action, said in ACTIONS.items():
        for models, held in _together(action):
            names = "・".join(str(model._meta.verbose_name) for model in models)
            yield f"{action}:{','.join(model._meta.model_name or '' for model in models)}", f"{names}{said}", held
    for right, said in IN_A_TREE.items():
        given = {**roles.PAGE_RIGHTS} if right.endswith("_page") else {**roles.PICTURE_RIGHTS}
        wanted = IMPLIED.get(right, {right})
        yield right, said, frozenset(role for role, rights in given.items() if wanted & set(rights))
    readers = frozenset(role for role, (on_models, _) in roles.RIGHTS.items() if on_models)
    yield from ((act, said, readers) for act, said in FOR_READERS.items())
    for right, said in FURTHER.items():
        yield right, said, frozenset(role for role, (_, further) in roles.RIGHTS.items() if right in further)
    yield from ((act, said, frozenset()) for act, said in FOR_NOBODY.items())


def _together(action: str) -> Iterator[tuple[list[type[Model]], frozenset[str]]]:
    """The models of which the same roles may do this: one line for all of them."""
    found: dict[frozenset[str], list[type[Model]]] = {}
    for model in roles.MODELS:
        held = frozenset(role for role, (on_models, _) in roles.RIGHTS.items() if (action, model) in on_models)
        if held:
            found.setdefault(held, []).append(model)
    for held, models in found.items():
        yield models, held


def page() -> str:
    """The whole page as it is kept."""
    names = list(roles.RIGHTS)
    table = [f"| | {' | '.join(names)} |", "| --- |" + " :-: |" * len(names)]
    table += [f"| {said} | {' | '.join('●' if name in held else '' for name in names)} |" for _, said, held in lines()]
    return "\n".join([ABOUT, *table, ""])
