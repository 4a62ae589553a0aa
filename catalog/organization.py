"""Organizations: who provides a service."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.publishable import SnippetEntry, live_needs_slug, live_needs_text


class Organization(SnippetEntry):
    document_type: ClassVar[str] = "organization"
    translated_fields: ClassVar[tuple[str, ...]] = ("name",)

    class ProviderType(models.TextChoices):
        NATIONAL = "national", _("国")
        PREFECTURE = "prefecture", _("都道府県")
        MUNICIPALITY = "municipality", _("市区町村")
        NPO = "npo", _("NPO・一般社団・一般財団など")
        CORPORATION = "corporation", _("社会福祉法人・独立行政法人・病院など")

    name = models.CharField(_("名称"), max_length=120, blank=True)
    kana = models.CharField(
        _("よみがな"), max_length=200, blank=True, help_text=_("ひらがなで、名称のぜんぶの読みを入れます。")
    )
    provider_type = models.CharField(_("種別"), max_length=12, choices=ProviderType, blank=True)
    url = models.URLField(_("公式サイト"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("提供機関")
        verbose_name_plural = ngettext_lazy("提供機関", "提供機関", 2)
        constraints = [
            live_needs_slug("a_live_organization_has_a_slug"),
            live_needs_text("name_ja", name="a_live_organization_has_a_japanese_name"),
        ]

    def __str__(self) -> str:
        return self.text_in("name", "ja") or "(名称未入力の提供機関)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in("name", "ja"):
            problems.append(gettext("「名称(日本語)」を入れてください。"))
        if not self.provider_type:
            problems.append(gettext("「種別」を選んでください。"))
        return problems
