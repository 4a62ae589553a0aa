"""Emergency sets: per channel the ordered services that stand on every answer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from catalog.languages import JAPANESE
from catalog.publishable import CHANNELS, SnippetEntry, live_needs, live_needs_slug

MOST_MEMBERS = 5


class EmergencySet(SnippetEntry):
    """One to five services for one channel."""

    document_type: ClassVar[str] = "emergency"

    channel = models.CharField(_("公開先のサイト"), max_length=12, choices=CHANNELS, blank=True)

    class Meta:
        verbose_name = _("緊急の連絡先")
        verbose_name_plural = ngettext_lazy("緊急の連絡先", "緊急の連絡先", 2)
        constraints = [
            live_needs_slug("a_live_emergency_set_has_a_slug"),
            live_needs(~models.Q(channel=""), name="a_live_emergency_set_has_a_channel"),
            models.UniqueConstraint(
                fields=["channel"], condition=models.Q(live=True), name="a_channel_has_one_live_emergency_set"
            ),
        ]

    def __str__(self) -> str:
        with override(JAPANESE):
            # stays Japanese: kept as a name
            return f"緊急の連絡先({dict(CHANNELS).get(self.channel, '公開先未選択')})"

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.channel:
            problems.append(gettext("「公開先のサイト」を選んでください。"))
        members = list(self.members.all())
        if not 1 <= len(members) <= MOST_MEMBERS:
            problems.append(
                gettext("載せる窓口は、1つから%(most)sつまでにしてください(いまは%(count)sつ)。")
                % {"most": MOST_MEMBERS, "count": len(members)}
            )
        services = [member.service for member in members if member.service is not None]
        if len(services) < len(members):
            problems.append(gettext("窓口を選んでいない行があります。窓口を選ぶか、行を消してください。"))
        if len({service.pk for service in services}) < len(services):
            problems.append(gettext("同じ窓口が2回入っています。"))
        for service in services:
            if not service.live:
                problems.append(
                    gettext("「%(service)s」はまだ公開されていません。先に窓口を公開してください。")
                    % {"service": service}
                )
            elif self.channel and self.channel not in service.channels:
                problems.append(
                    gettext("「%(service)s」の公開先に、このサイトが入っていません。") % {"service": service}
                )
        return problems


class EmergencyMember(Orderable):
    """A place in an emergency set; a draft may leave it empty."""

    set = ParentalKey("catalog.EmergencySet", on_delete=models.CASCADE, related_name="members")
    service = models.ForeignKey(
        "catalog.Service",
        verbose_name=_("支援・相談窓口"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="emergency_members",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("緊急の連絡先に載せる窓口")
        verbose_name_plural = _("緊急の連絡先に載せる窓口")
