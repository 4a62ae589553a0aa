"""What the starter import made last time, so that a later import sees what editors have changed since."""

from django.db import models


class StarterImport(models.Model):
    """The digest of one imported source as it was saved."""

    content_id = models.UUIDField("公開ID", unique=True, editable=False)
    digest = models.CharField("取り込んだ内容の要約値", max_length=64, editable=False)

    class Meta:
        verbose_name = "取り込みの記録"
        verbose_name_plural = "取り込みの記録"
