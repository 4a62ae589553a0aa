"""The side-by-side screen: the Japanese of one item on the left, its translation into one language on the right."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from catalog.languages import language_name, translations
from catalog.publishable import Entry
from catalog.translated import text_digest
from cms.translation import saving, texts, work
from cms.translation.models import Work
from cms.translation.saving import Conflict, Order, Refused, Saved, Wanted
from cms.translation.texts import MODELS, Held, Part, is_behind, normal, plain
from cms.word_marks import marked
from cms.workflow.people import called
from pages.rich_text import FEATURES

STATES = {
    "missing": _("訳なし"),
    "stale": _("日本語が変わりました"),
    "draft": _("下書き(未確認)"),
    "checked": _("確認済み"),
    "unchanged": _("変更なしと確認済み"),
}
#: The easy Japanese is Japanese to a screen reader and a spelling checker.
HTML_LANGUAGE = {"ja-easy": "ja", "zh-hans": "zh-Hans"}


def may_see(person: Any) -> bool:
    """Whoever reads the entries."""
    return bool(person.has_perm("catalog.view_service"))


def may_bring(person: Any) -> bool:
    """Whoever may bring a file back; of each item in it the right is asked again."""
    return may_see(person) and bool(person.has_perm("catalog.change_service"))


def address(entry_type: str, content_id: UUID | str, language: str) -> str:
    """Where an item is translated into a language."""
    return reverse("translation_item", args=[entry_type, content_id, language])


def name_of(part: Part) -> str:
    """The part's key as the name of a form's field, fit for every selector."""
    return "t-" + part.key.replace(".", "--")


class TextsForm(forms.Form):
    """One field for each text, in the way in which it is typed."""

    def __init__(self, fields: Iterable[Held], language: str, data: Any = None) -> None:
        super().__init__(data)
        for one in fields:
            for part in one.parts:
                self.fields[name_of(part)] = _typed(part, language)

    def shown(self, part: Part) -> str:
        """The digest of what the field shows before anybody typed: by it a change is told."""
        field = self.fields[name_of(part)]
        text = part.target
        if part.kind == "rich":  # the editor spells some things in its own way
            text = field.widget.converter.to_database_format(field.widget.converter.from_database_format(text))
        return text_digest(normal(part.kind, text))


def _typed(part: Part, language: str) -> forms.Field:
    attrs = {"lang": HTML_LANGUAGE.get(language, language)}
    label = f"{part.label}({language_name(language)})"
    widget: Any
    if part.kind == "rich":
        widget = get_rich_text_editor_widget("default", features=FEATURES)
        widget.options = {
            **widget.options,
            "ariaLabel": label,
        }  # what is typed into is no field that a label could name
    elif part.kind == "line":
        widget = forms.TextInput(attrs=attrs)
    else:
        widget = AdminAutoHeightTextInput(attrs=attrs)
    return forms.CharField(
        label=label,
        initial=part.target,
        required=False,
        max_length=part.max_length,
        strip=False,
        widget=widget,
    )


class Beside(WagtailAdminTemplateMixin, TemplateView):
    """One item in one language."""

    template_name = "editors/translation/beside.html"
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        self.language = kwargs["language"]
        model = MODELS.get(kwargs["type"])
        if model is None or self.language not in translations():
            raise Http404
        self.model = model
        rows: Any = model._default_manager
        row = rows.filter(content_id=kwargs["content_id"]).first()
        if row is None:
            work.forget(kwargs["content_id"])
            raise Http404
        self.entry: Any = row.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return gettext("%(language)sの訳: %(entry)s") % {"language": language_name(self.language), "entry": self.entry}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translation"), "label": gettext("翻訳")},
            {"url": reverse("translation_list", args=[self.language]), "label": language_name(self.language)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fields = kwargs.pop("fields", None) or texts.held(self.entry, self.language)
        form = kwargs.setdefault("form", TextsForm(fields, self.language))
        conflicts = {found.wanted.key: found for found in kwargs.pop("conflicts", ())}
        seen = kwargs.pop("seen", {})
        rows = {row.language: row for row in Work.objects.filter(content_id=self.entry.content_id)}
        who = _who(rows.get(self.language))
        return super().get_context_data(
            entry=self.entry,
            type_name=self.entry._meta.verbose_name,
            language_name=language_name(self.language),
            html_language=HTML_LANGUAGE.get(self.language, self.language),
            sections=[_section(one, form, conflicts, who, seen) for one in fields],
            gone=[found.wanted for found in conflicts.values() if found.part is None],
            moved=bool(conflicts),
            may_write=saving.may_write(self.request.user, self.entry),
            editor=_editor(self.entry),
            languages=[
                {
                    "name": language_name(code),
                    "url": address(self.kwargs["type"], self.entry.content_id, code),
                    "here": code == self.language,
                }
                for code in translations()
            ],
            media=self.media + form.media,
            **kwargs,
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["editors/translation.css"]})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not saving.may_write(request.user, self.entry):
            raise PermissionDenied
        fields = texts.held(self.entry, self.language)
        form = TextsForm(fields, self.language, request.POST)
        if not form.is_valid():
            messages.error(
                request, gettext("まだ保存していません。赤い字の項目を直してから、もう一度保存してください。")
            )
            return self._again(fields, form, status=400)
        order = _order(request.POST, fields, form)
        try:
            done = saving.save(self.model, self.entry.content_id, self.language, order, person=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self._again(fields, form, status=409)
        if done.conflicts:
            fresh = self._fresh()
            form = TextsForm(fresh, self.language, _with_theirs(request.POST, fresh, order, self.language))
            form.is_valid()
            messages.error(
                request,
                gettext(
                    "まだ保存していません。画面を開いたあとに、ほかの人がこの内容を変えました。"
                    "あなたが書いた訳はそのまま残っています。見比べてから、もう一度保存してください。"
                ),
            )
            return self._again(fresh, form, status=409, conflicts=done.conflicts)
        self._tell(done)
        return redirect(request.path)

    def _fresh(self) -> list[Held]:
        rows: Any = self.model._default_manager
        self.entry = rows.get(pk=self.entry.pk).get_latest_revision_as_object()
        return texts.held(self.entry, self.language)

    def _again(
        self, fields: list[Held], form: TextsForm, *, status: int, conflicts: Sequence[Conflict] = ()
    ) -> HttpResponse:
        """The page with everything that was typed; what has changed meanwhile stands beside it."""
        seen = {} if conflicts else self.request.POST  # both have been shown now; else what was seen stays as it was
        context = self.get_context_data(fields=fields, form=form, conflicts=conflicts, seen=seen)
        return self.render_to_response(context, status=status)

    def _tell(self, done: Saved) -> None:
        if done.written:
            messages.success(
                self.request,
                gettext("下書きを保存しました:%(written)s") % {"written": gettext("、").join(done.written)},
            )
        if done.confirmed:
            messages.success(
                self.request,
                gettext("確認済みにしました:%(confirmed)s") % {"confirmed": gettext("、").join(done.confirmed)},
            )
        for note in done.notes:
            messages.warning(self.request, note)
        if not (done.written or done.confirmed or done.notes):
            messages.info(self.request, gettext("変わったところはありません。"))


def _order(posted: Any, fields: Iterable[Held], form: TextsForm) -> Order:
    """What the person asks for, with everything typed; also for a part that is gone since the page was opened."""
    parts = {name_of(part): part for one in fields for part in one.parts}
    wanted = []
    for name in (name.removeprefix("seen-") for name in posted if name.startswith("seen-t-")):
        part = parts.get(name)
        kind = part.kind if part else "text"
        text = form.cleaned_data[name] if part else posted.get(name, "")
        changed = text_digest(normal(kind, text)) != posted.get(f"shown-{name}", "")
        key = part.key if part else name.removeprefix("t-").replace("--", ".")
        wanted.append(Wanted(key, text, changed, posted[f"seen-{name}"]))
    answer = posted.get("answer", "")
    if answer.startswith("unchanged:"):
        key = answer.removeprefix("unchanged:")
        return Order(wanted, unchanged=(key, posted.get(f"field-{key}", "")))
    return Order(wanted, act="checked" if answer == "checked" else "draft")


def _with_theirs(posted: Any, fields: Iterable[Held], order: Order, language: str) -> Any:
    """What was typed; where the person typed nothing, what stands now, or a later save would put back what they saw."""
    data = posted.copy()
    changed = {one.key for one in order.wanted if one.changed}
    for part in (part for one in fields for part in one.parts if part.key not in changed):
        field = _typed(part, language)
        data[name_of(part)] = field.widget.format_value(part.target) or ""
    return data


def _section(
    one: Held, form: TextsForm, conflicts: dict[str, Conflict], who: dict[str, Any], seen: Any
) -> dict[str, Any]:
    told = who.get(one.key, {})
    state = "unchanged" if one.state == "checked" and told.get("kind") == "unchanged" else one.state
    return {
        "held": one,
        "state": state,
        "state_label": STATES[state],
        "who": told.get("name"),
        "at": told.get("at"),
        "seen": seen.get(f"field-{one.key}", one.seen),
        "parts": [_row(part, form, conflicts.get(part.key), seen, unknown=one.state == "stale") for part in one.parts],
    }


def _row(part: Part, form: TextsForm, conflict: Conflict | None, seen: Any, *, unknown: bool) -> dict[str, Any]:
    """One text: its Japanese, with what changed, and the field beside it."""
    typed = form[name_of(part)]
    return {
        "part": part,
        "field": typed,
        "seen": seen.get(f"seen-{name_of(part)}", part.seen),
        "shown": seen.get(f"shown-{name_of(part)}") or form.shown(part),
        "japanese": _japanese(part),
        "marks": _marks(part) if is_behind(part) else (),
        "unknown": unknown and part.before is None,
        "conflict": conflict,
        "others": _others(part, typed) if conflict is not None and conflict.target_moved else (),
    }


def _marks(part: Part) -> list[tuple[str, str]]:
    """What changed in the Japanese since the translation was made."""
    return list(marked(plain(part.kind, part.before or ""), plain(part.kind, part.japanese)))


def _others(part: Part, typed: Any) -> list[tuple[str, str]]:
    """What somebody else saved meanwhile, marked against what was typed."""
    mine = plain(part.kind, normal(part.kind, typed.value() or ""))
    return list(marked(mine, plain(part.kind, part.target)))


def _japanese(part: Part) -> str | SafeString:
    if part.kind == "rich":
        return mark_safe(normal("rich", part.japanese))  # noqa: S308 - cleaned to what the editor can write
    return part.japanese


def _who(row: Work | None) -> dict[str, Any]:
    """By key: who last wrote or confirmed it, by name, when, and how."""
    if row is None:
        return {}
    people = {
        person.pk: called(person)
        for person in get_user_model().objects.filter(pk__in={told["person"] for told in row.texts.values()})
    }
    return {
        key: {"kind": told["kind"], "name": people.get(told["person"]), "at": datetime.fromisoformat(told["at"])}
        for key, told in row.texts.items()
    }


def _editor(entry: Entry) -> str:
    """Where the whole item is edited."""
    if isinstance(entry, Page):
        return reverse("wagtailadmin_pages:edit", args=[entry.pk])
    return reverse(f"wagtailsnippets_{entry._meta.app_label}_{entry._meta.model_name}:edit", args=[entry.pk])
