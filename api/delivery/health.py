"""Whether this process lives, and whether it can serve. Load balancers ask; nothing here is for people."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from rest_framework.request import Request

from api.delivery import queries
from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.problems import Refused


class LiveView(GatedView):
    """The process answers. Asks nothing of anybody."""

    def operation(self) -> Operation:
        return Operation(
            id="getLive", summary="Whether the process answers", tag="health", keepable=False, limited=False
        )

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(b'{"status":"live"}', content_type="application/json")


class ReadyView(GatedView):
    """The database answers and the head of the log can be read."""

    def operation(self) -> Operation:
        return Operation(
            id="getReady", summary="Whether the process can serve", tag="health", keepable=False, limited=False
        )

    def get(self, request: Request) -> HttpResponse:
        try:
            readable = queries.head() is not None
        except (DatabaseError, InterfaceError) as error:
            raise Refused("unavailable") from error
        if not readable:
            raise Refused("unavailable")
        return HttpResponse(b'{"status":"ready"}', content_type="application/json")
