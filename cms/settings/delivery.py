"""The API alone: no Wagtail, no accounts, no editorial model; a database role that may only read suffices."""

from cms.settings.base import *  # noqa: F403 - a settings module is a namespace
from cms.settings.base import COMMON_MIDDLEWARE, DATABASES, DELIVERY_APPS

INSTALLED_APPS = [*DELIVERY_APPS, "django.contrib.staticfiles"]
MIDDLEWARE = [*COMMON_MIDDLEWARE]
ROOT_URLCONF = "cms.urls_delivery"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
MIGRATION_MODULES = {"delivery": None, "search": None}  # migrations run under the editing settings only
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # forgery of requests needs a cookie to ride on, and this process has none

# Nobody asks here whether a connection still lives: `api.delivery.database` makes a new one where it does not.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # The few statements of this process are planned once for each connection, not once for each request.
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1
    DATABASES["default"]["OPTIONS"]["options"] += " -c plan_cache_mode=force_generic_plan"
