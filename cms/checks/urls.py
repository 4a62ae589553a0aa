"""The paths of the checks' screens, below the admin's root."""

from django.urls import path

from cms.checks.report import ContentReport, StartRound
from cms.checks.views import FindingsNow, SavedFindings

urlpatterns = [
    path("checks/", ContentReport.as_view(), name="checks_report"),
    path("checks/results/", ContentReport.as_view(results_only=True), name="checks_report_results"),
    path("checks/start/", StartRound.as_view(), name="checks_start"),
    path("checks/now/<str:type>/", FindingsNow.as_view(), name="checks_now"),
    path("checks/saved/<str:type>/<uuid:content_id>/", SavedFindings.as_view(), name="checks_saved"),
]
