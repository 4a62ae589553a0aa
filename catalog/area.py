"""Local government areas: reference data that a command loads, outside the workflow."""

from django.db import models


class Area(models.Model):
    """A prefecture, municipality or ward under its 全国地方公共団体コード; closed ones are kept, with successors."""

    class Level(models.TextChoices):
        PREFECTURE = "prefecture", "都道府県"
        MUNICIPALITY = "municipality", "市区町村"
        WARD = "ward", "政令指定都市の区"

    content_id = models.UUIDField("公開ID", unique=True, editable=False)
    code = models.CharField("全国地方公共団体コード", max_length=6, unique=True)
    level = models.CharField("種別", max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", verbose_name="上の地域", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name_ja = models.CharField("名称", max_length=60)
    name_kana = models.CharField("よみがな", max_length=120)
    name_en = models.CharField("名称(英語)", max_length=120)
    valid_from = models.DateField("いつから", null=True, blank=True)
    valid_to = models.DateField("いつまで", null=True, blank=True)
    successors = models.ManyToManyField(
        "self", verbose_name="後継の地域", symmetrical=False, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = "地域"
        verbose_name_plural = "地域"

    def __str__(self) -> str:
        return f"{self.name_ja} {self.code}"
