"""The Content-Security-Policy of pages. Answers of the API carry one of their own, written by its shell."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.delivery.answers import PATHS


class PagesPolicyMiddleware(CSPMiddleware):
    """Writes the policy of pages, and loses no time over answers that are none."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(PATHS) and not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
