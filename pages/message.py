"""Messages to readers: from the minister, or from the office that is in charge."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from pages.entry_page import website_alone
from pages.index import Indexed
from pages.rich_text import FEATURES


class Message(Indexed):
    document_type: ClassVar[str] = "message"
    translated_fields: ClassVar[tuple[str, ...]] = ("headline", "author", "office", "body")
    titled_by: ClassVar[str] = "headline"
    possible_channels: ClassVar[tuple[str, ...]] = ("website", "kids")

    class Kind(models.TextChoices):
        MINISTER = "minister", _("大臣から")
        OFFICE = "office", _("担当の役所から")

    channels = models.JSONField(_("公開先"), default=website_alone, blank=True)
    kind = models.CharField(_("種類"), max_length=20, choices=Kind, default=Kind.MINISTER)
    headline = models.CharField(_("題名"), max_length=120, blank=True)
    author = models.CharField(_("書いた人"), max_length=120, blank=True, help_text=_("名前か役職です。例:担当大臣"))
    office = models.CharField(_("役職・所属"), max_length=120, blank=True)
    date = models.DateField(_("日付"), null=True, blank=True)
    portrait = models.ForeignKey(
        "catalog.Picture", verbose_name=_("写真"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = RichTextField(_("本文"), blank=True, features=FEATURES)
    video_url = models.URLField(
        _("動画の場所"),
        max_length=500,
        blank=True,
        validators=[RegexValidator(r"\Ahttps://", _("https:// で始まるURLを入れてください。"))],
        help_text=_("リンクとしてだけ出ます。ページに動画を埋め込むことはありません(見る人の行動がよそに伝わるため)。"),
    )

    class Meta:
        verbose_name = _("メッセージ")
        verbose_name_plural = ngettext_lazy("メッセージ", "メッセージ", 2)

    def problems(self) -> list[str]:
        problems = super().problems()
        needed = {
            gettext("書いた人(日本語)"): self.text_in("author", "ja"),
            gettext("本文(日本語)"): self.text_in("body", "ja"),
        }
        problems += [
            gettext("「%(label)s」を入れてください。") % {"label": label} for label, text in needed.items() if not text
        ]
        if self.date is None:
            problems.append(gettext("「日付」を入れてください。"))
        return problems
