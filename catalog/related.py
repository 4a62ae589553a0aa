"""The services that a page or a concept leads to, in the editors' order: the most fitting one first."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable


class RelatedService(Orderable):
    """One line of a list of services; a half-filled draft may name none."""

    service = models.ForeignKey(
        "catalog.Service",
        verbose_name=_("支援・相談窓口"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        abstract = True
