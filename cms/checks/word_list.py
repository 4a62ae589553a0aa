"""点検のことば: the editors' list of hurtful and difficult words. Approvers keep it; the log says who changed what."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from cms.cells import SAFE
from cms.checks.models import WordRule

FIELDS = ("kind", "word", "unless", "reason", "instead", "blocks", "active")


class WordForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if cleaned is None:
            return None
        cleaned["unless"] = "\n".join(filter(None, map(str.strip, (cleaned.get("unless") or "").splitlines())))
        word = cleaned.get("word") or ""
        if len(word) == 1:
            self.add_error(
                "word",
                forms.ValidationError(
                    gettext("1文字だけのことばは、関係のない文にも当たります。2文字以上にしてください。")
                ),
            )
        if cleaned.get("blocks") and cleaned.get("kind") == WordRule.Kind.DIFFICULT:
            self.add_error(
                "blocks", forms.ValidationError(gettext("公開を止められるのは、人を傷つけることばだけです。"))
            )
        return cleaned


class WordIndexView(generic.IndexView):
    custom_field_preprocess = dict.fromkeys(("word", "unless", "reason", "instead"), SAFE)
    # stays Japanese: a spreadsheet of the house
    export_headings = {
        "kind": "種類",
        "word": "ことば",
        "unless": "数えない言い方",
        "reason": "理由",
        "instead": "言いかえ",
        "blocks": "公開を止める",
        "active": "使う",
    }


class WordEditView(generic.EditView):
    """Wagtail logs that something was changed; here also what it was before and after."""

    def save_instance(self) -> Any:
        before = {name: self.form.initial.get(name) for name in self.form.changed_data}
        saved = super().save_instance()
        after = {name: getattr(saved, name) for name in before}
        log(
            instance=saved,
            action="checks.word_changed",
            user=self.request.user,
            data={"before": before, "after": after},
        )
        return saved


class WordRuleViewSet(ModelViewSet):
    model = WordRule
    name = "check_words"
    url_prefix = "checks/words"
    icon = "edit"
    menu_label = _("点検のことば")
    menu_order = 131
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = WordIndexView
    edit_view_class = WordEditView
    list_display = [
        "word",
        Column("kind", label=_("種類"), accessor="get_kind_display", sort_key="kind"),
        Column("instead", label=_("言いかえ")),
        Column("reason", label=_("理由")),
        BooleanColumn("blocks", label=_("公開を止める")),
        BooleanColumn("active", label=_("使う")),
    ]
    list_filter = ["kind", "blocks", "active"]
    search_backend_name = None
    search_fields = ["word", "instead", "reason"]
    list_export = ["kind", "word", "unless", "reason", "instead", "blocks", "active"]
    list_per_page = 50
    edit_handler = ObjectList([FieldPanel(name) for name in FIELDS], base_form_class=WordForm)
