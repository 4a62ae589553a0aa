"""Where developers read about the API: its description, and a page to look through it. Nothing comes from elsewhere."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.apps import apps
from django.http import HttpResponse
from rest_framework.request import Request

from api.delivery import schema
from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.problems import Refused

PAGES = Path(__file__).parent / "pages"
SWAGGER_UI = "static/drf_spectacular_sidecar/swagger-ui-dist"
ASSETS: Mapping[str, str] = {
    "start.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
# Swagger UI brings its icons inside its own style; nothing else is allowed that is not a file of ours.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class OpenApiView(GatedView):
    """This description."""

    def operation(self) -> Operation:
        return Operation(id="getOpenApi", summary="The API's description (OpenAPI 3.1)", tag="documentation")

    def get(self, request: Request) -> HttpResponse:
        return self.keep(HttpResponse(schema.document(), content_type="application/json"))


class DocumentationView(GatedView):
    """A page on which to look through the API and try it."""

    def operation(self) -> Operation:
        return Operation(
            id="getDocumentation",
            summary="The API to look through and try",
            tag="documentation",
            media_type="text/html",
        )

    def get(self, request: Request) -> HttpResponse:
        page = (PAGES / "documentation.html").read_bytes()
        return self.keep(HttpResponse(page, headers={"Content-Security-Policy": POLICY, "Content-Language": "en"}))


class DocumentationAssetView(GatedView):
    """A file of that page."""

    def operation(self) -> Operation:
        return Operation(
            id="getDocumentationAsset",
            summary="A script or style of the documentation",
            tag="documentation",
            media_type="*/*",
            path_parameters={"name": {"type": "string", "enum": list(ASSETS), "description": "The file."}},
        )

    def get(self, request: Request, name: str) -> HttpResponse:
        if name not in ASSETS:
            raise Refused("not-found")
        return self.keep(HttpResponse(_asset(name), content_type=ASSETS[name]))


@cache
def _asset(name: str) -> bytes:
    folder = PAGES if name == "start.js" else Path(apps.get_app_config("drf_spectacular_sidecar").path) / SWAGGER_UI
    return (folder / name).read_bytes()
