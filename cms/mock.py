"""The WSGI entry point of the mock: the real application inside its shell, with switches around it."""

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from api.delivery.mock.switches import mocked  # noqa: E402 - after Django is set up

application = mocked(django_application)
