"""What the checks keep: the editors' lists of words, what links answered, what stands where, and the last rounds."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.checks.rule import LEVELS


class WordRule(models.Model):
    """A word that editors want to be told of. Takes effect at once; Wagtail's log says who changed what."""

    class Kind(models.TextChoices):
        HURTFUL = "hurtful", _("人を傷つけることば")
        DIFFICULT = "difficult", _("むずかしいことば(やさしい日本語・こども向け)")

    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    word = models.CharField(
        _("ことば"), max_length=60, help_text=_("文の中にこの字の並びがあると知らせます。例:自殺に成功")
    )
    unless = models.TextField(
        _("数えない言い方"),
        blank=True,
        help_text=_("1行に1つ。この言い方の中にあるときは知らせません。例:「甘え」に対して「甘えて」"),
    )
    reason = models.CharField(_("理由"), max_length=200, blank=True, help_text=_("書いた人に伝わる短い文で書きます。"))
    instead = models.CharField(
        _("言いかえ"), max_length=120, blank=True, help_text=_("代わりの言い方です。例:自殺で亡くなる")
    )
    blocks = models.BooleanField(
        _("公開を止める"), default=False, help_text=_("ふつうは付けません。付けると、直すまで公開できなくなります。")
    )
    active = models.BooleanField(_("使う"), default=True)

    class Meta:
        verbose_name = _("点検のことば")
        verbose_name_plural = _("点検のことば")
        ordering: ClassVar = ["kind", "word"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_rule_per_word",
                fields=["kind", "word"],
                violation_error_message=_("このことばは、もう一覧にあります。"),
            ),
            models.CheckConstraint(name="a_word_rule_has_a_word", condition=~Q(word="")),
            models.CheckConstraint(name="a_word_rule_has_a_kind", condition=Q(kind__in=["hurtful", "difficult"])),
            models.CheckConstraint(name="only_hurtful_words_block", condition=Q(blocks=False) | Q(kind="hurtful")),
        ]

    def __str__(self) -> str:
        return self.word


class LinkState(models.Model):
    """What an address answered when the background last looked."""

    url = models.CharField(max_length=500, unique=True)
    #: What of the address was right or wrong, in Japanese; "" before the first look.
    said = models.CharField(max_length=120, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    checked_at = models.DateTimeField(null=True, db_index=True)
    #: On how many days in a row it failed, and the last of them.
    failures = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.url

    @property
    def dead(self) -> bool:
        return self.failures >= 2


class Trace(models.Model):
    """That a number or a text stands in the latest draft of an entry, so that another one finds it by index."""

    content_id = models.UUIDField(db_index=True)
    model = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    #: The digits of a number, or the digest of a text.
    mark = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_trace_per_entry_and_mark", fields=["content_id", "mark"])
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.mark}"


class Round(models.Model):
    """One check of everything. It goes on in steps, by the worker or by the page that watches it."""

    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(null=True)
    #: True or NULL: so that the database lets one run at a time.
    running = models.BooleanField(null=True, default=True, unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    #: Where the next step begins: which of the types, and after which row.
    at_type = models.PositiveSmallIntegerField(default=0)
    after = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("start_round", _("全体の点検を始める"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_finished_round_runs_no_more",
                condition=Q(running=True, finished_at__isnull=True)
                | Q(running__isnull=True, finished_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class RoundFinding(models.Model):
    """What a round found."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="findings")
    content_id = models.UUIDField(db_index=True)
    model = models.CharField(_("種類"), max_length=60)
    name = models.CharField(_("名称"), max_length=200)
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("担当者"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rule = models.CharField(_("点検"), max_length=40)
    level = models.CharField(_("扱い"), max_length=5, choices=[(key, _(words)) for key, words in LEVELS.items()])
    field = models.CharField(max_length=80)
    language = models.CharField(max_length=10, blank=True)
    where = models.CharField(_("場所"), max_length=200)
    said = models.TextField(_("わかったこと"))
    todo = models.TextField(_("どうするか"))

    class Meta:
        verbose_name = _("点検の結果")
        verbose_name_plural = _("点検の結果")
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["round", "rule"]), models.Index(fields=["round", "level"])]

    def __str__(self) -> str:
        return f"{self.name}: {self.said}"
