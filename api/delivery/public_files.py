"""Public files: addressed by their content, and there for as long as a document that stands names them.

A file's row and the file itself belong together: whoever brings or removes a file holds its row until the
transaction ends. So a publication and a sweep never meet half-way, and what no row names is served to nobody.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

from api.delivery.chunks import CHUNK, chunks
from api.delivery.log import Key
from api.delivery.models import FileUse, PublicFile
from api.documents.picture import FILE_NAME

#: How long a file stays after the last document that names it is gone: pages that were built before still show it.
GRACE: Final = timedelta(hours=24)


class FileMissing(Exception):
    """A document names a file that nobody brought."""


def files() -> Storage:
    """Return where the public files are."""
    return storages["public_media"]


def lock(names: Iterable[str], *, at: datetime) -> dict[str, PublicFile]:
    """Lock the rows of these files, in order of their names; a name that has none gets one. Before the log's head."""
    rows: dict[str, PublicFile] = {}
    for chunk in chunks(sorted(set(names))):
        # More than once where a sweep held a row and removed it while we waited for it.
        while missing := [name for name in chunk if name not in rows]:
            PublicFile.objects.bulk_create(
                [PublicFile(name=name, unused_since=at) for name in missing], ignore_conflicts=True
            )
            found = PublicFile.objects.filter(name__in=missing).order_by("name").select_for_update()
            rows |= {row.name: row for row in found}
    return rows


def bring(names: Iterable[str], read: Callable[[str], bytes], *, at: datetime) -> None:
    """Make these files public once the transaction commits; `read` gives the bytes of one that is not there yet.

    Raises what `read` raises. A crash leaves at most a file without a row.
    """
    for name, row in lock(names, at=at).items():
        if row.size is None or row.unused_since is not None:
            data = read(name)
            if not _is_whole(name, len(data)):
                files().delete(name)
                files().save(name, ContentFile(data))
            PublicFile.objects.filter(pk=row.pk).update(size=len(data))


def _is_whole(name: str, size: int) -> bool:
    return files().exists(name) and files().size(name) == size


def use(wanted: dict[Key, set[str]], *, at: datetime) -> None:
    """Make the files that these documents name what is given, and note since when others are named by none.

    Raises FileMissing. The rows are locked already, or nobody else waits for them.
    """
    found: dict[tuple[Any, ...], int] = {}
    for chunk in chunks(sorted({key[0] for key in wanted})):
        for pk, *row in FileUse.objects.filter(content_id__in=chunk).values_list("pk", *_COLUMNS):
            if tuple(row[:3]) in wanted:
                found[tuple(row)] = pk
    right = {(*key, name) for key, names in wanted.items() for name in names}
    gone, new = found.keys() - right, right - found.keys()
    if missing := _not_there({row[3] for row in new}):
        raise FileMissing(sorted(missing)[0])
    for rows in chunks([found[row] for row in gone]):
        FileUse.objects.filter(pk__in=rows).delete()
    FileUse.objects.bulk_create([FileUse(**dict(zip(_COLUMNS, row, strict=True))) for row in new], batch_size=CHUNK)
    for names in chunks(sorted({row[3] for row in new})):
        PublicFile.objects.filter(name__in=names).update(unused_since=None)
    for names in chunks(sorted({row[3] for row in gone})):
        still = FileUse.objects.filter(name__in=names).values("name")
        PublicFile.objects.filter(name__in=names, unused_since=None).exclude(name__in=still).update(unused_since=at)


_COLUMNS: Final = ("content_id", "channel", "language", "name")


def _not_there(names: set[str]) -> set[str]:
    for chunk in chunks(sorted(names)):
        names = names - set(
            PublicFile.objects.filter(name__in=chunk, size__isnull=False).values_list("name", flat=True)
        )
    return names


def named_by(content_ids: Iterable[Any]) -> set[str]:
    """Return the files that the standing documents of these ids name."""
    names: set[str] = set()
    for chunk in chunks(sorted(set(content_ids))):
        names |= set(FileUse.objects.filter(content_id__in=chunk).values_list("name", flat=True))
    return names


def expel(names: set[str]) -> None:
    """Let those of these files that no standing document names be served no longer; they go once this is committed."""
    unused: set[str] = set()
    for chunk in chunks(sorted(names)):
        used = set(FileUse.objects.filter(name__in=chunk).values_list("name", flat=True))
        PublicFile.objects.filter(name__in=set(chunk) - used).delete()
        unused |= set(chunk) - used
    if unused:
        transaction.on_commit(lambda: [remove(name) for name in sorted(unused)])


def sweep(at: datetime) -> int:
    """Remove files that no document has named for 24 hours, and what a crash left behind; return how many went."""
    due = PublicFile.objects.filter(unused_since__lte=at - GRACE).values_list("name", flat=True)
    return sum(remove(name, unused_before=at - GRACE) for name in [*due, *_orphans()])


def _orphans() -> Iterator[str]:
    """Find files of ours that have no row. What bears no name of ours was put there by somebody else, and stays."""
    try:
        _, names = files().listdir("")
    except FileNotFoundError:
        return
    for chunk in chunks(sorted(name for name in names if re.fullmatch(FILE_NAME, name))):
        yield from set(chunk) - set(PublicFile.objects.filter(name__in=chunk).values_list("name", flat=True))


def remove(name: str, *, unused_before: datetime | None = None) -> bool:
    """Remove one file that has no row, or whose row says that it is long unused; return whether it went.

    The row is made or locked first: a publication that wants the file waits, and brings it anew.
    """
    with transaction.atomic():
        row, made = PublicFile.objects.select_for_update().get_or_create(name=name)
        old = unused_before is not None and row.unused_since is not None and row.unused_since <= unused_before
        if not (made or old) or FileUse.objects.filter(name=name).exists():
            return False
        files().delete(name)
        row.delete()
    return True
