"""What was promised to frontend teams still holds, or a new major version of the API says what no longer does."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from api.channels import CHANNELS
from api.channels.channel import Channel, Shape
from api.delivery import schema
from tests.contract import golden
from tests.contract.golden import Promise, breaks, golden_file, promise, unannounced

CASES = [(channel, shape) for channel in CHANNELS.values() for shape in channel.shapes]
NAMES = [golden_file(channel, shape).stem for channel, shape in CASES]


def now(channel: Channel, shape: Shape) -> Promise:
    return promise(json.loads(schema.document()), channel, shape)


@pytest.mark.parametrize(("channel", "shape"), CASES, ids=NAMES)
def test_every_type_of_every_channel_has_a_golden_file_that_holds(channel: Channel, shape: Shape) -> None:
    """After a wanted change: `python -m tests.contract.review`, and read the difference."""
    path = golden_file(channel, shape)
    assert path.exists(), f"{path.name} is missing: python -m tests.contract.review"
    changelog = golden.CHANGELOG.read_text(encoding="utf-8")
    assert unannounced(path.stem, golden.read(path), now(channel, shape), changelog) == {}


def test_no_golden_file_outlives_its_type() -> None:
    assert {path.stem for path in golden.FOLDER.iterdir()} == set(NAMES)


# --- Planted changes: the comparison finds what breaks, and nothing else ---

Change = Callable[[Promise], Any]
SERVICE = golden.FOLDER / "website-service.json"


def change(part: str, place: str, **facts: Any) -> Change:
    return lambda planted: planted[part].setdefault(place, {}).update(facts)


def drop(part: str, place: str, fact: str | None = None) -> Change:
    return lambda planted: planted[part][place].pop(fact) if fact else planted[part].pop(place)


def lose(part: str, place: str, value: str) -> Change:
    return lambda planted: planted[part][place]["values"].remove(value)


BREAKING = {
    "a field removed": (drop("answers", "WebsiteService.kana"), "WebsiteService.kana"),
    "a field retyped": (change("answers", "WebsiteService.version", type="string"), "WebsiteService.version"),
    "another format": (change("answers", "WebsiteService.id", format="int64"), "WebsiteService.id"),
    "may be null now": (change("answers", "WebsiteService.name", nullable=True), "WebsiteService.name"),
    "may be missing now": (change("answers", "WebsiteService.name", optional=True), "WebsiteService.name"),
    "a value lost": (lose("answers", "WebsiteService.kind", "loan"), "WebsiteService.kind"),
    "one thing became one of several": (change("answers", "detail", type="one of"), "detail"),
    "a parameter removed": (drop("parameters", "list.topic"), "list.topic"),
    "a parameter that must be given": (change("parameters", "list.limit", required=True), "list.limit"),
    "a new parameter that must be given": (
        change("parameters", "list.mood", type="string", required=True, **{"in": "query"}),
        "list.mood",
    ),
    "a parameter takes fewer values": (lose("parameters", "list.sort", "kana"), "list.sort"),
    "a parameter takes less": (change("parameters", "list.limit", maximum=50), "list.limit"),
    "another default": (change("parameters", "list.limit", default=10), "list.limit"),
    "other terms": (
        change("parameters", "list.topic", each={"type": "string", "pattern": "^[0-9]+$"}),
        "list.topic",
    ),
}
FINE = {
    "nothing": lambda planted: None,
    "an optional field added": change("answers", "WebsiteService.mood", type="string", nullable=True, optional=True),
    "a field added": change("answers", "WebsiteService.mood", type="string"),
    "never null any more": drop("answers", "WebsiteService.url", "nullable"),
    "a value added": lambda planted: planted["answers"]["WebsiteService.kind"]["values"].append("hotline"),
    "a shape added to several": change("answers", "WebsiteService.topics[]<WebsiteNewStub>", type="WebsiteNewStub"),
    "a parameter added": change("parameters", "list.mood", type="string", **{"in": "query"}),
    "a parameter takes more": change("parameters", "list.limit", maximum=200),
    "a parameter takes more values": lambda planted: planted["parameters"]["list.sort"]["values"].append("name"),
}


@pytest.mark.parametrize(("planted", "place"), BREAKING.values(), ids=BREAKING)
def test_a_change_that_breaks_is_found(planted: Change, place: str) -> None:
    promised = golden.read(SERVICE)
    changed = copy.deepcopy(promised)
    planted(changed)
    assert list(breaks(promised, changed)) == [place]
    assert list(unannounced("website-service", promised, changed, "")) == [place]


@pytest.mark.parametrize("planted", FINE.values(), ids=FINE)
def test_a_change_that_only_adds_passes(planted: Change) -> None:
    promised = golden.read(SERVICE)
    changed = copy.deepcopy(promised)
    planted(changed)
    assert unannounced("website-service", promised, changed, "") == {}


ENTRY = "# Changelog\n\n## {version} — 2027-04-01\n\n- `{name}` `{place}`: gone.\n\n## 1.0.0\n\n- First.\n"


@pytest.mark.parametrize(
    ("version", "entry", "passes"),
    [
        ("2.0.0", {"version": "2.0.0", "name": "website-service", "place": "WebsiteService.kana"}, True),
        ("1.1.0", {"version": "1.1.0", "name": "website-service", "place": "WebsiteService.kana"}, False),
        ("2.0.0", {"version": "2.0.1", "name": "website-service", "place": "WebsiteService.kana"}, False),
        ("2.0.0", {"version": "2.0.0", "name": "website-service", "place": "WebsiteService.cost"}, False),
        ("2.0.0", {"version": "2.0.0", "name": "kids-service", "place": "WebsiteService.kana"}, False),
    ],
    ids=["announced", "no new major", "another entry", "another field", "another type"],
)
def test_what_breaks_passes_only_where_a_new_major_announces_it(
    version: str, entry: dict[str, str], passes: bool
) -> None:
    promised = golden.read(SERVICE)
    changed = copy.deepcopy(promised) | {"version": version}
    del changed["answers"]["WebsiteService.kana"]
    assert (unannounced("website-service", promised, changed, ENTRY.format(**entry)) == {}) is passes


def test_a_change_of_the_code_is_noticed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only planted facts: a field taken out of the description itself."""
    described = json.loads(schema.document())
    del described["components"]["schemas"]["WebsiteService"]["properties"]["kana"]
    found = promise(described, CHANNELS["website"], CHANNELS["website"].shape("service"))
    assert breaks(golden.read(SERVICE), found) == {"WebsiteService.kana": "was removed"}
