"""The editors' site: Wagtail, accounts, workflow and publication."""

from datetime import timedelta

from cms.settings.base import *  # noqa: F403 - a settings module is a namespace
from cms.settings.base import (
    COMMON_MIDDLEWARE,
    CONTENT_SECURITY_POLICY,
    DELIVERY_APPS,
    LOGGING,
    STORAGES,
    TRUSTED_ORIGINS,
)
from cms.settings.env import ENV, ROOT

EDITING_APPS = [
    "modeltranslation",
    "cms.workflow",
    "cms.publication",
    "cms.releases",
    "cms.verification",
    "cms.override",
    "cms.history",
    "cms.checks",
    "cms.admin",
    "cms.sites",
    "cms.japanese",
    "cms.translation",
    "cms.spreadsheets",
    "cms.dashboard",
    "cms.listing",
    "cms.preview",
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
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
]
INSTALLED_APPS = [*EDITING_APPS, *DELIVERY_APPS, "django.contrib.staticfiles"]
MIDDLEWARE = [
    *COMMON_MIDDLEWARE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.admin.session_limits.SessionLimitsMiddleware",
    "cms.admin.own_language.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.publication.refusal.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
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
# Originals, small copies for our own screens, and drafts: served to editors alone (cms.admin.picture_file).
STORAGES = {**STORAGES, "default": dict(ENV.editors_media)}

MODELTRANSLATION_DEFAULT_LANGUAGE = "ja"
MODELTRANSLATION_LANGUAGES = ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField",)

# Signing in. Ten wrong passwords for one name from one address close that pair for a quarter of an hour; the address
# is kept only as a keyed digest (see cms.admin.lockout).
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Trying on while locked does not lengthen the lock: an office behind one address is not kept out by one machine.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "cms.admin.lockout.address_digest"
AXES_LOCKOUT_CALLABLE = "cms.admin.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# A forgotten password is set anew by the person who keeps the accounts: no mail with a key in it.
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Letters go out through MAIL_SERVER; without one nothing is sent.
globals().update(ENV.mail_server)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

# Asking desks whether their listing is still true, and reminding of review days (docs/decisions/0043).
VERIFICATION_LINK_DAYS = ENV.verification_link_days
VERIFICATION_ADDRESS_DAYS = ENV.verification_address_days
VERIFICATION_MONTHS = ENV.verification_months
REVIEW_REMINDER_DAYS = (30, 7, 0)
REVIEW_ESCALATION_DAYS = ENV.review_escalation_days
# How often links may be opened, as (times, seconds), in each process: one link, all of them, and made-up ones.
VERIFICATION_RATE_LINK, VERIFICATION_RATE_ALL, VERIFICATION_RATE_MADE_UP = (30, 60), (600, 60), (60, 60)
# No line of the log holds a link with which one could answer.
_CONSOLE = {**LOGGING["handlers"]["console"], "filters": ["without_links"]}  # type: ignore[index]
LOGGING = {
    **LOGGING,
    "filters": {"without_links": {"()": "cms.verification.quiet_log.WithoutLinks"}},
    "handlers": {"console": _CONSOLE},
}

# How long a third person has to look at what two did in an emergency.
EMERGENCY_REVIEW_HOURS = ENV.emergency_review_hours

# What waits longer for one step is marked in the list of what waits.
APPROVAL_WAIT_DAYS = ENV.approval_wait_days

# Sessions end after an hour without work and after twelve hours in any case.
SESSION_IDLE = timedelta(hours=1)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENV.https
# The browser itself refuses a __Host- cookie that another host or path, or plain http, tries to set.
SESSION_COOKIE_NAME = "__Host-session" if ENV.https else "tomoshibi-session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.https else "tomoshibi-csrf"
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS

# A form shows its draft in a frame of our own; who may be framed is said by the preview alone (cms.preview.show).
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-src": ["'self'"]}}
# Built anew while somebody types, this often in milliseconds at most.
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 2000

# The Japanese that Wagtail lacks or says in other words than this house. It wins over what any app ships.
LOCALE_PATHS = [ROOT / "locale"]
# Up to which school year kids' texts may use kanji, and whether the worker looks at the links to other sites.
KIDS_KANJI_GRADE = ENV.kids_kanji_grade
CHECK_LINKS = ENV.check_links
WAGTAIL_SITE_NAME = "ともしび"
WAGTAILADMIN_BASE_URL = ENV.admin_base_url
WAGTAIL_CONTENT_LANGUAGES = [("ja", "日本語")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Tokyo"]  # every opening hour is Japanese time; editors see no other
# Nothing calls out: no avatars from elsewhere, no version check.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# Uploads are cleaned and limited in catalog.picture_upload, which has the same numbers; these refuse some sooner.
WAGTAILIMAGES_IMAGE_MODEL = "catalog.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "catalog.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# Wagtail's documents cannot be taken out (its screens ask for their address), but no file is one.
WAGTAILDOCS_EXTENSIONS = ["none-is-taken"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# Privacy settings would bypass approval: off for everyone.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False, "USER_GROUPS": False, "LOGIN": False}
WAGTAIL_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Prevent loss: long six-language forms post thousands of fields, and autosave every half second floods the log.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.workflow.finish.publish_approved"
