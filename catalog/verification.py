"""Which facts of a service can be marked as checked against an official page."""

from django.utils.translation import gettext_lazy as _

VERIFIABLE = (
    ("name", _("名称")),
    ("provider", _("提供機関")),
    ("summary", _("制度のあらまし")),
    ("url", _("公式ページ")),
    ("phone", _("電話番号")),
    ("hours", _("受付時間")),
    ("free_of_charge", _("通話料・利用料")),
    ("line", "LINE"),
    ("languages", _("対応できる言語")),
    ("anonymous_ok", _("匿名で利用できるか")),
)
