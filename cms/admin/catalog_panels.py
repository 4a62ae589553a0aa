"""What an editor sees of each entry: Japanese first, one tab for each translation, checks and publication last."""

from typing import Any, cast

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.panels.base import get_form_for_model

from catalog.languages import JAPANESE, column, language_name, translations
from catalog.models import Audience, ContactPoint, Organization, Service, Topic
from catalog.opening_hours import HELP as HOURS_HELP
from catalog.verification import VERIFIABLE
from cms.admin.catalog_forms import ContactPointForm, EntryForm, ServiceForm
from cms.admin.hours import HoursInput


class UnverifiedNotice(HelpPanel):
    """What is still to be checked, on top of the page until somebody has settled it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template": "editors/unverified_notice.html"})

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.unverified_note)

        def verified(self) -> list[str]:
            return [str(label) for name, label in VERIFIABLE if name in self.instance.verified_fields]


class ContactPointsPanel(InlinePanel):
    """Children whose form keeps the record of their own translations."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        child = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        child["form"] = get_form_for_model(ContactPoint, form_class=ContactPointForm, defer_required_on_fields=deferred)
        return options


def text_panel(model: type[Model], field: str, language: str = JAPANESE) -> FieldPanel:
    """One text in one language, under its plain name."""
    return FieldPanel(column(field, language), heading=cast("Any", model._meta.get_field(field)).verbose_name)


def translation_tabs(model: Any) -> list[ObjectList]:
    """One tab for each language that is not Japanese."""
    return [
        ObjectList(
            [text_panel(model, field, language) for field in model.translated_fields], heading=language_name(language)
        )
        for language in translations()
    ]


def publication_tab(*more: Panel, translated: bool = True) -> ObjectList:
    """The last tab: public name, channels, care, and when."""
    return ObjectList(
        [
            FieldPanel("public_slug"),
            FieldPanel("channels"),
            *more,
            *([FieldPanel("confirm_translations")] if translated else []),
            MultiFieldPanel(
                [FieldPanel("steward"), FieldPanel("review_by"), FieldPanel("verified_on")],
                heading=_("担当と見直し"),
            ),
            PublishingPanel(),
        ],
        heading=_("確認と公開"),
    )


def contact_points_panel() -> ContactPointsPanel:
    closure = MultiFieldPanel(
        [FieldPanel("closure_from"), FieldPanel("closure_until"), text_panel(ContactPoint, "closure_text")],
        heading=_("臨時休止"),
        classname="collapsed",
    )
    by_language = [
        MultiFieldPanel(
            [text_panel(ContactPoint, field, language) for field in ContactPoint.translated_fields],
            heading=language_name(language),
            classname="collapsed",
        )
        for language in translations()
    ]
    return ContactPointsPanel(
        "contact_points",
        label=_("連絡先"),
        panels=[
            FieldPanel("channel"),
            FieldPanel(
                "value",
                help_text=_("電話は番号だけを入れます(例:0120-279-338、#9110)。ウェブはURL、窓口は場所の名前です。"),
            ),
            text_panel(ContactPoint, "label"),
            FieldPanel("hours", help_text=HOURS_HELP, widget=HoursInput),
            FieldPanel("free_of_charge"),
            FieldPanel("languages"),
            text_panel(ContactPoint, "note"),
            closure,
            *by_language,
            FieldPanel("confirm_translations"),
        ],
    )


def service_panels() -> TabbedInterface:
    basics = ObjectList(
        [
            UnverifiedNotice(),
            text_panel(Service, "name"),
            FieldPanel("kana"),
            text_panel(Service, "summary"),
            text_panel(Service, "description"),
            text_panel(Service, "how_to_use"),
            text_panel(Service, "cost"),
            text_panel(Service, "conditions"),
            FieldPanel("kind"),
            FieldPanel("provider"),
            FieldPanel("url"),
            FieldPanel("anonymous_ok"),
            FieldPanel("crisis"),
            text_panel(Service, "search_words"),
            MultiFieldPanel(
                [FieldPanel("closure_from"), FieldPanel("closure_until"), text_panel(Service, "closure_text")],
                heading=_("臨時休止"),
            ),
        ],
        heading=_("日本語・基本"),
    )
    facets = ObjectList(
        [FieldPanel("topics"), FieldPanel("audiences"), FieldPanel("coverage_kind"), FieldPanel("areas")],
        heading=_("分類"),
    )
    checked = MultiFieldPanel(
        [
            FieldPanel("unverified_note"),
            FieldPanel("verified_fields"),
            InlinePanel("sources", label=_("出典"), panels=[FieldPanel("url"), FieldPanel("title")]),
        ],
        heading=_("事実の確認"),
    )
    return TabbedInterface(
        [
            basics,
            ObjectList([contact_points_panel()], heading=ngettext_lazy("連絡先", "連絡先", 2)),
            facets,
            *translation_tabs(Service),
            publication_tab(checked),
        ],
        base_form_class=ServiceForm,
    )


def organization_panels() -> TabbedInterface:
    return _entry_panels(Organization, FieldPanel("kana"), FieldPanel("provider_type"), FieldPanel("url"))


def topic_panels() -> TabbedInterface:
    return _entry_panels(Topic, FieldPanel("kana"), FieldPanel("name_kids"), FieldPanel("position"))


def audience_panels() -> TabbedInterface:
    return _entry_panels(Audience, FieldPanel("position"))


def emergency_panels() -> TabbedInterface:
    members = InlinePanel(
        "members",
        label=_("窓口"),
        heading=_("載せる窓口(上から順に表示されます。1つから5つまで)"),
        panels=[FieldPanel("service")],
    )
    return TabbedInterface(
        [
            ObjectList([FieldPanel("channel"), members], heading=_("緊急の連絡先")),
            publication_tab(translated=False),
        ],
        base_form_class=EntryForm,
    )


def _entry_panels(model: Any, *facts: Panel) -> TabbedInterface:
    japanese = [text_panel(model, field) for field in model.translated_fields]
    return TabbedInterface(
        [
            ObjectList([*japanese, *facts], heading=_("日本語・基本")),
            *translation_tabs(model),
            publication_tab(),
        ],
        base_form_class=EntryForm,
    )
