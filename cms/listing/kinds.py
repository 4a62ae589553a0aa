"""What can be done to many listings at once: what each asks for, what it does to a draft, and how that is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from wagtail.admin.widgets import AdminDateInput

from catalog.models import Service, Topic
from catalog.publishable import CHANNELS
from cms.workflow.people import holders, names

ADD, REMOVE = "add", "remove"


class StewardField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return names([obj])[0]


class StewardForm(forms.Form):
    steward = StewardField(
        label="担当者", queryset=get_user_model().objects.none(), required=False, empty_label="担当者なし"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_see = [person.pk for person in holders("catalog.view_service")]
        people = get_user_model().objects.filter(pk__in=may_see)
        self.fields["steward"].queryset = people.order_by("last_name", "first_name", "username")  # type: ignore[attr-defined]


class ReviewByForm(forms.Form):
    review_by = forms.DateField(
        label="次の見直し日",
        widget=AdminDateInput,
        error_messages={"required": "日を入れてください。", "invalid": "日付は、2027-04-01 のように入れてください。"},
    )


class TopicsForm(forms.Form):
    how = forms.ChoiceField(
        label="どうするか", choices=[(ADD, "足す"), (REMOVE, "外す")], widget=forms.RadioSelect, initial=ADD
    )
    topics: forms.ModelMultipleChoiceField[Topic] = forms.ModelMultipleChoiceField(
        label="悩みの分類",
        queryset=Topic.objects.order_by("position", "pk"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "悩みの分類を1つ以上選んでください。"},
    )


class ChannelsForm(forms.Form):
    how = forms.ChoiceField(
        label="どうするか", choices=[(ADD, "足す"), (REMOVE, "外す")], widget=forms.RadioSelect, initial=ADD
    )
    channels = forms.MultipleChoiceField(
        label="公開先",
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "公開先を1つ以上選んでください。"},
    )


@dataclass(frozen=True)
class Kind:
    """One thing that can be done. `apply` changes an opened draft; `shown` says what stands in one."""

    key: str
    label: str
    form: type[forms.Form]
    apply: Callable[[Service, Mapping[str, Any]], None]
    shown: Callable[[Service], str]
    said: Callable[[Mapping[str, Any]], str]


def _set_steward(draft: Service, chosen: Mapping[str, Any]) -> None:
    draft.steward = chosen["steward"]


def _set_review_by(draft: Service, chosen: Mapping[str, Any]) -> None:
    draft.review_by = chosen["review_by"]


def _change_topics(draft: Service, chosen: Mapping[str, Any]) -> None:
    picked, here = list(chosen["topics"]), list(draft.topics.all())
    if chosen["how"] == ADD:
        draft.topics.set([*here, *(topic for topic in picked if topic not in here)])
    else:
        draft.topics.set([topic for topic in here if topic not in picked])


def _change_channels(draft: Service, chosen: Mapping[str, Any]) -> None:
    wanted = set(draft.channels)
    wanted = wanted | set(chosen["channels"]) if chosen["how"] == ADD else wanted - set(chosen["channels"])
    draft.channels = [key for key, _ in CHANNELS if key in wanted]


def _steward(draft: Service) -> str:
    return names([draft.steward])[0] if draft.steward else "担当者なし"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "(なし)"


def _topics(draft: Service) -> str:
    return (
        "、".join(str(topic) for topic in sorted(draft.topics.all(), key=lambda one: (one.position, one.pk)))
        or "(なし)"
    )


def _channels(draft: Service) -> str:
    return "、".join(label for key, label in CHANNELS if key in draft.channels) or "(なし)"


def _how(chosen: Mapping[str, Any]) -> str:
    return "足す" if chosen["how"] == ADD else "外す"


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "steward",
            "担当者を決める",
            StewardForm,
            _set_steward,
            _steward,
            lambda chosen: f"担当者を「{names([chosen['steward']])[0] if chosen['steward'] else '担当者なし'}」にする",
        ),
        Kind(
            "review_by",
            "見直し日を決める",
            ReviewByForm,
            _set_review_by,
            lambda draft: _day(draft.review_by),
            lambda chosen: f"次の見直し日を{_day(chosen['review_by'])}にする",
        ),
        Kind(
            "topics",
            "悩みの分類を足す・外す",
            TopicsForm,
            _change_topics,
            _topics,
            lambda chosen: f"悩みの分類「{'、'.join(map(str, chosen['topics']))}」を{_how(chosen)}",
        ),
        Kind(
            "channels",
            "公開先を足す・外す",
            ChannelsForm,
            _change_channels,
            _channels,
            lambda chosen: (
                f"公開先「{'、'.join(label for key, label in CHANNELS if key in chosen['channels'])}」を{_how(chosen)}"
            ),
        ),
    )
}
