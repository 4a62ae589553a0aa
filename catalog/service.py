"""Services: a support programme or consultation desk that a person can turn to."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from catalog.closure import Closable
from catalog.kana import is_reading
from catalog.publishable import SnippetEntry, live_needs_slug, live_needs_text


class Service(SnippetEntry, Closable):
    document_type: ClassVar[str] = "service"
    translated_fields: ClassVar[tuple[str, ...]] = (
        "name",
        "summary",
        "description",
        "how_to_use",
        "cost",
        "conditions",
        "closure_text",
        "search_words",
    )

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("相談")
        BENEFIT = "benefit", _("給付・手当")
        LOAN = "loan", _("貸付")
        PLACE = "place", _("居場所")
        PROGRAMME = "programme", _("制度・事業")

    class CoverageKind(models.TextChoices):
        NATIONAL = "national", _("全国で1つ")
        LOCAL_EVERYWHERE = "local_everywhere", _("各地域にそれぞれある")
        AREAS = "areas", _("決まった地域だけ")

    name = models.CharField(_("名称"), max_length=120, blank=True)
    kana = models.CharField(
        _("よみがな"), max_length=200, blank=True, help_text=_("ひらがなで、名称のぜんぶの読みを入れます。")
    )
    summary = models.TextField(_("概要"), blank=True)
    description = models.TextField(_("くわしい説明"), blank=True)
    how_to_use = models.TextField(_("利用のしかた"), blank=True)
    kind = models.CharField(_("種類"), max_length=12, choices=Kind, blank=True)
    cost = models.TextField(_("費用"), blank=True)
    conditions = models.TextField(_("利用できる人・条件"), blank=True)
    anonymous_ok = models.BooleanField(
        _("匿名で利用できるか"),
        null=True,
        blank=True,
        choices=[(None, _("わからない")), (True, _("匿名でよい")), (False, _("名前が必要"))],
    )
    coverage_kind = models.CharField(_("対象の地域"), max_length=16, choices=CoverageKind, blank=True)
    areas = ParentalManyToManyField(
        "catalog.Area", verbose_name=ngettext_lazy("地域", "地域", 2), blank=True, related_name="services"
    )
    crisis = models.BooleanField(_("危機のときにも案内する"), default=False)
    url = models.URLField(_("公式ページ"), max_length=500, blank=True)
    provider = models.ForeignKey(
        "catalog.Organization",
        verbose_name=_("提供機関"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
    )
    topics = ParentalManyToManyField(
        "catalog.Topic", verbose_name=ngettext_lazy("悩みの分類", "悩みの分類", 2), blank=True, related_name="services"
    )
    audiences = ParentalManyToManyField(
        "catalog.Audience", verbose_name=ngettext_lazy("対象", "対象", 2), blank=True, related_name="services"
    )
    verified_fields = models.JSONField(_("確認した項目"), default=list, blank=True)
    unverified_note = models.TextField(
        _("要確認"), blank=True, help_text=_("まだ確かめられていないこと。解決したら消してください。公開されません。")
    )
    search_words = models.TextField(
        _("検索のことば"), blank=True, help_text=_("さがす人が使いそうなことばを空白で区切って入れます。")
    )

    class Meta:
        verbose_name = _("支援・相談窓口")
        verbose_name_plural = ngettext_lazy("支援・相談窓口", "支援・相談窓口", 2)
        # Services are 90 columns wide: what the first screen counts, and what comes and goes, is found without them.
        indexes = [
            models.Index(
                fields=["live", "has_unpublished_changes", "first_published_at", "verified_on"],
                name="service_by_state",
            ),
            models.Index(Length("unverified_note"), name="service_unverified", condition=models.Q(live=True)),
            models.Index(fields=["review_by"], name="service_by_review", condition=models.Q(live=True)),
            models.Index(
                fields=["expire_at"], name="service_by_expiry", condition=models.Q(live=True, expire_at__isnull=False)
            ),
            models.Index(
                fields=["closure_from"], name="service_by_closure", condition=models.Q(closure_from__isnull=False)
            ),
            models.Index(
                fields=["closure_until"], name="service_by_opening", condition=models.Q(closure_until__isnull=False)
            ),
        ]
        constraints = [
            live_needs_slug("a_live_service_has_a_slug"),
            live_needs_text("name_ja", name="a_live_service_has_a_japanese_name"),
            live_needs_text("summary_ja", name="a_live_service_has_a_japanese_summary"),
        ]

    def __str__(self) -> str:
        return self.text_in("name", "ja") or "(名称未入力の支援・相談窓口)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        return [
            *super().problems(),
            *self._missing(),
            *self._coverage_problems(),
            *self.closure_problems(),
            *(problem for contact in self.contact_points.all() for problem in contact.problems()),
        ]

    def _missing(self) -> list[str]:
        wanted: list[tuple[object, str]] = [
            (self.text_in("name", "ja"), gettext("「名称(日本語)」を入れてください。")),
            (self.kana, gettext("「よみがな」を入れてください。")),
            (
                not self.kana or is_reading(self.kana),
                gettext("「よみがな」は、ひらがなだけで書いてください(例:でぃーぶい)。"),
            ),
            (self.text_in("summary", "ja"), gettext("「概要(日本語)」を入れてください。")),
            (self.kind, gettext("「種類」を選んでください。")),
            (self.provider, gettext("「提供機関」を選んでください。")),
            (self.topics.all(), gettext("「悩みの分類」を1つ以上選んでください。")),
            (self.audiences.all(), gettext("「対象」を1つ以上選んでください。")),
            (self.contact_points.all(), gettext("「連絡先」を1つ以上入れてください。")),
        ]
        return [problem for there, problem in wanted if not there]

    def _coverage_problems(self) -> list[str]:
        if not self.coverage_kind:
            return [gettext("「対象の地域」を選んでください。")]
        if self.coverage_kind == self.CoverageKind.AREAS and not self.areas.all():
            return [gettext("「決まった地域だけ」のときは、地域を1つ以上選んでください。")]
        if self.coverage_kind != self.CoverageKind.AREAS and self.areas.all():
            return [
                gettext(
                    "地域を選ぶのは「決まった地域だけ」のときだけです。地域を外すか、「対象の地域」を変えてください。"
                )
            ]
        return []


class ServiceSource(Orderable):
    """A page on which the facts of a service were looked up."""

    service = ParentalKey("catalog.Service", on_delete=models.CASCADE, related_name="sources")
    url = models.URLField("URL", max_length=500, blank=True)
    title = models.CharField(_("題名"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("出典")
        verbose_name_plural = ngettext_lazy("出典", "出典", 2)

    def __str__(self) -> str:
        return self.title or self.url
