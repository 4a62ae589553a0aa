"""`manage.py load_areas [PATH]`: local government areas from a CSV file; safe to repeat. They are public at once."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.area import Area
from catalog.imports.area_rows import read_areas
from catalog.imports.areas import load_areas
from catalog.imports.fault import Fault, FilesInvalid
from catalog.imports.starter_files import FOLDER
from cms.publication.unit import unit


class Command(BaseCommand):
    help = "地域(都道府県・市区町村・区)を取り込みます。なくなった地域も消しません。何度行っても同じ結果になります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=FOLDER / "areas.csv", help="CSVファイル")

    def handle(self, *args: Any, **options: Any) -> None:
        faults: list[Fault] = []
        rows = read_areas(options["path"], faults)
        if faults:
            raise CommandError(f"取り込めません。何も変えていません。\n{FilesInvalid(faults)}")
        with unit(door="areas") as inside:
            loaded = load_areas(rows)
            # Official reference data is on the written list of exceptions to the workflow.
            for content_id in (*loaded.created, *loaded.changed):
                inside.note(content_id, Area)
        self.stdout.write(
            f"地域:新しく{len(loaded.created)}件、変更{len(loaded.changed)}件、変わらず{loaded.unchanged}件"
        )
        if loaded.not_in_file:
            self.stdout.write(f"ファイルにない地域(残しています):{'、'.join(loaded.not_in_file)}")
