"""Sample data stays in demos: a production process refuses to start on a database that ever held it."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from api.delivery import published


def refuse_in_production() -> None:
    """Raises ImproperlyConfigured. A database that is away is no reason: the crisis route is served without one."""
    if settings.TOMOSHIBI_DEMO:
        return
    try:
        demo = published.is_demo()
    except DatabaseError:
        return
    if demo:
        raise ImproperlyConfigured(
            "This database holds sample data that nobody checked. Use another database, "
            "or set TOMOSHIBI_DEMO=1 if this is a demo."
        )
