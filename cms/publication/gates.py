"""Gates: what may not happen whatever anybody approved. One list; later types add their own function."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from api.delivery import crisis_route
from catalog.models import EmergencySet, Service
from catalog.publishable import Entry
from cms.workflow.refusal import PublicationRefused
from pages.models import KidsText

CHANNEL_NAMES = {"website": _("一般サイト"), "kids": _("こどもサイト"), "partners": _("連携団体")}


def check_emergency(touched: Iterable[type[Model]]) -> None:
    """The crisis route is always there: after every unit each set that stands has members, and all of them stand.

    Raises PublicationRefused, naming channel and member.
    """
    if not {Service, EmergencySet, KidsText} & set(touched):
        return
    for channel in sorted(crisis_route.bereft_channels()):
        raise PublicationRefused(
            gettext("%(channel)sの「緊急の連絡先」は取り下げられません。中身を差しかえて公開してください。")
            % {"channel": CHANNEL_NAMES[channel]}
        )
    for channel, members in crisis_route.members().items():
        if not members:
            raise PublicationRefused(
                gettext("%(channel)sの「緊急の連絡先」を空にはできません。") % {"channel": CHANNEL_NAMES[channel]}
            )
        if ending := Service.objects.filter(
            content_id__in=[content_id for content_id, _ in members], expire_at__isnull=False
        ).first():
            raise PublicationRefused(
                gettext(
                    "「%(ending)s」は%(channel)sの「緊急の連絡先」に載っているため、公開の期限を付けられません。"
                    "期限を消すか、先に「緊急の連絡先」を差しかえてください。"
                )
                % {"ending": ending, "channel": CHANNEL_NAMES[channel]},
                entry=ending,
            )
        gone = [content_id for content_id, stands in members if not stands]
        if gone:
            names = gettext("、").join(_name(content_id) for content_id in gone)
            raise PublicationRefused(
                gettext(
                    "%(names)sは%(channel)sの「緊急の連絡先」に載っているため、%(channel)sから外せません。"
                    "先に「緊急の連絡先」を別の窓口に差しかえて公開してください。"
                )
                % {"names": names, "channel": CHANNEL_NAMES[channel]}
            )


def _name(content_id: UUID) -> str:
    service = Service.objects.filter(content_id=content_id).first()
    return gettext("「%(service)s」") % {"service": service} if service else str(content_id)


def emergency_obstacles(content_id: UUID, channels: Iterable[str]) -> list[str]:
    """Why a source may not leave these channels: it stands in their emergency set."""
    leaving = set(channels)
    return [
        gettext("%(channel)sの「緊急の連絡先」に載っています。先に差しかえてください。")
        % {"channel": CHANNEL_NAMES[channel]}
        for channel, members in crisis_route.members().items()
        if channel in leaving and content_id in {member for member, _ in members}
    ]


#: Why an entry may not go live by itself, in Japanese: asked of whatever becomes live with new content, before
#: approval is, and where somebody sends it alone on its way. Whoever holds entries back adds a function.
ALONE: list[Callable[[Entry], list[str]]] = []


def require_alone(entry: Entry) -> None:
    """Raises PublicationRefused where something holds this entry back."""
    if reasons := [reason for gate in ALONE for reason in gate(entry)]:
        raise PublicationRefused(*reasons, entry=entry)


def last_contact_obstacles(content_id: UUID, channels: Iterable[str]) -> list[str]:
    """Why a source may not leave these channels: it is the last that is offered there to people in crisis."""
    return [
        gettext(
            "%(channel)sで「危機のときにも案内する」窓口は、これが最後です。先に、危機のときに案内できる別の"
            "窓口を公開してください。"
        )
        % {"channel": CHANNEL_NAMES[channel]}
        for channel in sorted(set(channels) & CHANNEL_NAMES.keys())
        if crisis_route.contacts(channel) == {content_id}
    ]


def contacts_before(touched: Iterable[type[Model]]) -> dict[str, set[UUID]] | None:
    """By channel, who stands for people in crisis before a unit writes; None where it cannot change that."""
    if not {Service, KidsText} & set(touched):
        return None
    return {channel: crisis_route.contacts(channel) for channel in CHANNEL_NAMES}


def check_last_contact(before: dict[str, set[UUID]] | None, touched: Iterable[UUID]) -> None:
    """A channel that had somebody for people in crisis still has: by withdrawal, expiry, a tick or a flag, all alike.

    And not all of them end: their days would come without anybody's look. Raises PublicationRefused.
    """
    changed = set(touched)
    for channel, had in (before or {}).items():
        has = crisis_route.contacts(channel)
        if had and not has:
            raise PublicationRefused(
                gettext(
                    "これを外すと、%(channel)sに「危機のときにも案内する」窓口が1つもなくなります。"
                    "先に、危機のときに案内できる別の窓口を公開してください。"
                )
                % {"channel": CHANNEL_NAMES[channel]}
            )
        concerned = has and changed & (had | has)
        if concerned and not Service.objects.filter(content_id__in=has, expire_at__isnull=True).exists():
            raise PublicationRefused(
                gettext(
                    "%(channel)sで「危機のときにも案内する」窓口のどれにも、公開の期限が付くことになります。"
                    "期限を消すか、先に期限のない別の窓口を公開してください。"
                )
                % {"channel": CHANNEL_NAMES[channel]}
            )


#: Asked before a withdrawal is proposed and again when it is confirmed: (content_id, channels) -> reasons in Japanese.
GATES: list[Callable[[UUID, Iterable[str]], list[str]]] = [emergency_obstacles, last_contact_obstacles]
