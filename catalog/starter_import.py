"""What the starter import made last time, so that a later import sees what editors have changed since."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StarterImport(models.Model):
    """The digest of one imported source as it was saved."""

    content_id = models.UUIDField(_("公開ID"), unique=True, editable=False)
    digest = models.CharField(_("取り込んだ内容の要約値"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("取り込みの記録")
        verbose_name_plural = _("取り込みの記録")
