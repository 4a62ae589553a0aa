"""FAQs: a question as a troubled person would ask it, and its answer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField

from catalog.related import RelatedService
from pages.index import Indexed
from pages.rich_text import FEATURES


class Faq(Indexed):
    document_type: ClassVar[str] = "faq"
    translated_fields: ClassVar[tuple[str, ...]] = ("question", "answer", "search_words")
    titled_by: ClassVar[str] = "question"

    question = models.CharField(_("質問"), max_length=200, blank=True)
    answer = RichTextField(_("答え"), blank=True, features=FEATURES)
    search_words = models.TextField(
        _("検索のことば"),
        blank=True,
        help_text=_("本文にないが、さがす人が使いそうなことば。読む人には見えません。"),
    )
    topics = ParentalManyToManyField(
        "catalog.Topic", verbose_name=ngettext_lazy("悩みの分類", "悩みの分類", 2), blank=True, related_name="faqs"
    )
    position = models.PositiveIntegerField(_("並び順"), default=0, help_text=_("小さいものから並びます。"))

    class Meta:
        verbose_name = _("よくある質問")
        verbose_name_plural = ngettext_lazy("よくある質問", "よくある質問", 2)

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in("answer", "ja"):
            problems.append(gettext("「答え(日本語)」を入れてください。"))
        return problems


class FaqService(RelatedService):
    page = ParentalKey(Faq, on_delete=models.CASCADE, related_name="related_services")

    class Meta(RelatedService.Meta):
        verbose_name = _("関係する支援・相談窓口")
        verbose_name_plural = _("関係する支援・相談窓口")
