"""The API alone: no Wagtail, no accounts, no editorial model; a database role that may only read suffices."""

from cms.settings.base import *  # noqa: F403 - a settings module is a namespace
from cms.settings.base import COMMON_MIDDLEWARE, DELIVERY_APPS

INSTALLED_APPS = [*DELIVERY_APPS, "django.contrib.staticfiles"]
MIDDLEWARE = [*COMMON_MIDDLEWARE]
ROOT_URLCONF = "cms.urls_delivery"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
MIGRATION_MODULES = {"delivery": None, "search": None}  # migrations run under the editing settings only
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # forgery of requests needs a cookie to ride on, and this process has none
