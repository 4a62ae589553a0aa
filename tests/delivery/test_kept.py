"""The memory of finished answers: what is kept and what is not, and that nothing old is ever given from it."""

import ast
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import OperationalError, connection

from api.delivery import channel_view, list_pages, queries
from api.delivery.answers import answers
from api.delivery.heads import LOOK_SECONDS, Look, RemoteLook, SqliteLook, Unseen, look_for
from api.delivery.kept import MOST_SPELLINGS, Kept
from api.delivery.log_since import MOST_CHANGES
from api.delivery.queries import LogHead
from tests import application
from tests.delivery.conftest import ROOT, storage_environment
from tests.delivery.documents import publish, service, topic
from tests.delivery.reader import Got, ask
from tests.kill.session import url_of

SERVICES = "/api/v1/website/services"
DETAIL = f"{SERVICES}/yorisoi?include=topics"
HEAD = LogHead(UUID(int=1), 1, bytes(32), demo=False)
WRITER = """
import sys
import django
django.setup()
from tests.delivery.documents import publish, service
print("ready", flush=True)
for line in sys.stdin:
    publish(service(name=line.strip(), topics=["loneliness"]))
    print("done", flush=True)
"""


class Process:
    """The application with a memory of its own; it counts what it has to make, and can be disturbed."""

    def __init__(self, look: Callable[[], LogHead | None] = application.look, *, limit: int = 2_000_000) -> None:
        self.kept = Kept(look, limit=limit)
        self.app = answers(self._make, kept=self.kept)
        self.made = 0
        self.before: Callable[[], object] = lambda: None
        self.after: Callable[[], object] = lambda: None

    def _make(self, environ: Any, start_response: Any) -> Any:
        self.made += 1
        self.before()
        made = application.django_application(environ, start_response)
        self.after()
        return made

    def ask(self, address: str, **said: Any) -> Got:
        return ask(address, app=self.app, **said)


def name(answer: Got) -> str:
    return str(answer.json["name"])


# --- What happens at the same time ---


@pytest.fixture
def published() -> Iterator[Callable[[str], None]]:
    """Another process on the same database: publishes a service by a name, and says when that is committed."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        cwd=ROOT,
        env=storage_environment(url_of(connection.settings_dict)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    stdin, stdout = writer.stdin, writer.stdout

    def publish_in_the_other(words: str) -> None:
        print(words, file=stdin, flush=True)
        assert stdout.readline() == "done\n"

    yield publish_in_the_other
    writer.stdin.close()
    writer.wait()
    writer.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_what_another_process_publishes_is_given_at_once_whenever_it_does(
    published: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the look at the head, between two queries, before the answer is kept: the next one asked is right."""
    published("はじめ")
    publish(topic())
    now = [0.0]
    looks: dict[str, Look] = {
        "each request": look_for(connection.vendor),
        "each quarter": RemoteLook(clock=lambda: now[0]),
    }
    if connection.vendor == "postgresql":
        del looks["each request"]
    pointed = channel_view.pointed

    def slowly_pointed(*asked: Any) -> Any:
        published(moment)
        return pointed(*asked)

    def publish_now() -> None:
        published(moment)

    for kind, look in looks.items():
        for moment in ("after the look", "between two queries", "before it is kept", "while it is kept"):
            process = Process(look)
            with monkeypatch.context() as patch:
                if moment == "after the look":
                    process.before = publish_now
                elif moment == "between two queries":
                    patch.setattr(channel_view, "pointed", slowly_pointed)
                elif moment == "before it is kept":
                    process.after = publish_now
                process.ask(DETAIL)
            process.before = process.after = lambda: None
            if moment == "while it is kept":
                process.ask(DETAIL)
                assert process.made == 1
                published(moment)
            now[0] += LOOK_SECONDS
            assert name(process.ask(DETAIL)) == moment, kind
            made = process.made
            assert name(process.ask(DETAIL)) == moment
            assert process.made == made, "it is not given from memory"


@pytest.mark.django_db
def test_an_answer_that_others_have_overtaken_is_not_kept() -> None:
    """While it is made, the log moves on, and another thread has seen that already."""
    publish(service(name="前"), topic())
    process = Process()

    def overtaken() -> None:
        publish(service(name="後"))
        process.kept.find(("what another thread is asked",))

    process.after = overtaken
    assert name(process.ask(DETAIL)) == "前"
    process.after = lambda: None
    assert name(process.ask(DETAIL)) == "後"


@pytest.mark.django_db
def test_what_another_thread_drops_while_one_looks_is_not_given() -> None:
    publish(service(name="前"))
    process = Process()
    at_once = process.kept._look
    for _ in range(2):
        assert name(process.ask(DETAIL)) == "前"
    assert process.made == 1

    def slowly() -> LogHead | None:
        """The log moves, and another thread has seen that, before this look is over."""
        process.kept._look = at_once
        publish(service(name="後"))
        process.kept.find(("what another thread is asked",))
        return at_once()

    process.kept._look = slowly
    assert name(process.ask(DETAIL)) == "後"


@pytest.mark.django_db
def test_what_is_at_hand_is_what_is_kept_and_not_what_another_thread_has_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(service(name="前"))
    process = Process()
    make_ready = process.kept.make_ready

    def late(*said: Any, **limited: bool) -> None:
        """Another thread has kept what the log says by now."""
        monkeypatch.setattr(process.kept, "make_ready", lambda *said, **limited: None)
        publish(service(name="後"))
        assert name(process.ask(DETAIL)) == "後"
        make_ready(*said, **limited)

    monkeypatch.setattr(process.kept, "make_ready", late)
    for _ in range(2):
        assert name(process.ask(DETAIL)) in ("前", "後")
    assert name(process.ask(DETAIL)) == "後"


class Slow:
    """An application that takes its time; it breaks as often as it is told."""

    def __init__(self, *, breaks: int = 0) -> None:
        self.calls = 0
        self._breaks = breaks
        self._lock = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        with self._lock:
            self.calls += 1
            breaks = self.calls <= self._breaks
        time.sleep(0.1)
        if breaks:
            raise RuntimeError("broken")
        environ["tomoshibi.keepable"] = True
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]


def at_once(app: Any, count: int) -> list[int]:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(ask("/api/v1/website/services", app=app).status))
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_a_stampede_is_one_question() -> None:
    slow = Slow()
    assert at_once(answers(slow, kept=Kept(lambda: HEAD, limit=1_000_000)), 8) == [200] * 8
    assert slow.calls == 1


@pytest.mark.django_db
def test_nobody_is_given_the_error_of_another() -> None:
    slow = Slow(breaks=1)
    statuses = at_once(answers(slow, kept=Kept(lambda: HEAD, limit=1_000_000)), 8)
    assert sorted(statuses) == [200] * 7 + [500]


# --- What is kept, and for whom ---


@pytest.mark.django_db
def test_every_language_has_its_own_answer() -> None:
    publish(service(name="よりそい"), service(language="en", name="Yorisoi"))
    process = Process()
    for language, words in (
        ("ja", "よりそい"),
        ("en-GB, en;q=0.5", "Yorisoi"),
        ("ja", "よりそい"),
        ("fr, en", "Yorisoi"),
    ):
        assert name(process.ask(f"{SERVICES}/yorisoi", accept_language=language)) == words
    assert process.made == 2


@pytest.mark.django_db
def test_from_memory_everything_is_as_it_was_made() -> None:
    publish(*(service(f"desk-{n}") for n in range(20)))
    process = Process()
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"accept_encoding": "gzip"},
        {"method": "HEAD"},
        {"if_none_match": "*"},
        *({"accept_language": f"ja;q=0.{number}"} for number in range(1, 2 * MOST_SPELLINGS)),
    )
    for said in asked:
        first = ask(SERVICES, app=answers(application.django_application), **said)
        for _ in range(3):  # made or found, found, at hand
            again = process.ask(SERVICES, **said)
            assert (again.status, again.body) == (first.status, first.body)
            differing = {key for key in first.headers if again.headers.get(key) != first.headers[key]}
            assert differing <= {"X-Request-Id", "RateLimit"}
            assert again.headers.keys() == first.headers.keys()
    assert process.made == 1
    assert len(process.kept._ready) <= MOST_SPELLINGS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{SERVICES}/nobody", {}),
        (f"{SERVICES}?colour=red", {}),
        ("/healthz/live", {}),
        (SERVICES, {"method": "POST"}),
        (SERVICES, {"method": "OPTIONS"}),
        (SERVICES, {"cookie": "a=b"}),
        (SERVICES, {"authorization": "Bearer x"}),
        (SERVICES, {"host": "evil.example"}),
        (SERVICES, {"content_length": "3"}),
    ],
)
def test_what_is_no_plain_answer_of_the_log_is_neither_kept_nor_given_from_memory(
    address: str, said: dict[str, Any]
) -> None:
    publish(service())
    process = Process()
    process.ask(address)
    before = process.made
    for _ in range(2):
        process.ask(address, **said)
    assert process.made == before + 2


@pytest.mark.django_db
def test_an_error_is_made_anew_although_the_log_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(service())
    process = Process()

    def broken(*_: Any) -> None:
        raise OperationalError("away for a moment")

    with monkeypatch.context() as patch:
        patch.setattr(list_pages, "page", broken)
        assert process.ask(SERVICES).status == 503
    assert process.ask(SERVICES).status == 200


@pytest.mark.django_db
def test_who_says_who_asks_and_who_follows_changes_are_not_shown_what_was_before_the_look() -> None:
    """While a look is behind, as on PostgreSQL for 250 ms, what is remembered is a quarter of a second old."""
    publish(service(name="前の名前", topics=["loneliness"]), topic("loneliness"))
    before = queries.head()
    process = Process(lambda: before)
    assert "前の名前" in process.ask(f"{SERVICES}?limit=1").body.decode()
    publish(service(name="今の名前", topics=["loneliness"]))
    assert "前の名前" in process.ask(f"{SERVICES}?limit=2").body.decode()
    for order in ("sort=updated", "updated_since=2020-01-01T00:00:00Z"):
        assert "今の名前" in process.ask(f"{SERVICES}?limit=2&{order}").body.decode()
    for who in ({"cookie": "a=b"}, {"authorization": "Bearer key"}):
        assert "今の名前" in process.ask(f"{SERVICES}?limit=2", **who).body.decode()


@pytest.mark.django_db
def test_where_the_head_cannot_be_seen_nothing_is_given_from_memory() -> None:
    publish(service())
    seen = [True]

    def look() -> LogHead | None:
        if not seen[0]:
            raise Unseen
        return application.look()

    process = Process(look)
    process.ask(SERVICES)
    seen[0] = False
    process.ask(SERVICES)
    assert process.made == 2


@pytest.mark.django_db
def test_a_change_elsewhere_leaves_an_answer_and_a_change_of_what_it_shows_does_not() -> None:
    publish(service(topics=["loneliness"]), service("next", kana="わ"), service("other", kana="ん"), topic())
    process = Process()
    first = f"{SERVICES}?limit=1"
    for address in (first, DETAIL):
        process.ask(address)
    publish(service("other", kana="ん", name="ほか"))
    assert (process.ask(first).status, process.ask(DETAIL).status, process.made) == (200, 200, 2)
    publish(topic(name="孤独"))
    assert process.ask(DETAIL).json["topics"][0]["name"] == "孤独"
    assert process.made == 3


@pytest.mark.django_db
def test_what_a_document_named_before_it_stood_is_there_once_it_stands() -> None:
    publish(service(topics=["loneliness"]))
    process = Process()
    assert process.ask(SERVICES).json["items"][0]["topics"] == process.ask(DETAIL).json["topics"] == []
    publish(topic())
    for answer in (process.ask(DETAIL).json, process.ask(SERVICES).json["items"][0]):
        assert [stub["slug"] for stub in answer["topics"]] == ["loneliness"]


@pytest.mark.django_db
def test_a_name_that_another_channel_gives_is_known_here_at_once() -> None:
    publish(service())
    process = Process()
    asked = f"{SERVICES}?ids=yorisoi-renamed"
    assert process.ask(asked).json["items"] == []
    publish(service(channel="partners", renamed_to="yorisoi-renamed"))
    assert [item["name"] for item in process.ask(asked).json["items"]] == [process.ask(DETAIL).json["name"]]


@pytest.mark.django_db
def test_after_more_changes_than_are_looked_through_nothing_is_kept() -> None:
    publish(service())
    process = Process()
    process.ask(DETAIL)
    publish(*(service(f"other-{number}") for number in range(MOST_CHANGES)), service(name="変わった"))
    assert process.ask(DETAIL).json["name"] == "変わった"


@pytest.mark.django_db
def test_an_answer_ends_at_the_moment_that_it_names() -> None:
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False) as clock:

        def until_four(environ: Any, start_response: Any) -> list[bytes]:
            made.append(time.time())
            environ |= {"tomoshibi.keepable": True, "tomoshibi.until": time.time() + 90}
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b"{}"]

        made: list[float] = []
        app = answers(until_four, kept=Kept(lambda: HEAD, limit=1_000_000))
        for seconds, times, age in ((0, 1, 60), (31, 1, 59), (58, 1, 1), (1, 2, 60)):
            clock.shift(seconds)
            assert ask(SERVICES, app=app).headers["Cache-Control"].startswith(f"public, max-age={age},")
            assert len(made) == times


@pytest.mark.django_db
def test_the_memory_is_bounded_and_forgets_first_what_was_asked_longest_ago() -> None:
    publish(service("desk-1"), service("desk-2"))
    process = Process(limit=400_000)
    for number in range(1, 101):
        process.ask(f"{SERVICES}?limit={number}")
        process.ask(f"{SERVICES}/desk-1")
        assert process.kept.size <= 400_000
    assert process.made == 101  # what is asked often has stayed
    process.ask(f"{SERVICES}?limit=100")
    assert process.made == 101
    process.ask(f"{SERVICES}?limit=1")
    assert process.made == 102


# --- The look at the head ---


@pytest.mark.django_db(transaction=True)
def test_the_look_finds_every_commit_and_nothing_else() -> None:
    look = look_for(connection.vendor)
    seen = look()
    assert look() is seen
    publish(service())
    if isinstance(look, RemoteLook):
        assert look() is seen
        time.sleep(LOOK_SECONDS)
    assert look() == queries.head() != seen
    assert look() is look()


def test_a_look_makes_no_database_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "nothing.sqlite3"))
    with pytest.raises(Unseen):
        SqliteLook()()
    assert not list(tmp_path.iterdir())


def test_without_a_write_ahead_log_each_look_is_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plain.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    with sqlite3.connect(path) as writer:
        writer.execute("CREATE TABLE delivery_generation (id, demo)")
        writer.execute("CREATE TABLE delivery_head (generation_id, seq, hash)")
        writer.execute("INSERT INTO delivery_generation VALUES (?, 0)", (UUID(int=1).hex,))
        writer.execute("INSERT INTO delivery_head VALUES (?, 1, ?)", (UUID(int=1).hex, bytes(32)))
    look = SqliteLook()
    assert look() == HEAD
    with writer:
        writer.execute("UPDATE delivery_head SET seq = 2")
    assert look() == HEAD._replace(seq=2)
    writer.close()


@pytest.mark.django_db  # after a look the connection is looked at, where there is one
def test_a_far_database_is_looked_at_four_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = [0.0], []

    def head() -> LogHead:
        asked.append(now[0])
        return HEAD

    monkeypatch.setattr(queries, "head", head)
    look = RemoteLook(clock=lambda: now[0])
    for _ in range(100):
        assert look() == HEAD
        now[0] += 0.01
    assert asked == [0.0, pytest.approx(0.25), pytest.approx(0.5), pytest.approx(0.75)]


def test_every_question_notes_what_it_read() -> None:
    """A function that reads without a note would let answers stand that are wrong."""
    noted: set[str] = set()
    silent: set[str] = set()
    for name in ("queries", "list_pages"):
        for node in ast.parse((ROOT / f"api/delivery/{name}.py").read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                calls = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
                (noted if any(call.startswith("reading.") for call in calls) else silent).add(node.name)
    assert len(noted) >= 10
    assert silent == {"head", "log_head"}
