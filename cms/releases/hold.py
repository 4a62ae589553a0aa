"""What is in an open release does not go live alone: a gate of every door, and what the editor is told of it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from catalog.publishable import Entry
from cms.publication.unit import current
from cms.releases.models import Release, ReleaseItem


def release_of(content_id: UUID) -> Release | None:
    """The open release that holds this source, if any."""
    item = ReleaseItem.objects.filter(content_id=content_id, open=True).select_related("release").first()
    return item.release if item else None


def reasons(entry: Entry) -> list[str]:
    """Why this entry may not go live by itself, in Japanese; empty where it may, or goes with its release."""
    inside = current()
    if inside is not None and entry.content_id in inside.together:
        return []
    release = release_of(entry.content_id)
    if release is None:
        return []
    return [
        gettext(
            "「%(entry)s」は一括公開「%(release)s」に入っているため、これだけを先に公開することはできません。"
            "一括公開として承認を受けるか、先に一括公開から外してください。"
        )
        % {"entry": entry, "release": release}
    ]


def notice(entry: Any) -> str:
    """What whoever opens the editor of a held entry is told; empty where nothing holds it."""
    release = release_of(entry.content_id) if isinstance(entry, Entry) else None
    if release is None:
        return ""
    if release.state == "submitted":
        said = gettext(
            "この下書きは一括公開「%(release)s」に入っています。ほかのものと一緒に公開されます。"
            "直して保存すると、その一括公開は、もう一度承認を受けることになります。"
        )
    else:
        said = gettext("この下書きは一括公開「%(release)s」に入っています。ほかのものと一緒に公開されます。")
    return said % {"release": release}
