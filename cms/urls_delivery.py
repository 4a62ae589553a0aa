"""Every path of the API alone."""

from api.urls import urlpatterns as api_urls

urlpatterns = [*api_urls]

handler400 = "api.problems.bad_request"
handler403 = "api.problems.forbidden"
handler404 = "api.problems.not_found"
handler500 = "api.problems.server_error"
