"""The paths of emergencies, below the admin's root."""

from django.urls import path

from cms.override.views import Emergencies, EmergencyPage, ProposeEmergency

urlpatterns = [
    path("emergencies/", Emergencies.as_view(), name="emergencies"),
    path("emergencies/propose/<uuid:content_id>/", ProposeEmergency.as_view(), name="propose_emergency"),
    path("emergencies/<uuid:action_id>/", EmergencyPage.as_view(), name="emergency_action"),
]
