"""Emergency sets: per channel the ordered services that stand on every answer."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from catalog.publishable import CHANNELS, Entry, live_needs, live_needs_slug


class EmergencySet(Entry):
    """One to five services for one channel."""

    document_type: ClassVar[str] = "emergency"

    channel = models.CharField("公開先のサイト", max_length=12, choices=CHANNELS, blank=True)

    class Meta:
        verbose_name = "緊急の連絡先"
        verbose_name_plural = "緊急の連絡先"
        constraints = [
            live_needs_slug("a_live_emergency_set_has_a_slug"),
            live_needs(~models.Q(channel=""), name="a_live_emergency_set_has_a_channel"),
            models.UniqueConstraint(
                fields=["channel"], condition=models.Q(live=True), name="a_channel_has_one_live_emergency_set"
            ),
        ]

    def __str__(self) -> str:
        return f"緊急の連絡先({dict(CHANNELS).get(self.channel, '公開先未選択')})"


class EmergencyMember(Orderable):
    """A place in an emergency set; a draft may leave it empty."""

    set = ParentalKey("catalog.EmergencySet", on_delete=models.CASCADE, related_name="members")
    service = models.ForeignKey(
        "catalog.Service",
        verbose_name="支援・相談窓口",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="emergency_members",
    )

    class Meta(Orderable.Meta):
        verbose_name = "緊急の連絡先に載せる窓口"
        verbose_name_plural = "緊急の連絡先に載せる窓口"
