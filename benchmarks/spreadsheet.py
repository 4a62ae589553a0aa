"""`python -m benchmarks.spreadsheet [rows]`: a spoilt file of 10,000 rows comes in through the screens and goes again.

Its own SQLite database in a folder that is thrown away; the requests are those of a browser with the page's script.
"""

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
HEADINGS = (
    "名称 よみがな 種類 概要 くわしい説明 悩みの分類 対象の地域 公式ページ 連絡先1_方法 連絡先1_番号・URL・場所 "
    "連絡先1_受付時間 連絡先2_番号・URL・場所 備考"
)


def main(rows: int) -> None:
    """Measure each stage and say how long it took and what memory the process had needed by then."""
    with tempfile.TemporaryDirectory(prefix="tomoshibi-spreadsheet-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _measure(rows, Path(folder))


def _measure(rows: int, folder: Path) -> None:
    from catalog.models import Service
    from tests.editors import a_service, make_house
    from tests.spreadsheets.desk import desk_of, outcomes

    house = make_house()
    house.publish(a_service())
    desk = desk_of(house.writer)
    with _timed(f"making a file of {rows} rows"):
        file = spoilt(rows)
    print(f"  {len(file) / 1e6:.1f} MB")
    with _timed("upload and reading"):
        job = desk.take(file, "一覧.xlsx")
    with _timed("dry run"):
        desk.check(job)
    found = outcomes(job)
    print("  " + ", ".join(f"{outcome} {found.count(outcome)}" for outcome in dict.fromkeys(found)))
    with _timed("opening the page of the dry run"):
        desk.page(job)
    with _timed("real run"):
        desk.write(job)
    print(f"  {Service.objects.count()} services")
    for form in ("xlsx", "csv"):
        with _timed(f"export as {form}"):
            data = desk.export(form=form)
        print(f"  {len(data) / 1e6:.1f} MB")
    with _timed("dry run of what was exported"):
        again = desk.dry_run(data)
    print(f"  same {outcomes(again).count('same')}")
    with _timed("undo"):
        desk.undo(job)
    print(f"  {Service.objects.count()} services left")


def spoilt(rows: int) -> bytes:
    """Mostly good rows; each twentieth is wrong in one way or another, and some stand twice."""
    import openpyxl

    book, file = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in spoilt_rows(rows):
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def spoilt_rows(rows: int, *, each: int = 20) -> Iterator[list[str]]:
    """The headings and so many rows, of which one in `each` is wrong."""
    yield HEADINGS.split()
    for number in range(rows):
        yield _row(number, each)


#: What is wrong with a spoilt row: the column, and what stands there.
_WRONG = (
    (9, "03-12"),
    (10, "月曜から金曜"),
    (5, "しらない分類"),
    (7, "example.test"),
    (0, ""),
    (1, "窓口の相談"),
    (1, ""),
    (3, '=HYPERLINK("https://example.test/","押してください")'),
    (9, "=1+1"),
    (2, "#REF!"),
    (9, "312345678"),
)


def _row(number: int, each: int) -> list[str]:
    if number % 100 == 50:
        return _row(number - 4, each)
    kana = "".join("あかさたなはまやらわ"[int(digit)] for digit in f"{number:06d}")
    row = [
        f"窓口{kana}の相談",
        f"まどぐち{kana}のそうだん",
        "相談",
        f"{number}番目の窓口です。どんな悩みでも聞きます。",
        "くわしい説明が続きます。" * 10,
        "さびしい・話を聞いてほしい",
        "全国で1つ",
        f"https://example.test/{number}",
        "電話",
        f"03-{1000 + number // 10000:04d}-{number % 10000:04d}".translate(FULL_WIDTH),
        "Mo-Fr 09:00-17:00; PH off",
        f"https://example.test/{number}/form",
        "内部の覚え書き",
    ]
    if number % each == each - 1:
        position, text = _WRONG[number // each % len(_WRONG)]
        row[position] = text
    return row


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{what}: {time.monotonic() - began:.1f} s, {peak:.0f} MB at most so far", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
