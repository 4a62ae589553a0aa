"""Signing in again while a form stands open: who is signed in, a fresh CSRF token, and the page that says "go back".

The work itself is done by `static/editors/keep_typed.js`, which keeps what was typed in the tab where it was typed.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.workflow.people import called


class SignInState(View):
    """Who is signed in, and the token for forms. Who is not is refused with 403, as every script of the admin is."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> JsonResponse:
        answer = {"person": str(request.user.pk), "name": called(request.user), "token": get_token(request)}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})


class SignedIn(WagtailAdminTemplateMixin, TemplateView):
    """Where a sign-in in another tab ends: the open form goes on by itself, and this page says so."""

    template_name = "editors/signed_in.html"
    page_title = "ログインしました"
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
    return format_html('<script src="{}"{}></script>', static("editors/keep_typed.js"), data)


def keeper_style() -> SafeString:
    """Its style; for `insert_global_admin_css`."""
    return format_html('<link rel="stylesheet" href="{}">', static("editors/keep_typed.css"))
