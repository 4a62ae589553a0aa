"""Every path of the editors' site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.admin.picture_file import picture_file

urlpatterns = [
    path("admin/picture-files/<path:name>", picture_file, name="picture_file"),
    path("admin/", include(wagtailadmin_urls)),
]
