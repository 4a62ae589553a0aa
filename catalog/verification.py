"""Which facts of a service can be marked as checked against an official page."""

VERIFIABLE = (
    ("name", "名称"),
    ("provider", "提供機関"),
    ("summary", "制度のあらまし"),
    ("url", "公式ページ"),
    ("phone", "電話番号"),
    ("hours", "受付時間"),
    ("free_of_charge", "通話料・利用料"),
    ("line", "LINE"),
    ("languages", "対応できる言語"),
    ("anonymous_ok", "匿名で利用できるか"),
)
