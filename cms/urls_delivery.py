"""Every path of the API alone."""

from api.urls import urlpatterns as api_urls

urlpatterns = [*api_urls]
