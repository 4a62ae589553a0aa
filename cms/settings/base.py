"""Settings that the editors' site and the API share. Each process adds its own apps, middleware and URLs."""

from cms.settings.env import ENV, ROOT

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENV.allowed_hosts)

DELIVERY_APPS = ["api.delivery", "rest_framework", "drf_spectacular", "drf_spectacular_sidecar"]

DATABASES = {"default": dict(ENV.database)}
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
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.state_dir / "static"

WSGI_APPLICATION = "cms.wsgi.application"

# Tomoshibi's own
TOMOSHIBI_DEMO = ENV.demo
TOMOSHIBI_STATE_DIR = ENV.state_dir
PUBLIC_BASE_URL = ENV.public_base_url
PUBLIC_SITE_URLS = dict(ENV.site_urls)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {"TITLE": "Tomoshibi API", "VERSION": "1.0.0", "OAS_VERSION": "3.1.0"}
