"""The paths of releases and of the calendar, below the admin's root."""

from django.urls import path

from cms.releases.calendar_page import CalendarPage
from cms.releases.one_page import ReleasePage
from cms.releases.pages import AddItems, ChangeRelease, NewRelease, ReleaseList

urlpatterns = [
    path("releases/", ReleaseList.as_view(), name="releases"),
    path("releases/new/", NewRelease.as_view(), name="new_release"),
    path("releases/<uuid:release_id>/", ReleasePage.as_view(), name="release"),
    path("releases/<uuid:release_id>/change/", ChangeRelease.as_view(), name="change_release"),
    path("releases/<uuid:release_id>/items/", AddItems.as_view(), name="release_items"),
    path("calendar/", CalendarPage.as_view(), name="calendar"),
]
