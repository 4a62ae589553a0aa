"""What is in the way of a release, item by item: said when it is put together, and asked again before it goes live."""

import copy
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from wagtail.models import Revision

from api.delivery import published
from catalog.models import EmergencySet
from catalog.publishable import Entry
from cms.publication import builders, gates, sources
from cms.publication.models import Withdrawal
from cms.releases import hold
from cms.releases.drafts import Draft
from cms.releases.models import Release
from cms.workflow import door
from pages.models import KidsText

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Conflict:
    """One thing about one item. "block" keeps the release from going live; "warn" is for people to decide."""

    level: Literal["block", "warn"]
    said: str
    #: Whether ending its own workflow or schedule helps, which the page offers.
    can_be_freed: bool = False


@dataclass
class World:
    """What the rules look at, read once for all items."""

    at: datetime
    goes_at: datetime
    entries: Mapping[UUID, Entry]
    withdrawn: set[UUID]
    scheduled: set[UUID]
    slugs: Counter[tuple[str, str]]
    #: What items point to that readers will not find: id -> name.
    missing: dict[UUID, str] = field(default_factory=dict)
    targets: dict[UUID, set[UUID]] = field(default_factory=dict)
    unbuildable: set[UUID] = field(default_factory=set)


Rule = Callable[[Draft, World], Iterator[Conflict]]


def found(release: Release, drafts: Sequence[Draft], *, at: datetime) -> dict[UUID, list[Conflict]]:
    """Everything that is to be said of each item; what blocks comes first."""
    there = [draft for draft in drafts if draft.entry is not None]
    as_they_will_be(there)
    world = _look(release, there, at)
    told: dict[UUID, list[Conflict]] = {}
    for draft in drafts:
        rules = RULES if draft.entry is not None else (_gone,)
        said = [conflict for rule in rules for conflict in rule(draft, world)]
        told[draft.content_id] = sorted(said, key=lambda conflict: conflict.level)
    return told


def blocking(release: Release, drafts: Sequence[Draft], *, at: datetime) -> list[str]:
    """What keeps it from going live, each with the item's name; empty if nothing does."""
    told = found(release, drafts, at=at)
    return [
        gettext("「%(name)s」: %(said)s") % {"name": draft.name, "said": conflict.said}
        for draft in drafts
        for conflict in told[draft.content_id]
        if conflict.level == "block"
    ]


def as_they_will_be(drafts: Sequence[Draft]) -> None:
    """Let emergency sets see the desks that go live with them as they will be then."""
    coming = {draft.content_id: draft.entry for draft in drafts}
    for draft in drafts:
        if isinstance(draft.entry, EmergencySet):
            for member in draft.entry.members.all():
                if member.service is not None and member.service.content_id in coming:
                    as_it_will_be = copy.copy(coming[member.service.content_id])
                    as_it_will_be.live = True
                    member.service = as_it_will_be


def _look(release: Release, drafts: Sequence[Draft], at: datetime) -> World:
    ids = [draft.content_id for draft in drafts]
    open_ones = Withdrawal.objects.filter(content_id__in=ids, confirmed_at__isnull=True, declined_at__isnull=True)
    world = World(
        at=at,
        goes_at=max(at, release.go_live_at or at),
        entries={draft.content_id: draft.entry for draft in drafts},
        withdrawn=set(open_ones.values_list("content_id", flat=True)),
        scheduled={draft.content_id for draft in drafts if _scheduled(draft.entry)},
        slugs=Counter(
            (draft.entry.document_type, draft.entry.public_slug) for draft in drafts if draft.entry.public_slug
        ),
    )
    for draft in drafts:
        if draft.entry.problems():
            continue  # said already, and half of a document tells nothing
        try:
            world.targets[draft.content_id] = _targets(draft.entry)
        except Exception:  # the page must open, so that the item can be mended or taken out
            logger.exception("The documents of %s %s cannot be built", draft.entry.document_type, draft.content_id)
            world.unbuildable.add(draft.content_id)
    world.missing = _not_live(set().union(*world.targets.values()) - world.entries.keys())
    return world


def _scheduled(entry: Any) -> bool:
    return bool(Revision.objects.for_instance(entry).filter(approved_go_live_at__isnull=False).exists())


def _targets(entry: Any) -> set[UUID]:
    if isinstance(entry, KidsText):
        return {entry.about} if entry.about else set()
    return {target for record in builders.records(entry.document_type, entry) for _, _, target in record.references}


def _not_live(ids: set[UUID]) -> dict[UUID, str]:
    models: tuple[Any, ...] = sources.ENTRY_MODELS
    return {
        row.content_id: str(row)
        for model in models
        for some in sources.batched(ids, 500)
        for row in model._default_manager.filter(content_id__in=some, live=False)
    }


def _gone(draft: Draft, world: World) -> Iterator[Conflict]:
    yield Conflict("block", gettext("もう削除されています。一括公開から外してください。"))


def _incomplete(draft: Draft, world: World) -> Iterator[Conflict]:
    for problem in draft.entry.problems():
        yield Conflict("block", problem)
    if draft.content_id in world.unbuildable:
        yield Conflict("block", gettext("公開用のデータを作れません。管理者に伝えてください。"))
    if not door.has_known_author(draft.entry):
        yield Conflict(
            "block", gettext("だれが書いたか記録のない内容です。書き手が一度開いて、保存しなおしてください。")
        )


def _refused_by_other_gates(draft: Draft, world: World) -> Iterator[Conflict]:
    """What every door would say of it anyway: the checks of texts, and whoever else adds a gate."""
    for gate in gates.ALONE:
        if gate is not hold.reasons:
            for reason in gate(draft.entry):
                yield Conflict("block", reason)


def _own_hour(draft: Draft, world: World) -> Iterator[Conflict]:
    if draft.entry.go_live_at and draft.entry.go_live_at > world.at:
        when = date_format(localtime(draft.entry.go_live_at), gettext("Y年m月d日 H:i"))
        yield Conflict(
            "block",
            gettext(
                "これだけの公開日時(%(when)s)が入っています。編集画面の ⓘ で消して保存してください。"
                "日時は一括公開で決めます。"
            )
            % {"when": when},
        )
    if draft.content_id in world.scheduled:
        yield Conflict("block", gettext("承認済みの公開予定があります。予定を取り消してください。"), can_be_freed=True)


def _own_way(draft: Draft, world: World) -> Iterator[Conflict]:
    if draft.entry.current_workflow_state is not None:
        yield Conflict(
            "block", gettext("これだけの承認の手続きに入っています。手続きを取り消してください。"), can_be_freed=True
        )


def _leaving(draft: Draft, world: World) -> Iterator[Conflict]:
    if draft.content_id in world.withdrawn:
        yield Conflict(
            "block", gettext("取り下げが申し出られています。「取り下げ」の画面で決まってから出してください。")
        )
    if draft.entry.expire_at and draft.entry.expire_at <= world.goes_at:
        yield Conflict("block", gettext("公開を終える日時が、公開するときより前になっています。直すか消してください。"))


def _name(draft: Draft, world: World) -> Iterator[Conflict]:
    slug, document_type = draft.entry.public_slug, draft.entry.document_type
    if not slug:
        return
    if world.slugs[document_type, slug] > 1:
        yield Conflict(
            "block", gettext("「公開URLの名前」の %(slug)s が、この一括公開の中で重なっています。") % {"slug": slug}
        )
    others = type(draft.entry)._default_manager.filter(public_slug=slug).exclude(content_id=draft.content_id)
    if any(other not in world.entries for other in others.values_list("content_id", flat=True)):
        yield Conflict(
            "block", gettext("「公開URLの名前」の %(slug)s が、ほかのものと重なっています。") % {"slug": slug}
        )
    elif published.id_of_slug(document_type, slug) not in {None, draft.content_id}:
        yield Conflict(
            "block",
            gettext("「公開URLの名前」の %(slug)s は、前に別のものに使われました。同じ名前は二度と使えません。")
            % {"slug": slug},
        )


def _points_to_drafts(draft: Draft, world: World) -> Iterator[Conflict]:
    lacking = [world.missing[target] for target in world.targets.get(draft.content_id, ()) if target in world.missing]
    for name in sorted(lacking):
        if isinstance(draft.entry, KidsText):
            yield Conflict(
                "warn",
                gettext("もとの内容「%(name)s」が公開されるまで、こどもには出ません。一緒に入れますか。")
                % {"name": name},
            )
        else:
            yield Conflict(
                "warn",
                gettext(
                    "「%(name)s」を指していますが、まだ公開されていません。公開されるまで読む人には出ません。"
                    "一緒に入れますか。"
                )
                % {"name": name},
            )


def _nothing_new(draft: Draft, world: World) -> Iterator[Conflict]:
    last = door.live_digest(draft.content_id)
    if last is not None and last.digest == draft.digest:
        yield Conflict("warn", gettext("公開中の内容と同じなので、これについては何も変わりません。"))


RULES: tuple[Rule, ...] = (
    _incomplete,
    _refused_by_other_gates,
    _own_hour,
    _own_way,
    _leaving,
    _name,
    _points_to_drafts,
    _nothing_new,
)
