"""The whole application, shell included, without the start's look at the database: tests have none while they load."""

from django.core.wsgi import get_wsgi_application

from api.delivery.answers import answers

application = answers(get_wsgi_application())
