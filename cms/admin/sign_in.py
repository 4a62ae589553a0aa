"""Signing in again while a form stands open: who is signed in, a fresh CSRF token, and the page that says "go back".

The work itself is done by `static/editors/keep_typed.js`, which keeps what was typed in the tab where it was typed.
"""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.workflow.people import called

#: What `keep_typed.js` says; in braces stands what it fills in.
WORDS = {
    "close": _("閉じる"),
    "signIn": _("新しいタブでログインする"),
    "ended": _("ログインが切れました。入力した内容は消えていません。"),
    "endedKept": _(
        "この画面は閉じないでください。新しいタブでログインすると、この画面から続けて保存できます。"
        "このタブで画面を読み込み直しても、ログインしたあとで入力を戻します。"
    ),
    "endedHere": _(
        "この画面は閉じないでください。新しいタブでログインすると、この画面から続けて保存できます。"
        "入力が多いため、読み込み直すと戻せません。この画面のまま続けてください。"
    ),
    "goOn": _("ログインしたので続ける"),
    "signedIn": _("ログインしました。"),
    "saving": _("そのまま続けられます。入力した内容を保存します。"),
    "other": _("いまは「{name}」さんとしてログインしています。"),
    "otherTyped": _(
        "この画面の内容は「{name}」さんが入力したものです。「{name}」さんとしてログインし直してから、続けてください。"
    ),
    "goOnAgain": _("ログインし直したので続ける"),
    "left": _("ログインが切れる前の入力が残っています。"),
    "bringBack": _("入力を戻す"),
    "discard": _("捨てる"),
    "newer": _(
        "そのあいだに新しい版が保存されたため、自動では戻していません。"
        "「入力を戻す」を選ぶと、残っている入力を新しい下書きとして保存します。いまの版も履歴に残ります。"
    ),
    "refused": _("自動では戻せませんでした。「入力を戻す」を選ぶと、もう一度保存します。"),
    "brought": _("ログインが切れる前の入力を戻しました。"),
    "look": _("下書きの内容を確かめて、続けてください。"),
}


class SignInState(View):
    """Who is signed in, and the token for forms. Who is not is refused with 403, as every script of the admin is."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> JsonResponse:
        answer = {"person": str(request.user.pk), "name": called(request.user), "token": get_token(request)}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})


class SignedIn(WagtailAdminTemplateMixin, TemplateView):
    """Where a sign-in in another tab ends: the open form goes on by itself, and this page says so."""

    template_name = "editors/signed_in.html"
    page_title = _("ログインしました")
    header_icon = "check"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


def keeper() -> SafeString:
    """The tags of the file that keeps what was typed; for Wagtail's hook `insert_global_admin_js`."""
    places = {
        "state": "sign_in_state",
        "done": "signed_in",
        "login": "wagtailadmin_login",
        "logout": "wagtailadmin_logout",
    }
    data = format_html_join("", ' data-{}="{}"', ((name, reverse(place)) for name, place in places.items()))
    words = json.dumps({name: str(word) for name, word in WORDS.items()}, ensure_ascii=False)
    return format_html('<script src="{}"{} data-words="{}"></script>', static("editors/keep_typed.js"), data, words)


def keeper_style() -> SafeString:
    """Its style; for `insert_global_admin_css`."""
    return format_html('<link rel="stylesheet" href="{}">', static("editors/keep_typed.css"))
