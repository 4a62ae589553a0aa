"""Concepts: how people speak of one trouble, so that search finds help by their words. Crises are concepts too."""

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from catalog import phrase_lines
from catalog.languages import language_name, languages
from catalog.publishable import SnippetEntry, live_needs_slug, live_needs_text
from catalog.related import RelatedService


class Concept(SnippetEntry):
    document_type: ClassVar[str] = "concept"
    translated_fields: ClassVar[tuple[str, ...]] = ("name", "phrases")

    class Crisis(models.TextChoices):
        SUICIDE = "suicide", _("死にたい・自殺")
        SELF_HARM = "self_harm", _("自傷")
        ABUSE = "abuse", _("虐待(こども・高齢者)")
        VIOLENCE = "violence", _("暴力・DV")
        SEXUAL = "sexual", _("性被害")
        DANGER = "danger", _("そのほか、いま命があぶない")

    name = models.CharField(_("名称"), max_length=120, blank=True)
    crisis = models.CharField(_("危機の種類"), max_length=10, choices=Crisis, blank=True)
    phrases = models.TextField(_("いいまわし"), blank=True)
    unless = models.TextField(_("区別のため(この中なら当てない)"), blank=True)
    terms = models.TextField(_("窓口の説明で使われることば"), blank=True)
    topics = ParentalManyToManyField(
        "catalog.Topic", verbose_name=ngettext_lazy("悩みの分類", "悩みの分類", 2), blank=True, related_name="concepts"
    )

    class Meta:
        verbose_name = _("検索の概念")
        verbose_name_plural = ngettext_lazy("検索の概念", "検索の概念", 2)
        constraints = [
            live_needs_slug("a_live_concept_has_a_slug"),
            live_needs_text("name_ja", name="a_live_concept_has_a_japanese_name"),
        ]

    def __str__(self) -> str:
        return self.text_in("name", "ja") or "(名称未入力の検索の概念)"  # stays Japanese: kept as a name

    def phrases_in_all_languages(self) -> tuple[str, ...]:
        """Every pattern, Japanese ones first, each once."""
        return phrase_lines.patterns("\n".join(self.text_in("phrases", language) for language in languages()))

    def problems(self) -> list[str]:
        return [*super().problems(), *self._missing(), *self.line_problems()]

    def _missing(self) -> Iterator[str]:
        if not self.text_in("name", "ja"):
            yield gettext("「名称(日本語)」を入れてください。")
        if not self.phrases_in_all_languages():
            yield gettext("「いいまわし」を1つ以上入れてください。")
        leads = (self.crisis, self.terms.strip(), self.topics.all(), self.related_services.all())
        if not any(leads):
            yield gettext("「悩みの分類」「支援・相談窓口」「窓口の説明で使われることば」のどれかを入れてください。")

    def line_problems(self) -> Iterator[str]:
        """What is wrong with single lines, in plain Japanese."""
        lines = {
            **{
                gettext("いいまわし(%(language)s)") % {"language": language_name(language)}: self.text_in(
                    "phrases", language
                )
                for language in languages()
            },
            gettext("区別のため"): self.unless,
        }
        for where, text in lines.items():
            for problem in phrase_lines.problems(text):
                yield gettext("「%(where)s」の%(problem)s") % {"where": where, "problem": problem}
        for term in phrase_lines.patterns(self.terms):
            if "|" in term or "+" in term:
                yield gettext(
                    "「窓口の説明で使われることば」は、1行に1つずつ書いてください(「%(term)s」に記号があります)。"
                ) % {"term": term}


class ConceptService(RelatedService):
    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="related_services")

    class Meta(RelatedService.Meta):
        verbose_name = _("案内する支援・相談窓口")
        verbose_name_plural = _("案内する支援・相談窓口")
