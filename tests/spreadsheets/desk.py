"""An editor at the screens of spreadsheets: files go in, pieces are worked off, files come out."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.spreadsheets.models import Import

PATH = "/admin/spreadsheets/"


def a_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def an_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(file)
    return file.getvalue()


@dataclass
class Desk:
    """One person's browser."""

    client: Client

    def export(self, **asked: str) -> bytes:
        answer = self.client.get(f"{PATH}export/", {"form": "xlsx", **asked})
        assert answer.status_code == 200, answer.status_code
        return b"".join(answer.streaming_content)

    def upload(self, data: bytes, name: str = "一覧.csv") -> Any:
        return self.client.post(PATH, {"file": SimpleUploadedFile(name, data)})

    def take(self, data: bytes, name: str = "一覧.csv") -> Import:
        """Upload what can be read."""
        answer = self.upload(data, name)
        assert answer.status_code == 302, answer.content.decode()
        return Import.objects.latest("pk")

    def do(self, job: Import, what: str, **sent: Any) -> Any:
        answer = self.client.post(f"{PATH}{job.pk}/", {"do": what, **sent})
        job.refresh_from_db()
        return answer

    def work(self, job: Import) -> Import:
        """What the page's script does."""
        for _ in range(100_000):
            if not job.at_work:
                return job
            self.do(job, "step")
        raise AssertionError("It never ends.")

    def check(self, job: Import, mapping: Mapping[str, str] | None = None, **sent: str) -> Import:
        """Confirm the mapping that was proposed, or this one by headings, and let the dry run go to its end."""
        chosen = job.mapping if mapping is None else {str(job.headers.index(h)): key for h, key in mapping.items()}
        answer = self.do(job, "check", **{f"column-{n}": key for n, key in chosen.items()}, **sent)
        assert answer.status_code == 302, answer.content.decode()
        return self.work(job)

    def dry_run(self, data: bytes, name: str = "一覧.csv", **sent: str) -> Import:
        return self.check(self.take(data, name), **sent)

    def write(self, job: Import) -> Import:
        self.do(job, "write")
        return self.work(job)

    def undo(self, job: Import) -> Import:
        self.do(job, "undo")
        return self.work(job)

    def page(self, job: Import, **asked: str) -> str:
        answer = self.client.get(f"{PATH}{job.pk}/", asked)
        assert answer.status_code == 200
        return answer.content.decode()


def desk_of(person: Any) -> Desk:
    client = Client()
    client.force_login(person)
    return Desk(client)


def outcomes(job: Import) -> list[str]:
    return list(job.rows.order_by("number").values_list("outcome", flat=True))


def refused(answer: Any) -> bool:
    """Whether the right is missing: Wagtail says so on its first page."""
    return answer.status_code == 403 or (answer.status_code, answer.get("Location")) == (302, "/admin/")
