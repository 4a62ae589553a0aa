"""Two processes with a memory, one log: after any changes, what is kept is what would be made now.

Each instance is asked now and then, so that one follows every change and another many at once. What would be made now
comes from a process that remembers nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from api.delivery import emergency, hour_patterns, notices, reading, references, store, vocabulary
from api.delivery import shown as shown_documents
from api.delivery.answers import answers
from api.delivery.kept import Kept
from api.documents.notice import WebsiteNoticeBody
from api.documents.record import Record, Removal
from tests import application
from tests.delivery.documents import (
    LANGUAGES,
    MORNING,
    area,
    audience,
    emergency_set,
    id_of,
    organization,
    publish,
    service,
    topic,
)
from tests.delivery.reader import Got, ask

pytestmark = pytest.mark.django_db

EXAMPLES, STEPS = 26, 8
REMEMBERED = (
    (emergency, "_followed"),
    (hour_patterns, "_followed"),
    (notices, "_followed"),
    (references, "_remembered"),
    (shown_documents, "_remembered"),
    (vocabulary, "_followed"),
)
OF_ONE_REQUEST = ("X-Request-Id", "RateLimit", "RateLimit-Policy")
DESKS, TOPICS = ("desk-a", "desk-b", "desk-c"), ("topic-a", "topic-b")
WEBSITE, PARTNERS, KIDS = (f"/api/v1/{channel}" for channel in ("website", "partners", "kids"))
ADDRESSES = (
    f"{WEBSITE}/services?limit=1",
    f"{WEBSITE}/services?limit=2&sort=updated",
    f"{WEBSITE}/services?limit=1&topic=topic-a&kind=consultation&total=true",
    f"{WEBSITE}/services?topic=topic-b&include=topics,provider",
    f"{WEBSITE}/services?area=131016&fields=name",
    f"{WEBSITE}/services?kind=benefit&lang=en",
    f"{WEBSITE}/services?facets=topic,area&kind=consultation&open_now=true&fields=name",
    f"{WEBSITE}/services?ids=desk-a,desk-c,topic-a&fields=name",
    f"{WEBSITE}/services/desk-a",
    f"{WEBSITE}/services/desk-a-renamed",
    f"{WEBSITE}/services/{id_of('desk-b')}?include=topics",
    f"{WEBSITE}/organizations/naikakufu",
    f"{WEBSITE}/emergency",
    f"{WEBSITE}/emergency?lang=en",
    f"{KIDS}/services",
    f"{PARTNERS}/services?sort=updated&limit=1",
    f"{PARTNERS}/services/desk-a",
)


def remembering_nothing(address: str) -> Got:
    """Ask a process that has just started."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in REMEMBERED:
            patch.setattr(module, name, {})
        return ask(address, app=answers(application.django_application))


@dataclass
class Instance:
    """A process with a memory of its own."""

    kept: Kept = field(default_factory=lambda: Kept(application.look, limit=2_000_000))
    remembered: dict[str, Any] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        self.app = answers(self._made, kept=self.kept)
        self.remembered = {module.__name__: {} for module, _ in REMEMBERED}

    def _made(self, environ: Any, start_response: Any) -> Any:
        self.made += 1
        return application.django_application(environ, start_response)

    def ask(self, address: str) -> Got:
        with pytest.MonkeyPatch.context() as patch:
            for module, name in REMEMBERED:
                patch.setattr(module, name, self.remembered[module.__name__])
            return ask(address, app=self.app)


def shown(answer: Got) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in answer.headers.items() if name not in OF_ONE_REQUEST}
    # A problem names its request.
    return answer.status, answer.body if answer.status < 400 else b"", headers if answer.status < 400 else {}


# --- What can happen ---


def everywhere(make: Callable[..., Record], *names: str, **facts: Any) -> list[Record]:
    """The same item in several places; what a channel has no form for is left out."""
    return [make(*names, channel=channel, **facts) for channel in LANGUAGES]


desks, topics = st.sampled_from(DESKS), st.sampled_from(TOPICS)
kana = st.sampled_from(["あ", "い", "う"])
some_topics = st.lists(topics, unique=True, max_size=2)


@st.composite
def service_put(draw: st.DrawFn) -> list[Record]:
    slug = draw(desks)
    language = draw(st.sampled_from(["ja", "en"]))
    facts: dict[str, Any] = {
        "kana": draw(kana),
        "name": draw(st.sampled_from(["よりそい", "ひだまり"])),
        "topics": draw(some_topics),
        "provider": draw(st.sampled_from([None, "naikakufu"])),
        "renamed_to": draw(st.sampled_from([None, None, f"{slug}-renamed"])),
    }
    facts["facets"] = {
        "topic": tuple(str(id_of(name)) for name in facts["topics"]),
        "kind": (draw(st.sampled_from(["consultation", "benefit"])),),
        "area": (draw(st.sampled_from(["national", "131016", "011002"])),),
    }
    channel = draw(st.sampled_from(["website", "website", "kids", "partners"]))
    if channel == "website":
        return [service(slug, language=language, **facts)]
    return [service(slug, channel=channel, **facts)]


def notice(words: str) -> Record:
    body = WebsiteNoticeBody(weight=1, heading=words, languages={})
    return Record(
        content_id=id_of("notice"),
        type="notice",
        channel="website",
        language="ja",
        slug="notice",
        title=words,
        body=body,
        summary=body.shortened(),
        kana_sort="0",
    )


words = st.sampled_from(["一", "二"])
puts = st.one_of(
    service_put(),
    service_put(),
    st.builds(
        lambda slug, name, channel: [topic(slug, name=name, channel=channel)],
        topics,
        words,
        st.sampled_from(list(LANGUAGES)),
    ),
    words.map(lambda name: [audience(name=name)]),
    words.map(lambda name: [organization(name=name)]),
    words.map(lambda name: [area("131016", name, parent="130001"), area("130001", "東京都", level="prefecture")]),
    words.map(lambda text: [notice(text)]),
    st.builds(lambda slug, channel: [emergency_set(slug, channel=channel)], desks, st.sampled_from(list(LANGUAGES))),
    desks.map(lambda slug: [emergency_set(slug, language="en")]),
)


def taken_out(slug: str, channel: str, kind: str) -> None:
    language = LANGUAGES[channel]
    removal = Removal(
        content_id=id_of(slug), type=kind, channel=channel, language=language, reason="withdrawn", replacement=None
    )
    store.tombstone([removal], at=MORNING + timedelta(days=1), cause_id=None)


def redacted(slug: str) -> None:
    if any(key[0] == id_of(slug) for key in store.standing([id_of(slug)])):
        store.redact(id_of(slug), at=MORNING + timedelta(days=2), cause_id=None)


Step = tuple[str, Callable[[], object]]
steps: st.SearchStrategy[Step] = st.one_of(
    puts.map(lambda records: (records[0].type, lambda: store.put(records, at=MORNING, cause_id=None))),
    puts.map(lambda records: (records[0].type, lambda: store.put(records, at=MORNING, cause_id=None))),
    st.builds(
        lambda slug, channel: ("tombstone", lambda: taken_out(slug, channel, "service")),
        desks,
        st.sampled_from(list(LANGUAGES)),
    ),
    topics.map(lambda slug: ("tombstone", lambda: taken_out(slug, "website", "topic"))),
    desks.map(lambda slug: ("redact", lambda: redacted(slug))),
    st.just(("generation", lambda: store.new_generation(MORNING))),
    st.just(("demo", store.mark_demo)),
)


def begin() -> None:
    """Something of everything stands."""
    publish(
        *(
            service(slug, kana=kana, topics=TOPICS[:1], provider="naikakufu")
            for slug, kana in zip(DESKS, "あいう", strict=True)
        ),
        service("desk-a", channel="kids"),
        service("desk-a", channel="partners"),
        topic("topic-a"),
        topic("topic-a", channel="kids"),
        topic("topic-b"),
        audience(),
        organization(),
        area("130001", "東京都", level="prefecture"),
        area("131016", "千代田区", parent="130001"),
        emergency_set("desk-a"),
        emergency_set("desk-a", channel="kids"),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Each example has a log of its own."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def play(found: list[Step], counts: Counter[str]) -> str | None:
    """Let it happen, with two instances watching. Return the first address whose kept answer is wrong."""
    begin()
    instances = [Instance(), Instance()]
    for number, (cause, happen) in enumerate(found):
        with transaction.atomic():
            happen()
        counts[cause] += 1
        right = {address: shown(remembering_nothing(address)) for address in ADDRESSES}
        for instance in instances[: 1 + number % 2]:
            made = instance.made
            for address in ADDRESSES:
                if shown(instance.ask(address)) != right[address]:
                    return f"{address} after {cause}"
            counts["made"] += instance.made - made
            counts["kept"] += len(ADDRESSES) - (instance.made - made)
    return None


def test_what_is_kept_is_what_would_be_made_now(counted: Callable[[str], None]) -> None:
    counts: Counter[str] = Counter()

    @seed(20261125)
    @settings(max_examples=EXAMPLES, deadline=None, database=None)
    @given(st.lists(steps, min_size=STEPS, max_size=STEPS))
    def hold(found: list[Step]) -> None:
        with undone():
            wrong = play(found, counts)
        assert wrong is None

    hold()
    counted(f"finished answers: {dict(counts)}")
    causes = {"service", "topic", "audience", "organization", "area", "notice", "emergency", "tombstone", "redact"}
    assert causes | {"generation", "demo"} <= counts.keys()
    assert sum(counts.values()) - counts["made"] - counts["kept"] >= 200
    assert counts["kept"] > counts["made"] / 4  # or everything was dropped each time, and nothing is proved


@pytest.mark.parametrize("forgotten", ["documents", "signs", "kinds", "stretch"])
def test_where_notes_are_forgotten_a_wrong_answer_is_found(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the test above sees what it must see."""
    monkeypatch.setattr(reading, forgotten, lambda *_: None)

    @seed(20261125)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], print_blob=False)
    @given(st.lists(steps, min_size=STEPS, max_size=STEPS))
    def hold(found: list[Step]) -> None:
        with undone():
            wrong = play(found, Counter())
        assert wrong is None

    with pytest.raises(AssertionError):
        hold()
