"""Every public path on one screen."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from api.channels import CHANNELS
from api.channels.channel import Channel, Shape
from api.delivery.deprecation_views import DeprecationExampleView, DeprecationsView
from api.delivery.documentation import DocumentationAssetView, DocumentationView, OpenApiView
from api.delivery.health import LiveView, ReadyView
from api.delivery.json_ld_view import JsonLdView
from api.delivery.media import MediaView
from api.delivery.problem_pages import ProblemPageView
from api.delivery.views import DetailView, EmergencyView, ListView
from api.search.views import SearchView, SuggestView


def shape_urls(channel: Channel, shape: Shape) -> Iterator[URLPattern]:
    """Yield where documents of one type are in a channel."""
    at = f"api/v1/{channel.key}/{shape.segment}"
    yield path(f"{at}/<str:key>", DetailView.as_view(channel=channel, shape=shape))
    if shape.item is not None:
        yield path(at, ListView.as_view(channel=channel, shape=shape))
    if channel.linked_data:
        yield path(f"{at}/<str:key>/json-ld", JsonLdView.as_view(channel=channel, shape=shape))


# What is asked most stands first: addresses are compared in this order.
channel_urls = [
    pattern
    for channel in CHANNELS.values()
    for pattern in (
        path(f"api/v1/{channel.key}/emergency", EmergencyView.as_view(channel=channel)),
        path(f"api/v1/{channel.key}/search", SearchView.as_view(channel=channel)),
        *(pattern for shape in channel.shapes for pattern in shape_urls(channel, shape)),
        path(f"api/v1/{channel.key}/suggest", SuggestView.as_view(channel=channel)),
    )
]

urlpatterns = [
    *channel_urls,
    path("api/v1/deprecations", DeprecationsView.as_view()),
    path("api/v1/deprecation-example", DeprecationExampleView.as_view()),
    path("api/openapi.json", OpenApiView.as_view()),
    path("api/docs/", DocumentationView.as_view()),
    path("api/docs/<str:name>", DocumentationAssetView.as_view()),
    path("media/<str:name>", MediaView.as_view()),
    path("problems/<str:slug>", ProblemPageView.as_view()),
    path("healthz/live", LiveView.as_view()),
    path("healthz/ready", ReadyView.as_view()),
]
