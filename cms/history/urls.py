"""The paths of the record, below the admin's root."""

from django.urls import path

from cms.history.screens import History, Sheet, Words

urlpatterns = [
    path("history/", History.as_view(), name="history"),
    path("history/sheet/", Sheet.as_view(), name="history_sheet"),
    path("history/words/<int:save_id>/", Words.as_view(), name="history_words"),
]
