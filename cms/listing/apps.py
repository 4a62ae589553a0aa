from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingConfig(AppConfig):
    name = "cms.listing"
    label = "listing"
    verbose_name = _("一覧")
