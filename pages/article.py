"""Articles: what experts advise, and what people tell of themselves (体験談)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField

from catalog.languages import column, language_name, languages
from catalog.related import RelatedService
from pages import blocks
from pages.index import Indexed


class Article(Indexed):
    document_type: ClassVar[str] = "article"
    translated_fields: ClassVar[tuple[str, ...]] = (
        "headline",
        "summary",
        "body",
        "author_name",
        "author_role",
        "author_affiliation",
        "pen_name",
        "search_words",
    )
    titled_by: ClassVar[str] = "headline"

    class Kind(models.TextChoices):
        EXPERT = "expert", _("専門家の記事")
        STORY = "story", _("体験談")

    kind = models.CharField(_("種類"), max_length=20, choices=Kind, default=Kind.EXPERT)
    headline = models.CharField(_("題名"), max_length=120, blank=True)
    summary = models.TextField(_("概要"), blank=True, help_text=_("一覧に出ます。2〜3文で書きます。"))
    body = StreamField(blocks.Body(), verbose_name=_("本文"), blank=True)
    author_name = models.CharField(_("書いた人の氏名"), max_length=80, blank=True)
    author_role = models.CharField(_("書いた人の肩書き"), max_length=120, blank=True)
    author_affiliation = models.CharField(_("書いた人の所属"), max_length=120, blank=True)
    portrait = models.ForeignKey(
        "catalog.Picture",
        verbose_name=_("書いた人の写真"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    pen_name = models.CharField(
        _("ペンネーム"), max_length=80, blank=True, help_text=_("体験談だけに入れます。本人と分からない名前にします。")
    )
    search_words = models.TextField(
        _("検索のことば"),
        blank=True,
        help_text=_("本文にないが、さがす人が使いそうなことば。読む人には見えません。"),
    )
    topics = ParentalManyToManyField(
        "catalog.Topic", verbose_name=ngettext_lazy("悩みの分類", "悩みの分類", 2), blank=True, related_name="articles"
    )
    position = models.PositiveIntegerField(_("並び順"), default=0, help_text=_("小さいものから並びます。"))

    class Meta:
        verbose_name = _("記事")
        verbose_name_plural = ngettext_lazy("記事", "記事", 2)

    def text_in(self, field: str, language: str) -> str:
        """The text of exactly this language; of a body, the one spelling of its blocks."""
        if field == "body":
            return blocks.as_text(getattr(self, column(field, language)))
        return super().text_in(field, language)

    def body_in(self, language: str) -> list[dict[str, Any]]:
        """The blocks of exactly this language, as they were written."""
        return blocks.written(getattr(self, column("body", language)))

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in("body", "ja"):
            problems.append(gettext("「本文(日本語)」を入れてください。"))
        problems += self._author_problems()
        for language in languages():
            for found in blocks.problems(getattr(self, column("body", language))):
                problems.append(
                    gettext("「本文(%(language)s)」の%(found)s") % {"language": language_name(language), "found": found}
                )
        return problems

    def _author_problems(self) -> list[str]:
        """Who tells a story of their own must not be recognised; who advises must be."""
        signed = [name for name in ("author_name", "author_role", "author_affiliation") if self._in_any(name)]
        if self.kind == self.Kind.STORY:
            problems = (
                []
                if self.text_in("pen_name", "ja")
                else [gettext("体験談には「ペンネーム(日本語)」を入れてください。")]
            )
            if signed or self.portrait_id:
                problems.append(gettext("体験談には、書いた人の氏名・肩書き・所属・写真を入れないでください。"))
            return problems
        if self._in_any("pen_name"):
            return [gettext("「ペンネーム」は体験談だけに入れてください。")]
        if not self.text_in("author_name", "ja") and not self.text_in("author_role", "ja"):
            return [gettext("書いた人の「氏名(日本語)」か「肩書き(日本語)」を入れてください。")]
        if self.portrait_id and not self.text_in("author_name", "ja"):
            return [gettext("書いた人の写真を出すときは「氏名(日本語)」を入れてください。")]
        return []

    def _in_any(self, field: str) -> bool:
        return any(self.text_in(field, language) for language in languages())


class ArticleService(RelatedService):
    page = ParentalKey(Article, on_delete=models.CASCADE, related_name="related_services")

    class Meta(RelatedService.Meta):
        verbose_name = _("関係する支援・相談窓口")
        verbose_name_plural = _("関係する支援・相談窓口")
