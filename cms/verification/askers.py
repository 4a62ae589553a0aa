"""Who asked a desk holds its link and could answer in its place: of what came by it, they are no second person."""

from uuid import UUID

from django.db.models import Q

from cms.verification.models import OwnerAnswer
from cms.workflow.models import Authorship


def askers(content_id: UUID, boundary: int, digest: str) -> set[int]:
    """Who asked for the answers that are in this content: those since ``boundary``, and whichever made this text."""
    came = Authorship.objects.filter(Q(pk__gt=boundary) | Q(digest=digest), content_id=content_id, origin="partner")
    answers = OwnerAnswer.objects.filter(content_id=content_id, revision_id__in=came.values("revision_id"))
    return set(answers.values_list("request__asked_by", flat=True))
