"""The paths of our own screens, below the admin's root."""

from django.urls import path

from cms.admin.approval import ApprovalPage
from cms.admin.approval_queue import ApprovalQueue
from cms.admin.area_lines import AreaNames
from cms.admin.entry_state import EntryState
from cms.admin.hours import HoursPreview
from cms.admin.sign_in import SignedIn, SignInState
from cms.admin.withdrawal import ProposeWithdrawal, Withdrawals

urlpatterns = [
    path("approvals/", ApprovalQueue.as_view(), name="approvals"),
    path("approvals/<int:task_state_id>/", ApprovalPage.as_view(), name="approval"),
    path("area-names/", AreaNames.as_view(), name="area_names"),
    path("entries/<uuid:content_id>/", EntryState.as_view(), name="entry_state"),
    path("hours/", HoursPreview.as_view(), name="hours_preview"),
    path("sign-in/state/", SignInState.as_view(), name="sign_in_state"),
    path("sign-in/done/", SignedIn.as_view(), name="signed_in"),
    path("withdrawals/", Withdrawals.as_view(), name="withdrawals"),
    path("withdrawals/propose/<uuid:content_id>/", ProposeWithdrawal.as_view(), name="propose_withdrawal"),
]
