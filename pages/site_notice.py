"""Site notices: a word to every reader of a site for as long as it stands. From when to when is its schedule."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.publishable import SnippetEntry, live_needs_slug, live_needs_text

HEAVIEST = 1000


class SiteNotice(SnippetEntry):
    document_type: ClassVar[str] = "notice"
    translated_fields: ClassVar[tuple[str, ...]] = ("heading", "text")

    heading = models.CharField(_("見出し"), max_length=80, blank=True)
    text = models.TextField(_("本文"), max_length=600, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("重み"),
        default=0,
        validators=[MaxValueValidator(HEAVIEST)],
        help_text=_("大きいものから先に出ます(0から1000まで)。"),
    )

    class Meta:
        verbose_name = _("サイトのお知らせ")
        verbose_name_plural = ngettext_lazy("サイトのお知らせ", "サイトのお知らせ", 2)
        constraints = [
            live_needs_slug("a_live_notice_has_a_slug"),
            live_needs_text("heading_ja", name="a_live_notice_has_a_japanese_heading"),
            models.CheckConstraint(condition=models.Q(weight__lte=HEAVIEST), name="a_notice_has_a_weight_in_bounds"),
        ]

    def __str__(self) -> str:
        return self.text_in("heading", "ja") or "(見出し未入力のお知らせ)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in("heading", "ja"):
            problems.append(gettext("「見出し(日本語)」を入れてください。"))
        return problems
