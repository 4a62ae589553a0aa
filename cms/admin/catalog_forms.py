"""The editors' forms of the catalog: drafts may be half-filled, wrong hours and numbers are refused with the reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalog import opening_hours, phone
from catalog.languages import JAPANESE, column, language_name, languages, translations
from catalog.models import Area, Audience, ContactPoint, Topic
from catalog.publishable import CHANNELS
from catalog.spoken_languages import SPOKEN
from catalog.translated import text_digest
from catalog.verification import VERIFIABLE
from cms.admin.area_lines import AreasField


class SeveralOf(forms.MultipleChoiceField):
    """Ticks, kept as a list in a JSON column."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Any, *, label: Any, help_text: Any = "") -> None:
        super().__init__(choices=choices, label=label, help_text=help_text, required=False)


def with_plain_line_ends(cleaned: dict[str, Any] | None) -> dict[str, Any] | None:
    """A browser ends lines in its own way: an untouched save changes nothing. Changed in place, as Wagtail wants it."""
    if cleaned is not None:
        cleaned |= {name: text.replace("\r\n", "\n") for name, text in cleaned.items() if type(text) is str}
    return cleaned


class TranslatedForm(WagtailAdminModelForm):
    """Keeps the record of translations true: a new or changed text was made from the Japanese of this moment."""

    confirm_translations = SeveralOf(
        (),
        label=_("今の日本語に合わせて確認した"),
        help_text=_("今の日本語と合っていると確かめた訳に、しるしを付けて保存します。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = {
            (field, language): self.instance.text_in(field, language)
            for field in self._meta.model.translated_fields
            for language in languages()
        }
        if "confirm_translations" in self.fields:
            self.fields["confirm_translations"].choices = self._unconfirmed()

    def _unconfirmed(self) -> list[tuple[str, str]]:
        words = {"stale": gettext("日本語が変わりました"), "draft": gettext("まだ確認されていません")}
        return [
            (
                f"{field}:{language}",
                gettext("%(language)s:%(field)s(%(state)s)")
                % {"language": language_name(language), "field": self._label(field), "state": words[state]},
            )
            for field, language in self.instance.translated_texts()
            if (state := self.instance.translation_state(field, language)) in words
        ]

    def _label(self, field: str) -> str:
        return str(self._meta.model._meta.get_field(field).verbose_name)

    def clean(self) -> dict[str, Any] | None:
        cleaned = with_plain_line_ends(super().clean())
        if cleaned is not None:
            for field, language in self._before:
                if cleaned.get(column(field, language)) == "":
                    cleaned[column(field, language)] = (
                        None  # empty is always NULL, so an untouched save changes nothing
                    )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        confirmed = self.cleaned_data.get("confirm_translations", ())
        for field in self._meta.model.translated_fields:
            for language in translations():
                self._record(field, language, confirmed=f"{field}:{language}" in confirmed)
        return super().save(commit=commit)

    def _record(self, field: str, language: str, *, confirmed: bool) -> None:
        source_before = self._before[field, JAPANESE]
        if confirmed:
            self.instance.record_translation(field, language, state="checked")
        elif self.instance.text_in(field, language) != self._before[field, language]:
            self.instance.record_translation(field, language, state="draft")
        elif (
            self.instance.text_in(field, JAPANESE) != source_before
            and self.instance.text_in(field, language)
            and language not in self.instance.translations.get(field, {})
        ):
            # A text that came without a record belonged to the Japanese that has just been replaced.
            self.instance.note_translation(field, language, of=text_digest(source_before), state="draft")


class EntryForm(TranslatedForm):
    """A source of its own: public name and channels."""

    channels = SeveralOf(CHANNELS, label=_("公開先"))

    #: Whose English text proposes the public name.
    named_by = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "channels" in self.fields:
            # One that was ticked before stays in sight, so that the check at submission can tell of it.
            self.fields["channels"].choices = [
                (key, label)
                for key, label in CHANNELS
                if key in self._meta.model.possible_channels or key in self.instance.channels
            ]
        slug = self.fields.get("public_slug")
        if slug is not None:
            slug.help_text = gettext("%(help_text)s 例:yorisoi-hotline") % {"help_text": slug.help_text}
        proposal = slugify(self.instance.text_in(self.named_by, "en"))[:60].strip("-") if self._names_itself() else ""
        if slug is not None and proposal and not self.instance.public_slug:
            slug.help_text = gettext("%(help_text)s 英語の名称からの案:%(proposal)s") % {
                "help_text": slug.help_text,
                "proposal": proposal,
            }

    def _names_itself(self) -> bool:
        return self.named_by in self._meta.model.translated_fields


class TopicsField(forms.ModelMultipleChoiceField):
    """Ticks for what troubles people, in the editors' order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            Topic.objects.order_by("position", "pk"), label=ngettext_lazy("悩みの分類", "悩みの分類", 2), required=False
        )


class ServiceForm(EntryForm):
    topics = TopicsField()
    audiences: "forms.ModelMultipleChoiceField[Audience]" = forms.ModelMultipleChoiceField(
        Audience.objects.order_by("position", "pk"),
        label=ngettext_lazy("対象", "対象", 2),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas = AreasField(
        Area.objects.none(),
        label=ngettext_lazy("地域", "地域", 2),
        required=False,
        help_text=_("「決まった地域だけ」のときに入れます。都道府県は、その市区町村のすべてに当てはまります。"),
    )
    verified_fields = SeveralOf(
        VERIFIABLE, label=_("確認した項目"), help_text=_("公式の情報で確かめた項目に付けます。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "areas" in self.fields:
            chosen = [area.pk for area in self.instance.areas.all()]
            self.fields["areas"].queryset = Area.objects.filter(Q(valid_to=None) | Q(pk__in=chosen)).order_by("code")


class ContactPointForm(TranslatedForm):
    languages = SeveralOf(SPOKEN, label=_("対応できる言語"))

    def clean_hours(self) -> str | None:
        try:
            return opening_hours.normalise(self.cleaned_data["hours"])
        except opening_hours.HoursInvalid as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned is None or not cleaned.get("value"):
            return cleaned
        entered = ContactPoint(channel=cleaned.get("channel") or "", value=cleaned["value"])
        try:
            entered.check_value()
        except ValidationError as error:
            self.add_error("value", error)
        else:
            if entered.channel == ContactPoint.Channel.PHONE:
                cleaned["value"] = phone.normalise(entered.value)
        return cleaned
