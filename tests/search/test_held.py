"""What tells that no document has a word is never wrong, and a search that it answers asks the database for less."""

import time
from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.delivery import queries
from api.search import held
from api.search.models import Frequency, Posting
from tests.search.documents import desk, found, publish, search, withdraw

pytestmark = pytest.mark.django_db

NAMES = ("借金の相談", "家賃の相談", "いじめ相談", "ひきこもりの親の会")
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from("abc"), st.sampled_from(NAMES), st.sampled_from(["website", "kids"])),
    min_size=1,
    max_size=6,
)


def words() -> list[int]:
    return sorted(Frequency.objects.filter(items__gt=0).values_list("term", flat=True))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, at_once=st.sampled_from([7, 10_000]))
def test_whatever_was_published_and_withdrawn_every_word_that_documents_have_may_be_there(
    steps: Sequence[tuple[bool, str, str, str]], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(held, "READ_AT_ONCE", at_once)
        for comes, slug, name, channel in steps:
            (publish if comes else withdraw)(desk(f"desk-{slug}", name, channel=channel))
            assert held.likely(words(), queries.head()) == words()


def test_most_words_that_no_document_has_are_asked_of_nobody() -> None:
    publish(desk("debt", NAMES[0]))
    held.likely([1], queries.head())
    publish(desk("rent", NAMES[1]))
    none_has = [number * 7_919 for number in range(1, 2_000)]
    assert len(held.likely(none_has, queries.head())) < 200
    assert held.likely(none_has, None) == none_has


def test_of_an_older_head_than_the_one_it_follows_all_is_asked() -> None:
    publish(desk("debt", NAMES[0]))
    before = queries.head()
    publish(desk("rent", NAMES[1]))
    assert held.likely([1], queries.head()) == []
    assert held.likely([1], before) == [1]


def test_a_search_for_what_nobody_has_is_found_once_somebody_does() -> None:
    publish(desk("debt", NAMES[0]))
    assert not search("ずんだもち")["matched"]
    publish(desk("sweets", "ずんだもちの会"))
    assert found("ずんだもち") == ["sweets"]


def test_a_question_asked_again_asks_nothing_of_the_table_of_words() -> None:
    publish(desk("debt", NAMES[0]))
    search("ずんだもち 借金")
    with CaptureQueriesContext(connection) as asked:
        assert search("ずんだもち 借金")["matched"]
    assert [query["sql"] for query in asked if "search_frequency" in query["sql"]] == []


def test_an_index_made_anew_elsewhere_is_seen_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk("debt", NAMES[0]))
    right = words()
    Posting.objects.all().delete()
    Frequency.objects.all().delete()
    held.forget()
    assert held.likely(right, queries.head()) == []
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("api.search.rebuild.forget", lambda: None)
        call_command("rebuild_search", verbosity=0)
    assert held.likely(right, queries.head()) == []
    later = time.monotonic() + held.SECONDS + 1
    monkeypatch.setattr(held, "time", SimpleNamespace(monotonic=lambda: later))
    assert held.likely(right, queries.head()) == right
