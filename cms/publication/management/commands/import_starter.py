"""`manage.py import_starter [PATH]`: the starter content as drafts; safe to repeat."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.imports.fault import FilesInvalid
from catalog.imports.starter_files import FOLDER
from cms.workflow.authorship import written_by_command
from pages.starter import import_starter


class Command(BaseCommand):
    help = "見本の内容を下書きとして取り込みます。公開中の内容は変えません。何度行っても同じ結果になります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=FOLDER, help="取り込むフォルダ")
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで、何も変えません")
        parser.add_argument(
            "--overwrite", action="store_true", help="編集済みのものにも、取り込んだ内容の新しい下書きを作ります"
        )

        parser.add_argument(
            "--demo-publish", action="store_true", help="見本として公開します (TOMOSHIBI_DEMO=1 のときだけ)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo_publish"] and not settings.TOMOSHIBI_DEMO:
            raise CommandError("見本の公開は TOMOSHIBI_DEMO=1 のときだけできます。公開には承認が要ります。")
        try:
            with written_by_command():
                report = import_starter(options["path"], overwrite=options["overwrite"], dry_run=options["dry_run"])
        except FilesInvalid as error:
            raise CommandError(
                f"取り込めません。何も変えていません。直すところは{len(error.faults)}か所です。\n{error}"
            ) from error
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("確かめただけです。何も変えていません。")
        elif options["demo_publish"]:
            call_command("demo_publish", stdout=self.stdout)
