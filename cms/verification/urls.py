"""The paths of these screens, below the admin's root."""

from django.urls import path

from cms.verification.overdue_report import OverdueReport
from cms.verification.screens import Ask, OneRequest, OwnerRequests, Unchanged

urlpatterns = [
    path("verification/", OwnerRequests.as_view(), name="owner_requests"),
    path("verification/ask/", Ask.as_view(), name="ask_owners"),
    path("verification/unchanged/", Unchanged.as_view(), name="owner_unchanged"),
    path("verification/overdue/", OverdueReport.as_view(), name="overdue_listings"),
    path("verification/overdue/results/", OverdueReport.as_view(results_only=True), name="overdue_listings_results"),
    path("verification/<uuid:request_id>/", OneRequest.as_view(), name="owner_request"),
]
