"""The editors' menu."""

from django.http import HttpRequest
from django.utils.translation import ngettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.admin.approval_queue import may_see
from cms.admin.catalog import (
    AreaViewSet,
    AudienceViewSet,
    EmergencySetViewSet,
    OrganizationViewSet,
    ServiceViewSet,
    TopicViewSet,
)
from cms.admin.concept import ConceptViewSet
from cms.admin.kids_text import KidsTextViewSet
from cms.admin.site_notice import SiteNoticeViewSet


class CatalogGroup(SnippetViewSetGroup):
    menu_label = ngettext_lazy("支援・相談窓口", "支援・相談窓口", 2)
    menu_icon = "help"
    menu_order = 100
    items = (
        ServiceViewSet,
        KidsTextViewSet,
        EmergencySetViewSet,
        OrganizationViewSet,
        TopicViewSet,
        ConceptViewSet,
        AudienceViewSet,
        AreaViewSet,
        SiteNoticeViewSet,
    )


class ApprovalsItem(MenuItem):
    """Shown to whoever may look at what waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class WithdrawalsItem(MenuItem):
    """Shown to whoever takes part in taking something out."""

    def is_shown(self, request: HttpRequest) -> bool:
        rights = ("publication.propose_withdrawal", "publication.confirm_withdrawal")
        return any(request.user.has_perm(right) for right in rights)
