"""The editors' form and list of kids' texts."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn

from catalog.models import Service
from cms.admin.catalog import EntryViewSet
from cms.admin.catalog_forms import with_plain_line_ends
from cms.admin.entry_filters import KidsTextFilters
from cms.admin.help_texts import explained
from cms.publication import sources
from cms.publication.builders import KIDS
from pages.models import KidsText


class LabelsWidget(forms.Widget):
    """One line for each contact point of the source; the value is {content_id: label}."""

    template_name = "editors/kids_labels.html"

    contacts: tuple[tuple[str, str], ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = value if isinstance(value, dict) else {}
        context["rows"] = [
            {"name": f"{name}-{contact_id}", "shown": shown, "label": labels.get(contact_id, "")}
            for contact_id, shown in self.contacts
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        entered = {contact_id: data.get(f"{name}-{contact_id}", "").strip() for contact_id, _shown in self.contacts}
        return {contact_id: label for contact_id, label in entered.items() if label}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class LabelsField(forms.Field):
    widget = LabelsWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


def _as_uuid(value: str | UUID) -> UUID:
    return UUID(str(value))


def _choices(taken: Collection[UUID | None]) -> list[tuple[str, Any]]:
    """Whatever can speak to kids and has no kids' text yet, type by type."""
    groups = []
    for document_type in KIDS:
        model = sources.SOURCE_MODELS[document_type]
        rows = sorted(model._default_manager.exclude(content_id__in=taken), key=str)
        groups.append((str(model._meta.verbose_name), [(row.content_id, str(row)) for row in rows]))  # type: ignore[attr-defined]
    return [("", "---------"), *groups]


class KidsTextForm(WagtailAdminModelForm):
    about = forms.TypedChoiceField(label=_("もとの内容"), required=False, coerce=_as_uuid, empty_value=None, choices=())
    labels = LabelsField(
        label=_("連絡先の呼び名"),
        required=False,
        help_text=_("こどもに見せる呼び名です。空のときは「電話」「チャット」などと出ます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "about" in self.fields:
            taken = KidsText.objects.exclude(pk=self.instance.pk).exclude(about=None).values_list("about", flat=True)
            self.fields["about"].choices = _choices(list(taken))
        if "labels" in self.fields:
            self.fields["labels"].widget.contacts = _contacts(self.instance.about)

    def clean(self) -> dict[str, Any] | None:
        return with_plain_line_ends(super().clean())


def _contacts(about: UUID | None) -> tuple[tuple[str, str], ...]:
    service = Service.objects.filter(content_id=about).first() if about else None
    if service is None:
        return ()
    draft = service.get_latest_revision_as_object()
    return tuple(
        (str(contact.content_id), f"{contact.get_channel_display()} {contact}")
        for contact in draft.contact_points.all()
    )


def _about(text: KidsText) -> str:
    model = sources.model_of(text.about) if text.about else None
    return str(model._default_manager.get(content_id=text.about)) if model else ""


class KidsTextViewSet(EntryViewSet):
    model = KidsText
    icon = "pick"
    menu_label = ngettext_lazy("こども向けの文", "こども向けの文", 2)
    list_display = [
        "__str__",
        Column("about", label=_("もとの内容"), accessor=_about),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    filterset_class = KidsTextFilters
    search_fields = ["title", "text"]
    edit_handler = explained(
        TabbedInterface(
            [
                ObjectList(
                    [
                        FieldPanel("about"),
                        FieldPanel("title"),
                        FieldPanel("text"),
                        FieldPanel("labels"),
                        FieldPanel("closure_text"),
                        FieldPanel("search_words"),
                    ],
                    heading=_("こども向けの文"),
                ),
                ObjectList(
                    [
                        MultiFieldPanel(
                            [FieldPanel("steward"), FieldPanel("review_by"), FieldPanel("verified_on")],
                            heading=_("担当と見直し"),
                        ),
                        PublishingPanel(),
                    ],
                    heading=_("確認と公開"),
                ),
            ],
            base_form_class=KidsTextForm,
        ),
        KidsText,
    )
