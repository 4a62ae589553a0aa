"""The WSGI entry point: Django's application inside the shell of the API's answers."""

import os

from cms.django_application import django_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.all")
django = django_application()

from cms.sample_data import refuse_in_production  # noqa: E402 - after Django is set up

refuse_in_production()

from api.delivery.answers import answers, memory  # noqa: E402 - after Django is set up

application = answers(django, kept=memory())
