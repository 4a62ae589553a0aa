"""Kids' texts: what a source says to under-18s, written and approved on its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.publishable import SnippetEntry, live_needs, live_needs_text


def kids_channels() -> list[str]:
    return ["kids"]


class KidsText(SnippetEntry):
    """The kids' words of one source, joined to it by `about` alone. Its own id never leaves; it has no document."""

    document_type: ClassVar[str] = "kids_text"
    possible_channels: ClassVar[tuple[str, ...]] = ("kids",)

    channels = models.JSONField(_("公開先"), default=kids_channels, blank=True, editable=False)
    about = models.UUIDField(
        _("もとの内容"),
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("これのこども向けの文はすでにあります。")},
    )
    title = models.CharField(_("題名"), max_length=80, blank=True)
    text = models.TextField(_("本文"), blank=True)
    labels = models.JSONField(_("連絡先の呼び名"), default=dict, blank=True)
    closure_text = models.TextField(_("休みのときのお知らせ"), blank=True)
    search_words = models.TextField(
        _("検索のことば"),
        blank=True,
        help_text=_("本文にないが、こどもがさがすときに使いそうなことば。読む人には見えません。"),
    )
    tokens = models.JSONField(_("ふりがな"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("こども向けの文")
        verbose_name_plural = ngettext_lazy("こども向けの文", "こども向けの文", 2)
        constraints = [
            live_needs(models.Q(about__isnull=False), name="a_live_kids_text_is_about_a_source"),
            live_needs_text("title", name="a_live_kids_text_has_a_title"),
            live_needs_text("text", name="a_live_kids_text_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.title or "(題名未入力のこども向けの文)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        """It needs no slug: its source has one."""
        problems = self.channel_problems()
        if self.about is None:
            problems.append(gettext("「もとの内容」を選んでください。"))
        if not self.title:
            problems.append(gettext("「題名」を入れてください。"))
        if not self.text:
            problems.append(gettext("「本文」を入れてください。"))
        return problems
