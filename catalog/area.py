"""Local government areas: reference data that a command loads, outside the workflow."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class Area(models.Model):
    """A prefecture, municipality or ward under its 全国地方公共団体コード; closed ones are kept, with successors."""

    class Level(models.TextChoices):
        PREFECTURE = "prefecture", _("都道府県")
        MUNICIPALITY = "municipality", _("市区町村")
        WARD = "ward", _("政令指定都市の区")

    content_id = models.UUIDField(_("公開ID"), unique=True, editable=False)
    code = models.CharField(_("全国地方公共団体コード"), max_length=6, unique=True)
    level = models.CharField(_("種別"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", verbose_name=_("上の地域"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name_ja = models.CharField(_("名称"), max_length=60)
    name_kana = models.CharField(_("よみがな"), max_length=120)
    name_en = models.CharField(_("名称(英語)"), max_length=120)
    valid_from = models.DateField(_("いつから"), null=True, blank=True)
    valid_to = models.DateField(_("いつまで"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", verbose_name=_("後継の地域"), symmetrical=False, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = _("地域")
        verbose_name_plural = ngettext_lazy("地域", "地域", 2)

    def __str__(self) -> str:
        return f"{self.name_ja} {self.code}"
