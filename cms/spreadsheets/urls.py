"""The paths of these screens, below the admin's root."""

from django.urls import path

from cms.spreadsheets.import_screen import ImportScreen
from cms.spreadsheets.views import Export, Spreadsheets

urlpatterns = [
    path("spreadsheets/", Spreadsheets.as_view(), name="spreadsheets"),
    path("spreadsheets/export/", Export.as_view(), name="spreadsheet_export"),
    path("spreadsheets/<int:pk>/", ImportScreen.as_view(), name="spreadsheet_import"),
]
