"""The WSGI entry point: Django's application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.all")
application = get_wsgi_application()
