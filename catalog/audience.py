"""Audiences: for whom a service is, the second facet. `anyone` matches every filter."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.publishable import SnippetEntry, live_needs_slug, live_needs_text


class Audience(SnippetEntry):
    document_type: ClassVar[str] = "audience"
    translated_fields: ClassVar[tuple[str, ...]] = ("name",)

    name = models.CharField(_("名称"), max_length=80, blank=True)
    position = models.PositiveIntegerField(_("並び順"), default=0, help_text=_("小さいものから並びます。"))

    class Meta:
        verbose_name = _("対象")
        verbose_name_plural = ngettext_lazy("対象", "対象", 2)
        constraints = [
            live_needs_slug("a_live_audience_has_a_slug"),
            live_needs_text("name_ja", name="a_live_audience_has_a_japanese_name"),
        ]

    def __str__(self) -> str:
        return self.text_in("name", "ja") or "(名称未入力の対象)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in("name", "ja"):
            problems.append(gettext("「名称(日本語)」を入れてください。"))
        return problems
