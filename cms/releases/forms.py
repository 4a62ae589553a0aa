"""The one form of a release: what it is called, what it is about, when it goes live."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ReleaseForm(forms.Form):
    """Name, note and hour. A datetime of the browser's own: no script, and it speaks the reader's language."""

    name = forms.CharField(
        label=_("名前"), max_length=100, help_text=_("ほかの人にもわかる名前にします。例: 年末年始の案内、自殺予防週間")
    )
    note = forms.CharField(
        label=_("説明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("何のための公開か、承認する人に伝えたいことを書きます。例: 12月28日の朝刊に合わせて出します。"),
    )
    go_live_at = forms.DateTimeField(
        label=_("公開する日時"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("空にすると、最後の承認のすぐあとに公開されます。例: 2026年12月28日 9:00"),
        error_messages={"invalid": _("日時を正しく入れてください。例: 2026-12-28T09:00")},
    )

    def clean_go_live_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["go_live_at"]
        if moment is not None and moment <= timezone.now() and "go_live_at" in self.changed_data:
            raise forms.ValidationError(gettext("もう過ぎた日時です。これからの日時を入れるか、空にしてください。"))
        return moment

    def values(self) -> dict[str, Any]:
        """What was typed, for those who keep it."""
        return {name: self.cleaned_data[name] for name in ("name", "note", "go_live_at")}
