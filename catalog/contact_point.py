"""Contact points: one way to reach a service."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from catalog import opening_hours, phone
from catalog.closure import Closable

_is_url = URLValidator(schemes=["http", "https"])
_is_email = EmailValidator()


class ContactPoint(Orderable, Closable):
    """A child of a service: lives in its drafts and revisions. `hours` NULL means unknown, never open or closed."""

    translated_fields: ClassVar[tuple[str, ...]] = ("label", "note", "closure_text")

    class Channel(models.TextChoices):
        PHONE = "phone", _("電話")
        LINE = "line", "LINE"
        CHAT = "chat", _("チャット")
        WEB_FORM = "web_form", _("ウェブフォーム")
        EMAIL = "email", _("メール")
        IN_PERSON = "in_person", _("窓口")
        SNS = "sns", "SNS"

    service = ParentalKey("catalog.Service", on_delete=models.CASCADE, related_name="contact_points")
    content_id = models.UUIDField(_("公開ID"), unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("方法"), max_length=12, choices=Channel, default=Channel.PHONE)
    value = models.CharField(_("番号・URL・場所"), max_length=500, blank=True)
    label = models.CharField(_("表示名"), max_length=120, blank=True)
    note = models.TextField(_("補足"), blank=True)
    free_of_charge = models.BooleanField(
        _("通話料・利用料"),
        null=True,
        blank=True,
        choices=[(None, _("わからない")), (True, _("無料")), (False, _("有料"))],
    )
    hours = models.CharField(_("受付時間"), max_length=500, null=True, blank=True)
    languages = models.JSONField(_("対応できる言語"), default=list, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("連絡先")
        verbose_name_plural = ngettext_lazy("連絡先", "連絡先", 2)
        indexes = [
            models.Index(
                fields=["closure_from"], name="contact_by_closure", condition=models.Q(closure_from__isnull=False)
            ),
            models.Index(
                fields=["closure_until"], name="contact_by_opening", condition=models.Q(closure_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text_in("label", "ja") or self.value or "(未入力の連絡先)"  # stays Japanese: kept as a name

    def problems(self) -> list[str]:
        """In plain Japanese, what is missing or wrong before its service may go live."""
        return [
            gettext("連絡先「%(self)s」:%(problem)s") % {"self": self, "problem": problem}
            for problem in self._problems()
        ]

    def _problems(self) -> list[str]:
        problems = []
        try:
            self.check_value()
        except ValidationError as error:
            problems.extend(error.messages)
        if not self.value:
            problems.append(gettext("番号・URL・場所を入れてください。"))
        try:
            opening_hours.normalise(self.hours)
        except opening_hours.HoursInvalid as error:
            problems.append(str(error))
        return [*problems, *self.closure_problems()]

    def check_value(self) -> None:
        """Raises ValidationError for a value that this kind of contact cannot have; an empty one is only unfinished."""
        if not self.value:
            return
        match self.channel:
            case self.Channel.PHONE:
                try:
                    phone.normalise(self.value)
                except phone.PhoneInvalid as error:
                    raise ValidationError(str(error)) from error
            case self.Channel.CHAT | self.Channel.WEB_FORM:
                if not _passes(_is_url, self.value):
                    raise ValidationError(gettext("https:// から始まるURLを入れてください。"))
            case self.Channel.EMAIL:
                if not (_passes(_is_email, self.value) or _passes(_is_url, self.value)):
                    raise ValidationError(gettext("メールアドレスか、メール受付ページのURLを入れてください。"))


def _passes(check: URLValidator | EmailValidator, value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True
