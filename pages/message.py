"""Messages to readers: from the minister, or from the office that is in charge."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
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
        MINISTER = "minister", "大臣から"
        OFFICE = "office", "担当の役所から"

    channels = models.JSONField("公開先", default=website_alone, blank=True)
    kind = models.CharField("種類", max_length=20, choices=Kind, default=Kind.MINISTER)
    headline = models.CharField("題名", max_length=120, blank=True)
    author = models.CharField("書いた人", max_length=120, blank=True, help_text="名前か役職です。例:担当大臣")
    office = models.CharField("役職・所属", max_length=120, blank=True)
    date = models.DateField("日付", null=True, blank=True)
    portrait = models.ForeignKey(
        "catalog.Picture", verbose_name="写真", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = RichTextField("本文", blank=True, features=FEATURES)
    video_url = models.URLField(
        "動画の場所",
        max_length=500,
        blank=True,
        validators=[RegexValidator(r"\Ahttps://", "https:// で始まるURLを入れてください。")],
        help_text="リンクとしてだけ出ます。ページに動画を埋め込むことはありません(見る人の行動がよそに伝わるため)。",
    )

    class Meta:
        verbose_name = "メッセージ"
        verbose_name_plural = "メッセージ"

    def problems(self) -> list[str]:
        problems = super().problems()
        needed = {"書いた人(日本語)": self.text_in("author", "ja"), "本文(日本語)": self.text_in("body", "ja")}
        problems += [f"「{label}」を入れてください。" for label, text in needed.items() if not text]
        if self.date is None:
            problems.append("「日付」を入れてください。")
        return problems
