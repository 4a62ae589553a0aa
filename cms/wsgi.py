"""The WSGI entry point: Django's application inside the shell of the API's answers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.all")
django_application = get_wsgi_application()

from cms.sample_data import refuse_in_production  # noqa: E402 - after Django is set up

refuse_in_production()

from api.delivery.answers import answers, memory  # noqa: E402 - after Django is set up

application = answers(django_application, kept=memory())
