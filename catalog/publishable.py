"""What every source has in common: its public identity, its channels, who looks after it, and safe drafts."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TaskState,
    WorkflowMixin,
)

from catalog.dangling import without_dangling
from catalog.previewed import Previewed
from catalog.translated import Translated

CHANNELS = (("website", _("一般サイト")), ("kids", _("こどもサイト")), ("partners", _("連携団体")))

SLUG = re.compile(r"[a-z0-9-]{3,60}")
_slug_is_well_formed = RegexValidator(
    re.compile(rf"^{SLUG.pattern}\Z"),
    _("公開URLの名前は、半角の小文字・数字・ハイフンで、3文字から60文字までにしてください。"),
)

# Whoever else relies on revisions says so here: each function is asked about the one that a save would replace.
revision_holders: list[Callable[[Revision], bool]] = []


def default_channels() -> list[str]:
    return ["website", "partners"]


def live_needs(condition: models.Q, *, name: str) -> models.CheckConstraint:
    """A rule that holds for what is live and lets every draft be incomplete."""
    return models.CheckConstraint(condition=models.Q(live=False) | condition, name=name)


def live_needs_slug(name: str) -> models.CheckConstraint:
    """Live rows have a slug of at least three characters without capitals (the form checks the rest)."""
    return live_needs(
        models.Q(public_slug__isnull=False)
        & models.Q(GreaterThanOrEqual(Length("public_slug"), 3))
        & models.Q(Exact(Lower("public_slug"), models.F("public_slug"))),
        name=name,
    )


def live_needs_text(column: str, *, name: str) -> models.CheckConstraint:
    """Live rows have this text: translated columns are NULL when empty, and `<> ''` lets NULL pass."""
    return live_needs(models.Q(**{f"{column}__isnull": False}) & ~models.Q(**{column: ""}), name=name)


class Publishable(Translated):
    """Something that readers can be shown, under an identity that never changes."""

    document_type: ClassVar[str]

    content_id = models.UUIDField(_("公開ID"), unique=True, default=uuid.uuid4, editable=False)
    public_slug = models.CharField(
        _("公開URLの名前"),
        max_length=60,
        null=True,
        blank=True,
        unique=True,
        validators=[_slug_is_well_formed],
        help_text=_("半角の小文字・数字・ハイフン(3〜60文字)。はじめて公開したあとは変えないでください。"),
        error_messages={"unique": _("この「公開URLの名前」はすでに使われています。別の名前にしてください。")},
    )
    channels = models.JSONField(_("公開先"), default=default_channels, blank=True)
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("担当者"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    review_by = models.DateField(_("次の見直し日"), null=True, blank=True)
    verified_on = models.DateField(_("最後に確認した日"), null=True, blank=True)

    class Meta:
        abstract = True


#: Snippets and pages bring drafts, revisions and workflow by different classes of Wagtail, which ships no types.
_Drafts: Any = object


class Entry(Previewed, Publishable, _Drafts):
    """A source under the workflow, whether it is edited as a snippet or as a page."""

    #: Where such a thing can stand at all: a channel that knows no documents of its type would stay silent.
    possible_channels: ClassVar[tuple[str, ...]] = tuple(key for key, _label in CHANNELS)

    class Meta:
        abstract = True

    def problems(self) -> list[str]:
        """In plain Japanese, what is missing or wrong before this may go live; empty if nothing is."""
        return [*self.slug_problems(), *self.channel_problems()]

    def slug_problems(self) -> list[str]:
        if not self.public_slug:
            return [gettext("「公開URLの名前」を入れてください。")]
        if not SLUG.fullmatch(self.public_slug):
            return [str(_slug_is_well_formed.message)]
        return []

    def channel_problems(self) -> list[str]:
        known = {key for key, _label in CHANNELS}
        unknown = [channel for channel in self.channels if channel not in known]
        if unknown:
            return [
                gettext("「公開先」に知らない値があります:%(unknown)s。")
                % {"unknown": gettext("、").join(map(str, unknown))}
            ]
        if not self.channels:
            return [gettext("「公開先」を1つ以上選んでください。")]
        return [
            gettext("「公開先」の「%(label)s」には、%(kind)sは出せません。しるしを外してください。")
            % {"label": label, "kind": self._meta.verbose_name}
            for key, label in CHANNELS
            if key in self.channels and key not in self.possible_channels
        ]

    def save_revision(
        self,
        user: Any = None,
        approved_go_live_at: datetime | None = None,
        changed: bool = True,
        log_action: bool | str = False,
        previous_revision: Revision | None = None,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
    ) -> Revision:
        """As Wagtail's, but a revision that somebody relies on is kept and a new one made beside it.

        Autosave rewrites the latest revision in place, so what was submitted or approved could change under its id.
        """
        if (
            overwrite_revision is not None
            and overwrite_revision == self.get_latest_revision()
            and self._is_held(overwrite_revision)
        ):
            overwrite_revision = None
        return super().save_revision(
            user=user,
            approved_go_live_at=approved_go_live_at,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
            clean=clean,
            overwrite_revision=overwrite_revision,
        )

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """As Wagtail's, but a draft opens although what it names was deleted since."""
        return super().from_serializable_data(without_dangling(cls, data), check_fks, strict_fks)

    def _is_held(self, revision: Revision) -> bool:
        stored: Any = type(self)._base_manager
        return (
            revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
            or stored.filter(live_revision=revision).exists()
            or any(holds(revision) for holds in revision_holders)
        )


class SnippetEntry(
    Entry, PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel
):
    """An entry that is edited as a snippet: a directory of 100,000 listings is not a tree."""

    live = models.BooleanField(_("公開中"), default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def approved_schedule(self) -> bool:
        """As Wagtail's; a list finds it out for all its rows at once and notes it in ``_approved_schedule``."""
        noted: bool | None = self.__dict__.get("_approved_schedule")
        return self.scheduled_revision is not None if noted is None else noted
