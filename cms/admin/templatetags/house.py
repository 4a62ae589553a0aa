"""What every page of the editors' house shows."""

from typing import Any

from django import template

from api.delivery import published
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
