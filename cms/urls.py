"""Every path of the editors' site and the API together."""

from django.urls import path

from cms.sites.start import start
from cms.urls_delivery import urlpatterns as delivery_urls
from cms.urls_editing import urlpatterns as editing_urls

urlpatterns = [path("", start, name="start"), *delivery_urls, *editing_urls]

handler400 = "api.problems.bad_request"
handler403 = "api.problems.forbidden"
handler404 = "api.problems.not_found"
handler500 = "api.problems.server_error"
