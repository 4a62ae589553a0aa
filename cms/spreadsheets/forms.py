"""The forms of the screens."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.spreadsheets.export import FORMS
from cms.spreadsheets.files import MOST_BYTES, MOST_ROWS


class ExportForm(forms.Form):
    """What the file is to be. Which services go in is asked by the filters of the list."""

    q = forms.CharField(label=_("名称・よみがなで絞り込む"), required=False, max_length=200)
    form = forms.ChoiceField(label=_("ファイルの形式"), choices=list(FORMS.items()), initial="xlsx", required=False)
    languages = forms.ChoiceField(
        label=_("言語"),
        choices=[("all", _("すべての言語")), ("ja", _("日本語だけ"))],
        initial="all",
        required=False,
    )

    def chosen(self) -> dict[str, Any]:
        """The answers, with the usual ones for what was not asked."""
        return {
            "q": self.cleaned_data["q"],
            "form": self.cleaned_data["form"] or "xlsx",
            "all_languages": self.cleaned_data["languages"] != "ja",
        }


class UploadForm(forms.Form):
    """A file from a spreadsheet."""

    file = forms.FileField(
        label=_("ファイル"),
        allow_empty_file=True,
        max_length=200,
        help_text=format_lazy(
            _("Excel(.xlsx)かCSV(UTF-8・CP932・タブ区切り)。{megabytes}MB、{rows}行まで。"),
            megabytes=MOST_BYTES // 1024 // 1024,
            rows=f"{MOST_ROWS:,}",
        ),
        error_messages={
            "required": _("ファイルを選んでください。"),
            "max_length": _("ファイルの名前が長すぎます。短くしてください。"),
        },
    )
