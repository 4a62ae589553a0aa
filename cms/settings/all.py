"""Editors' site and API in one process: the default."""

from cms.settings.editing import *  # noqa: F403 - a settings module is a namespace

ROOT_URLCONF = "cms.urls"
