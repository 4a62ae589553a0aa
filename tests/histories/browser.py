"""An editor's browser, without the copies of every template's context that Django's test client keeps."""

import sys
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import got_request_exception
from django.test import RequestFactory
from django.test.client import ClientHandler


class Browser(RequestFactory):
    """Signed in as one person, from now on. A fault of the program is raised as what it is."""

    def __init__(self, person: Any) -> None:
        super().__init__()
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        self._handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request: Any) -> Any:
        faults: list[Any] = []

        def remember(sender: Any, **_: Any) -> None:
            faults.append(sys.exc_info()[1])

        got_request_exception.connect(remember)
        try:
            response = self._handler(self._base_environ(**request))
        finally:
            got_request_exception.disconnect(remember)
        if faults:
            raise faults[0]
        return response
