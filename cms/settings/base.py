"""Settings that the editors' site and the API share. Each process adds its own apps, middleware and URLs."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE

from cms.settings.env import ENV

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENV.allowed_hosts)

DELIVERY_APPS = ["api.delivery", "api.search", "rest_framework", "drf_spectacular", "drf_spectacular_sidecar"]
# What every answer of Django passes through first, whichever process gives it.
COMMON_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.content_security_policy.PagesPolicyMiddleware",
    "cms.permissions_policy.PermissionsPolicyMiddleware",
]

# A connection is kept from request to request, and looked at once in each: it may have been cut meanwhile.
DATABASES = {"default": {**ENV.database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The public languages; "ja-easy" is やさしい日本語. Another one is a line here and a migration.
LANGUAGES = [
    ("ja", "日本語"),
    ("ja-easy", "やさしい日本語"),
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("ko", "한국어"),
    ("vi", "Tiếng Việt"),
]
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.state_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # the API alone keeps no files of editors
    "public_media": dict(ENV.public_media),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

WSGI_APPLICATION = "cms.wsgi.application"

# Transport. A demo on plain http relaxes what plain http cannot do, and nothing else.
SECURE_SSL_REDIRECT = ENV.https
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.https
SECURE_HSTS_PRELOAD = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.forwarded_proto else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Scripts come from our own files alone. Styles may be inline: the editor's rich text and menus set them as they move.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
    }
}

# Errors go to the process's own output and name no reader: no address, no query string.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "cms": {"level": "INFO"},
        "api": {"level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

# Tomoshibi's own
PORT = ENV.port
TOMOSHIBI_DEMO = ENV.demo
TOMOSHIBI_STATE_DIR = ENV.state_dir
PUBLIC_BASE_URL = ENV.public_base_url
PUBLIC_SITE_URLS = dict(ENV.site_urls)
PUBLIC_MEDIA_URL = ENV.public_media_url
LICENCE_URL = ENV.licence_url
TRUSTED_PROXIES = ENV.proxies
RATE_LIMIT_REQUESTS, RATE_LIMIT_SECONDS = ENV.rate_limit_requests, ENV.rate_limit_seconds
RATE_LIMIT_EXEMPT = ENV.rate_limit_exempt
ANSWER_MEMORY_BYTES = ENV.answer_memory_bytes
TRUSTED_ORIGINS = [
    f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, (ENV.public_base_url, ENV.admin_base_url))
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "api.delivery.schema.PublicSchema",
    "EXCEPTION_HANDLER": "api.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tomoshibi API",
    "DESCRIPTION": "Support services against loneliness and isolation, for the web site, the kids' site and partners. "
    "Every problem carries the emergency contacts. Nothing about readers is recorded.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": ENV.public_base_url}],
    "POSTPROCESSING_HOOKS": [],  # the enums of the documents have names already
    "PREPROCESSING_HOOKS": [],
}
