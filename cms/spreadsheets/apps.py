from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadsheetsConfig(AppConfig):
    name = "cms.spreadsheets"
    label = "spreadsheets"
    verbose_name = _("取り込み・書き出し")
