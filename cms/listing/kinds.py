"""What can be done to many listings at once: what each asks for, what it does to a draft, and how that is said."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
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
        label=_("担当者"), queryset=get_user_model().objects.none(), required=False, empty_label=_("担当者なし")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_see = [person.pk for person in holders("catalog.view_service")]
        people = get_user_model().objects.filter(pk__in=may_see)
        self.fields["steward"].queryset = people.order_by("last_name", "first_name", "username")  # type: ignore[attr-defined]


class ReviewByForm(forms.Form):
    review_by = forms.DateField(
        label=_("次の見直し日"),
        widget=AdminDateInput,
        error_messages={
            "required": _("日を入れてください。"),
            "invalid": _("日付は、2027-04-01 のように入れてください。"),
        },
    )


class TopicsForm(forms.Form):
    how = forms.ChoiceField(
        label=_("どうするか"), choices=[(ADD, _("足す")), (REMOVE, _("外す"))], widget=forms.RadioSelect, initial=ADD
    )
    topics: forms.ModelMultipleChoiceField[Topic] = forms.ModelMultipleChoiceField(
        label=_("悩みの分類"),
        queryset=Topic.objects.order_by("position", "pk"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("悩みの分類を1つ以上選んでください。")},
    )


class ChannelsForm(forms.Form):
    how = forms.ChoiceField(
        label=_("どうするか"), choices=[(ADD, _("足す")), (REMOVE, _("外す"))], widget=forms.RadioSelect, initial=ADD
    )
    channels = forms.MultipleChoiceField(
        label=_("公開先"),
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("公開先を1つ以上選んでください。")},
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
    return _called(draft.steward)


def _called(person: Any) -> str:
    return names([person])[0] if person else gettext("担当者なし")


def _day(day: date | None) -> str:
    return date_format(day, gettext("Y年n月j日")) if day else nothing()


def _topics(draft: Service) -> str:
    return (
        gettext("、").join(str(topic) for topic in sorted(draft.topics.all(), key=lambda one: (one.position, one.pk)))
        or nothing()
    )


def _channels(draft: Service) -> str:
    return _channel_names(draft.channels) or nothing()


def _channel_names(keys: Collection[str]) -> str:
    return gettext("、").join(gettext(str(label)) for key, label in CHANNELS if key in keys)


def nothing() -> str:
    """How a value is told that is empty."""
    return gettext("(なし)")


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "steward",
            gettext_noop("担当者を決める"),
            StewardForm,
            _set_steward,
            _steward,
            lambda chosen: gettext("担当者を「%(name)s」にする") % {"name": _called(chosen["steward"])},
        ),
        Kind(
            "review_by",
            gettext_noop("見直し日を決める"),
            ReviewByForm,
            _set_review_by,
            lambda draft: _day(draft.review_by),
            lambda chosen: gettext("次の見直し日を%(day)sにする") % {"day": _day(chosen["review_by"])},
        ),
        Kind(
            "topics",
            gettext_noop("悩みの分類を足す・外す"),
            TopicsForm,
            _change_topics,
            _topics,
            lambda chosen: (
                (
                    gettext("悩みの分類「%(names)s」を足す")
                    if chosen["how"] == ADD
                    else gettext("悩みの分類「%(names)s」を外す")
                )
                % {"names": gettext("、").join(map(str, chosen["topics"]))}
            ),
        ),
        Kind(
            "channels",
            gettext_noop("公開先を足す・外す"),
            ChannelsForm,
            _change_channels,
            _channels,
            lambda chosen: (
                (gettext("公開先「%(names)s」を足す") if chosen["how"] == ADD else gettext("公開先「%(names)s」を外す"))
                % {"names": _channel_names(chosen["channels"])}
            ),
        ),
    )
}
