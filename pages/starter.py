"""The whole starter import: the catalog, and the kids' texts that speak for its services."""

from pathlib import Path

from django.db import transaction

from catalog.imports.drafts import DraftWriter, Report
from catalog.imports.identity import starter_id
from catalog.imports.rows import KidsRow, ServiceRow
from catalog.imports.starter import CatalogImport
from catalog.imports.starter_files import FOLDER, read_starter
from pages.kids_text import KidsText


def import_starter(folder: Path = FOLDER, *, overwrite: bool = False, dry_run: bool = False) -> Report:
    """Bring the folder's content into drafts, all of it or none, and say what was done.

    Raises FilesInvalid with every fault. With `dry_run` everything is tried and nothing kept.
    """
    starter = read_starter(folder)
    writer = DraftWriter(overwrite=overwrite)
    with transaction.atomic():
        CatalogImport(starter, writer).run()
        for service in starter.services:
            if service.kids is not None:
                _put_kids_text(writer, service, service.kids)
        if dry_run:
            transaction.set_rollback(True)
    return writer.report


def _put_kids_text(writer: DraftWriter, service: ServiceRow, row: KidsRow) -> None:
    def fill(entry: KidsText) -> None:
        entry.about = starter_id("service", service.key)
        entry.title = row.title_ja
        entry.text = row.summary_ja

    writer.put(
        KidsText,
        starter_id("kids_text", service.key),
        fill,
        slug=None,
        place=f"services.json {service.place}",
    )
