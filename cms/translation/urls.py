"""The paths of the translation screens, below the admin's root."""

from django.urls import path

from cms.translation.beside import Beside
from cms.translation.files import Export, Files, OneFile
from cms.translation.screens import Overview, PolicyScreen, WorkList

urlpatterns = [
    path("translation/", Overview.as_view(), name="translation"),
    path("translation/policy/", PolicyScreen.as_view(), name="translation_policy"),
    path("translation/files/", Files.as_view(), name="translation_files"),
    path("translation/files/<uuid:file_id>/", OneFile.as_view(), name="translation_file"),
    path("translation/list/<slug:language>/", WorkList.as_view(), name="translation_list"),
    path("translation/export/<slug:language>/", Export.as_view(), name="translation_export"),
    path("translation/item/<slug:type>/<uuid:content_id>/<slug:language>/", Beside.as_view(), name="translation_item"),
]
