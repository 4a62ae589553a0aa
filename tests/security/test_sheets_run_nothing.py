"""Wagtail's own reports as files: no cell is a formula, and a telephone number is what it was."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.editors import House, a_service

HISTORY = "/admin/reports/site-history/"


def _file(client: Client, kind: str) -> bytes:
    answer: Any = client.get(HISTORY, {"export": kind})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
def test_no_cell_of_a_report_of_wagtail_is_a_formula(house: House, client: Client) -> None:
    names = ["=1+1", "＝1+1", "@SUM(1)", "+81-3-1234-5678", "0120-279-338", "ふつうの名前"]
    for number, name in enumerate(names):
        house.save_draft(a_service(f"desk-{number}", name_ja=name)).save_revision(user=house.writer, log_action=True)
    client.force_login(house.writer)
    rows = list(csv.reader(io.StringIO(_file(client, "csv").decode())))
    label = 1
    assert {row[label] for row in rows[1:]} >= {
        "'=1+1", "'＝1+1", "'@SUM(1)", "'+81-3-1234-5678", "0120-279-338", "ふつうの名前"
    }  # fmt: skip
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "＝", "@", "+"))]
    sheet = openpyxl.load_workbook(io.BytesIO(_file(client, "xlsx"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= set(names)
    assert "f" not in {cell.data_type for cell in cells}
