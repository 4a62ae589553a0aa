"""What every page of the editors' house shows."""

from django import template

from api.delivery import published

register = template.Library()


@register.simple_tag
def sample_data() -> bool:
    """Whether what is public here is sample data, which every page must say."""
    return published.is_demo()
