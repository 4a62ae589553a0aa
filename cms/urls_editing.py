"""Every path of the editors' site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.admin.picture_file import picture_file
from cms.verification.owner_page import owner_page

urlpatterns = [
    path("admin/picture-files/<path:name>", picture_file, name="picture_file"),
    path("admin/", include(wagtailadmin_urls)),
    path("verify/<path:secret>/", owner_page, name="verify_listing"),
    path("verify/<path:secret>", owner_page),  # mail programs cut the last slash off
]
