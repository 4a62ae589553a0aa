"""The editors' site: Wagtail, accounts, workflow and publication."""

from cms.settings.base import *  # noqa: F403 - a settings module is a namespace
from cms.settings.base import DELIVERY_APPS, ENV

EDITING_APPS = [
    "modeltranslation",
    "cms.workflow",
    "cms.publication",
    "cms.admin",
    "pages",
    "catalog",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
INSTALLED_APPS = [*EDITING_APPS, *DELIVERY_APPS, "django.contrib.staticfiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.publication.refusal.RefusalMiddleware",
]
ROOT_URLCONF = "cms.urls_editing"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
MEDIA_ROOT = ENV.state_dir / "media"
MEDIA_URL = "/media/"

MODELTRANSLATION_DEFAULT_LANGUAGE = "ja"
MODELTRANSLATION_LANGUAGES = ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField",)

WAGTAIL_SITE_NAME = "ともしび"
WAGTAILADMIN_BASE_URL = ENV.public_base_url
WAGTAIL_CONTENT_LANGUAGES = [("ja", "日本語")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
WAGTAIL_I18N_ENABLED = False
# Nothing calls out: no avatars from elsewhere, no version check.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Privacy settings would bypass approval: off for everyone.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False, "USER_GROUPS": False, "LOGIN": False}
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Prevent loss: long six-language forms post thousands of fields, and autosave every half second floods the log.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.workflow.finish.publish_approved"
