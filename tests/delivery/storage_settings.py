"""Storage and its index alone, for processes that tests start: no Wagtail, no other app."""

from cms.settings.base import *  # noqa: F403 - a settings module is a namespace

INSTALLED_APPS = ["api.delivery", "api.search"]
