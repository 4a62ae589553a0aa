"""Topics: what troubles a person, the first facet."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.publishable import SnippetEntry, live_needs_slug, live_needs_text


class Topic(SnippetEntry):
    document_type: ClassVar[str] = "topic"
    translated_fields: ClassVar[tuple[str, ...]] = ("name", "description")

    name = models.CharField(_("名称"), max_length=80, blank=True)
    description = models.TextField(_("説明"), blank=True)
    kana = models.CharField(_("よみがな"), max_length=160, blank=True, help_text=_("ひらがなで入れます。"))
    name_kids = models.CharField(
        _("こども向けの名称"), max_length=80, blank=True, help_text=_("こどもサイトに出すときに要ります。")
    )
    position = models.PositiveIntegerField(_("並び順"), default=0, help_text=_("小さいものから並びます。"))

    class Meta:
        verbose_name = _("悩みの分類")
        verbose_name_plural = ngettext_lazy("悩みの分類", "悩みの分類", 2)
        constraints = [
            live_needs_slug("a_live_topic_has_a_slug"),
            live_needs_text("name_ja", name="a_live_topic_has_a_japanese_name"),
        ]

    def __str__(self) -> str:
        return self.text_in("name", "ja") or "(名称未入力の分類)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in("name", "ja"):
            problems.append(gettext("「名称(日本語)」を入れてください。"))
        if "kids" in self.channels and not self.name_kids:
            problems.append(gettext("こどもサイトに出すには「こども向けの名称」を入れてください。"))
        return problems
