"""Which revisions must stay as they are."""

from wagtail.models import Revision

from cms.workflow.models import Approval


def named_by_an_approval(revision: Revision) -> bool:
    """Whether somebody approved this revision's content: autosave may then not rewrite it."""
    return Approval.objects.filter(revision=revision).exists()
