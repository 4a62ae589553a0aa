"""Languages that a desk speaks, which are more than those this system is written in."""

from django.utils.translation import gettext_lazy as _

SPOKEN = (
    ("ja", _("日本語")),
    ("en", _("英語")),
    ("zh", _("中国語")),
    ("ko", _("韓国・朝鮮語")),
    ("vi", _("ベトナム語")),
    ("tl", _("タガログ語")),
    ("ne", _("ネパール語")),
    ("id", _("インドネシア語")),
    ("th", _("タイ語")),
    ("pt", _("ポルトガル語")),
    ("es", _("スペイン語")),
    ("my", _("ミャンマー語")),
    ("km", _("クメール語")),
    ("mn", _("モンゴル語")),
    ("si", _("シンハラ語")),
    ("ur", _("ウルドゥー語")),
    ("fr", _("フランス語")),
    ("ru", _("ロシア語")),
    ("uk", _("ウクライナ語")),
    ("ar", _("アラビア語")),
    ("hi", _("ヒンディー語")),
    ("bn", _("ベンガル語")),
    ("jsl", _("日本手話")),
)
