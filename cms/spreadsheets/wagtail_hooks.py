"""Registration only: Wagtail looks for this module in every app."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.spreadsheets.rights import may_export
from cms.spreadsheets.urls import urlpatterns


class SpreadsheetsItem(MenuItem):
    """Shown to whoever may see services."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_export(request.user)


hooks.register("register_admin_urls", lambda: urlpatterns)
hooks.register(
    "register_admin_menu_item",
    lambda: SpreadsheetsItem(_("取り込み・書き出し"), reverse_lazy("spreadsheets"), icon_name="table", order=140),
)
