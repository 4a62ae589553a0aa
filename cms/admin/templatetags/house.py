"""What every page of the editors' house shows."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from api.delivery import published
from catalog.languages import JAPANESE
from cms.workflow.people import called

register = template.Library()


@register.simple_tag
def sample_data() -> bool:
    """Whether what is public here is sample data, which every page must say."""
    return published.is_demo()


@register.filter
def person_name(person: Any) -> str:
    """What a person is called; nothing where there is none."""
    return called(person) if person else ""


@register.filter
def kept(sentence: str) -> str:
    """A sentence that is kept in Japanese: in the reader's language where that can be said of it, else as Japanese.

    One that names something (a value, a count) was put together when it was kept, so it has no words in another.
    """
    told = gettext(sentence) if sentence else ""
    if told == sentence and sentence and get_language() != JAPANESE:
        return format_html('<span lang="ja">{}</span>', sentence)
    return told
