"""The paths of these screens, below the admin's root."""

from django.urls import path

from cms.listing.views import BulkChangeDone, BulkChanges, BulkChangeScreen, NewSavedView, SavedViewScreen

urlpatterns = [
    path("listing/change/", BulkChangeScreen.as_view(), name="bulk_change"),
    path("listing/changes/", BulkChanges.as_view(), name="bulk_changes"),
    path("listing/changes/<int:pk>/", BulkChangeDone.as_view(), name="bulk_change_done"),
    path("listing/views/new/", NewSavedView.as_view(), name="new_saved_view"),
    path("listing/views/<int:pk>/", SavedViewScreen.as_view(), name="saved_view"),
]
