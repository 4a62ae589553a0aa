"""`manage.py opening_hours`: lines in, lines out."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*lines: Any) -> list[Any]:
        texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(texts) + "\n"))
        out = io.StringIO()
        call_command("opening_hours", stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def test_each_line_is_answered_in_its_turn(answered: Any) -> None:
    office = "Ｍｏ－Ｆｒ 09:00〜17:00; PH off"
    assert answered(
        {"hours": office, "at": "2026-11-25T10:00"},
        {"hours": office, "at": "2026-09-22T10:00:00+09:00"},
        {"hours": None, "at": "2026-11-25T10:00"},
        "",
        {"hours": "24/7", "at": "2026-11-25T01:00:00Z"},
        {"hours": "24/7", "at": "2026-11-25T10:00", "closure": {"from": "2026-11-20", "until": "2026-11-25"}},
        {"hours": "Mo-Su 10:00-12:00; Sa unknown", "at": "2026-11-28T00:00"},
        {"hours": "PH off; Mo-Fr 09:00-17:00", "at": "2026-11-23T10:00"},
    ) == [
        {"open": True, "next_change": "2026-11-25T17:00:00+09:00"},
        {"open": False, "next_change": "2026-09-24T09:00:00+09:00"},
        {"open": None, "next_change": None},
        {"open": True, "next_change": None},
        {"open": False, "next_change": "2026-11-26T00:00:00+09:00"},
        {"open": None, "next_change": "2026-11-29T00:00:00+09:00"},
        {"open": True, "next_change": "2026-11-23T17:00:00+09:00"},
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[]", '"hours" and "at"'),
        ({"hours": "24/7"}, "at is missing"),
        ({"hours": "24/7", "at": "2026-11-25T10:00", "day": 1}, "day is not known"),
        ({"hours": 24, "at": "2026-11-25T10:00"}, "hours: write a text"),
        ({"hours": "月-金 09:00-17:00", "at": "2026-11-25T10:00"}, "hours: 曜日"),
        ({"hours": '24/7 "電話で"', "at": "2026-11-25T10:00"}, "hours: 受付時間に文章"),
        ({"hours": "24/7", "at": "tomorrow"}, "at: Write a moment"),
        ({"hours": "24/7", "at": None}, "at: Write a moment"),
        ({"hours": "24/7", "at": "1026-11-25T10:00"}, "at: give a moment from 2000"),
        ({"hours": "24/7", "at": "2026-11-25T10:00", "closure": "now"}, "closure: write"),
        ({"hours": "24/7", "at": "2026-11-25T10:00", "closure": {"from": "today"}}, "closure: write days"),
        (
            {"hours": "24/7", "at": "2026-11-25T10:00", "closure": {"from": "2026-11-25", "until": "2026-11-24"}},
            "closure: its last day",
        ),
    ],
)
def test_a_bad_line_is_named_with_the_reason_and_stops_nothing(answered: Any, line: Any, reason: str) -> None:
    good = {"hours": "24/7", "at": "2026-11-25T10:00"}
    first, bad, last = answered(good, line, good)
    assert first == last == {"open": True, "next_change": None}
    assert bad.keys() == {"error"}
    assert bad["error"].startswith("line 2: ")
    assert reason in bad["error"]
