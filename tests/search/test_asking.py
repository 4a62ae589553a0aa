"""How a search may be asked, what every answer carries, and what odd input meets."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine

from api import pagination
from api.delivery import queries
from api.delivery.answers import answers
from api.delivery.kept import Kept
from api.delivery.queries import Place
from api.delivery.shown import shown
from api.search import tokens
from tests import application
from tests.delivery.documents import emergency_set, topic
from tests.delivery.reader import ask
from tests.search.documents import SEARCH, concept, desk, post, publish, question, search

pytestmark = pytest.mark.django_db

FORM, PLAIN = "application/x-www-form-urlencoded", "text/plain"


def as_form(body: dict[str, Any]) -> str:
    return urlencode(body)


@pytest.mark.parametrize(
    ("media_type", "written"),
    [
        ("application/json", json.dumps),
        (PLAIN, json.dumps),
        ("text/plain;charset=UTF-8", json.dumps),
        (FORM, json.dumps),
        (FORM, as_form),
        (FORM, lambda body: as_form({"topic": "", "cursor": ""} | body)),
    ],
)
def test_every_way_to_ask_gives_the_same_answer(media_type: str, written: Callable[[dict[str, Any]], str]) -> None:
    publish(topic("money", name="お金"), desk("debt", "借金の相談", topics=["money"]), desk("rent", "借金と家賃"))
    asked = {"q": "借金", "limit": "1", "lang": "ja"}
    by_address = search("借金", "limit=1&lang=ja")
    answer = post(written(asked), media_type)
    assert answer.status == 200, answer.json
    assert answer.json | {"next": None} == by_address | {"next": None}
    assert answer.json["next"] is None
    assert by_address["next"].startswith("https://api.example.test/api/v1/website/search?q=")
    second = post(written(asked | {"cursor": answer.json["cursor"]}), media_type).json
    assert second == ask(by_address["next"].removeprefix("https://api.example.test")).json


def test_lists_and_truths_in_json_are_those_of_an_address() -> None:
    publish(
        topic("money", name="お金"), desk("debt", "借金の相談", topics=["money"]), question("faq", "借金が返せない")
    )
    answer = post({"q": "借金", "topic": ["money"], "type": ["service", "faq"], "free": True, "limit": 5})
    assert [item["slug"] for item in answer.json["items"]] == ["debt"]


def test_no_answer_is_kept_and_each_has_a_language() -> None:
    publish(desk("debt", "借金の相談"))
    for answer in (
        ask(f"{SEARCH}?q={quote('借金')}"),
        post({"q": "借金"}),
        ask(f"{SEARCH.replace('search', 'suggest')}?q=a"),
    ):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
        assert answer.headers["Content-Language"] == "ja"


def test_every_answer_carries_the_emergency_contacts_of_its_channel_and_a_crisis_puts_them_first() -> None:
    publish(
        desk("yorisoi", crisis=True),
        emergency_set("yorisoi"),
        concept("suicide", "死にたい|消えたい", crisis="suicide", unless=["消しゴム + 消えたい", "死にたいして"]),
        concept("hit", "父|夫 + 殴|叩かれ", crisis="violence"),
    )
    quiet = search("宿題")
    assert quiet["crisis"] == {"found": False, "kinds": []}
    assert not quiet["emergency_first"]
    for typed, kinds in (
        ("もう死にたい", ["suicide"]),
        ("ｼﾆﾀｲ", ["suicide"]),
        ("shinitai", ["suicide"]),
        ("夫に殴られて死にたい", ["suicide", "violence"]),
    ):
        answer = search(typed)
        assert answer["crisis"] == {"found": True, "kinds": kinds}, typed
        assert answer["emergency_first"]
        assert answer["items"]
    for answer in (quiet, search("もう死にたい"), ask(f"/api/v1/website/suggest?q={quote('死')}").json):
        assert [member["name"] for member in answer["emergency"]["members"]] == ["よりそい相談"]


@pytest.mark.parametrize("typed", ["市に対して申し立てる", "消しゴムの字が消えたい", "父の日"])
def test_guards_and_chance_are_no_crisis(typed: str) -> None:
    publish(
        concept("suicide", "死にたい", "消えたい", crisis="suicide", unless=["消しゴム + 消えたい"]),
        concept("hit", "父|夫 + 殴|叩かれ", crisis="violence"),
    )
    assert not search(typed)["crisis"]["found"]


def test_what_is_typed_is_finished_by_names_in_any_spelling() -> None:
    publish(
        topic("loneliness", name="さびしい・話したい"),
        desk("denwa", "いのちの電話", kana="いのちのでんわ"),
        desk("sos", "#いのちSOS", kana="いのちえすおーえす"),
        concept("alone", "ひとりぼっち", names={"ja": "さびしくてつらい", "en": "Feeling alone"}),
    )

    def suggested(typed: str, more: str = "") -> list[str]:
        answer = ask(f"/api/v1/website/suggest?q={quote(typed)}{more}").json
        return [line["text"] for line in answer["suggestions"]]

    assert {"いのちの電話", "#いのちSOS"} == set(suggested("いのち"))
    for typed in ("イノチノデ", "inochinod", "いのちの電話", "いのちのでんわ"):
        assert suggested(typed) == ["いのちの電話"], typed
    assert suggested("さび") == ["さびしい・話したい", "さびしくてつらい"]
    assert suggested("さび", "&limit=1") == ["さびしい・話したい"]
    assert post({"q": "さび"}, path="/api/v1/website/suggest").json["suggestions"][0]["type"] == "topic"
    assert suggested("ん") == []


def test_kids_are_shown_kids_words_alone() -> None:
    publish(
        desk("adult", "いのちの電話"),
        desk("kids-desk", "いのちのはなし", channel="kids"),
        concept("alone", "ひとりぼっち", channel="kids", names={}),
    )
    answer = ask(f"/api/v1/kids/suggest?q={quote('いのち')}").json
    assert [line["text"] for line in answer["suggestions"]] == ["いのちのはなし"]
    assert ask("/api/v1/kids/search?q=a&lang=en").status == 400


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=%20", "q"),
        (f"q={'a' * 201}", "q"),
        (f"q={'a' * 10_000}", "?"),
        ("q=a&q=b", "q"),
        ("q=%ff", "q"),
        ("q=%00", "q"),
        ("q=%ed%a0%80", "q"),
        ("q=a&type=topic", "type"),
        ("q=a&limit=101", "limit"),
        ("q=a&cursor=AAAA", "cursor"),
        ("q=a&topic=unknown", "topic"),
        ("q=a&sort=kana", "sort"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(query: str, named: str) -> None:
    answer = ask(f"{SEARCH}?{query}")
    assert answer.status == 400
    assert named in [error["parameter"] for error in answer.json["errors"]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"q"',
        b'{"q": null}',
        b'{"q": {"a": 1}}',
        b'{"q": "a", "x": 1}',
        b'{"q": "\\ud800"}',
        b'{"q": "\\u0000"}',
        b'{"q": "\xff"}',
        b'{"q": 1e400}',
        b'{"q": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        json.dumps({"q": "a", "type": ["a"] * 10_000}).encode(),
        json.dumps({"q": "あ" * 10_000}).encode(),
        b'{"q": "a", "limit": 10.5}',
    ],
)
def test_a_body_that_cannot_be_meant_is_refused(body: bytes) -> None:
    assert post(body).status == 400
    assert post(body, FORM).status == 400


@pytest.mark.parametrize(
    "typed",
    [
        "' OR 1=1 --",
        '"); DROP TABLE search_posting; --',
        "NEAR(a b) AND NOT c* col:x ^y",
        "(a+)+$",
        ".*" * 100,
        "%s %d {0} {x} %(a)s",
        "葛󠄀城市",
        "👨‍👩‍👧‍👦🏳️‍🌈",
        "\u202eabc\u2066",
        "a\u0301" * 60,
        "ﷺ" * 200,
        "が" * 200,
        "1" * 200,
        "ー" * 200,
        "ｶﾞ" * 100,
        "\ufeff\u200b",
        "𠮷野家で働く",
        "<script>alert(1)</script>",
    ],
)
def test_odd_text_is_answered_like_any_other(typed: str) -> None:
    publish(desk("debt", "借金の相談"), concept("any", "借|金 + 相談", unless=["借金"]))
    for language in ("ja", "en", "zh-hans"):
        answer = search(typed, f"lang={language}")
        assert answer["items"] or language != "ja"
        assert typed not in json.dumps(answer, ensure_ascii=False)
    assert ask(f"/api/v1/website/suggest?q={quote(typed)}").status == 200


def test_a_cursor_tells_nothing_of_the_words_and_belongs_to_them() -> None:
    publish(*(desk(f"desk-{number}", "借金の相談") for number in range(3)))
    cursor = search("借金", "limit=1")["cursor"]
    assert ask(f"{SEARCH}?q={quote('相談')}&limit=1&cursor={cursor}").status == 400
    for guess in ("借金", repr("借金"), repr((Place("website", "ja"), [("q", "借金")]))):
        with pytest.raises(pagination.CursorInvalid):
            pagination.decode(cursor, question=guess)


def test_the_name_of_a_wrong_field_is_told_short() -> None:
    body = json.dumps({"しにたい" * 2000: None}).encode()
    answer = post(body)
    assert answer.status == 400
    assert len(answer.body) < 3000


def test_words_that_the_filters_leave_nothing_of_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many items have the word, none of the type that is asked for, which is too common to be listed whole."""
    monkeypatch.setattr("api.search.ranking.HITS_OF_A_WORD", 1)
    monkeypatch.setattr("api.search.ranking.FEW", 0)
    publish(*(desk(f"desk-{number}", "家賃の窓口") for number in range(3)))
    publish(*(question(f"faq-{number}", "借金が返せない") for number in range(3)))
    assert {item["type"] for item in search("借金", "type=service")["items"]} == {"service"}


def test_the_description_holds_both_ways_to_ask() -> None:
    paths = ask("/api/openapi.json").json["paths"]
    for channel in ("website", "kids", "partners"):
        for what in ("search", "suggest"):
            described = paths[f"/api/v1/{channel}/{what}"]
            assert described["get"]["parameters"][0]["name"] == "q"
            assert set(described["post"]["requestBody"]["content"]) == {"application/json", FORM, PLAIN}


def test_threads_have_tokenizers_of_their_own() -> None:
    texts = [f"ひきこもりの息子が{number}年、家から出られません。" for number in range(32)]
    alone = [list(tokens.japanese(text)) for text in texts]
    together = threading.Barrier(32)

    def read(text: str) -> list[list[tokens.Token]]:
        together.wait()
        return [list(tokens.japanese(text)) for _ in range(20)]

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(read, texts))
    assert answers == [[one] * 20 for one in alone]


def test_a_detail_and_a_search_read_by_the_head_of_the_look_as_lists_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a look is behind, as on PostgreSQL for 250 ms, what is remembered is not read anew by each in turn."""
    publish(desk("yorisoi", topics=["loneliness"]), topic("loneliness"))
    before = queries.head()
    publish(topic("debt"))
    app = answers(application.django_application, kept=Kept(lambda: before, limit=1_000_000))
    made: list[str] = []
    for name in ("summaries", "targets", "head"):
        monkeypatch.setattr(queries, name, counted(getattr(queries, name), name, made))
    lists, details = "/api/v1/website/services?ids=yorisoi&limit=", "/api/v1/website/services/yorisoi"
    assert ask(f"{lists}1", app=app).status == 200
    assert {*made} == {"summaries", "targets"}
    made.clear()
    for address in (details, f"{SEARCH}?q={quote('よりそい')}", f"{lists}2", f"{details}?lang=ja"):
        assert ask(address, app=app).status == 200
    body = '{"q": "よりそい"}'.encode()
    assert ask(SEARCH, method="POST", body=body, content_type="application/json", app=app).status == 200
    assert made == []


def test_words_of_a_question_are_no_key_of_the_memory_even_while_it_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(desk("debt", "借金の相談"))
    kept = Kept(application.look, limit=1_000_000)
    app = answers(application.django_application, kept=kept)
    keys: list[tuple[str, ...]] = []
    monkeypatch.setattr(kept, "making", lambda key: keys.append(key) or Kept.making(kept, key))
    for address in (SEARCH, SEARCH.replace("search", "suggest")):
        for name in ("q", "%71", "limit=3&q"):
            assert ask(f"{address}?{name}={quote('借金')}", app=app).status == 200
    for address in ("/api/v1/website/services", f"{SEARCH}/"):
        for name in ("q", "limit=3&q"):
            assert ask(f"{address}?{name}={quote('借金')}", app=app).status in {400, 404}
    assert keys == [*kept._entries, *kept._ready] == []
    assert ask("/api/v1/website/services", app=app).status == 200
    assert [key[0] for key in keys] == ["/api/v1/website/services"]
    assert len(kept._entries) == len(kept._ready) == 1


def test_what_is_open_is_said_anew_where_it_was_found_before() -> None:
    publish(desk("day", "昼の窓口", hours=["Mo-Su 09:00-17:00"]))

    def said() -> tuple[bool, str]:
        opening = search("昼の窓口")["items"][0]["opening"]
        return opening["open"], opening["closes_at"] or opening["next_opens_at"]

    with time_machine.travel("2026-11-25T16:59:50+09:00", tick=False) as clock:
        assert said() == said() == (True, "2026-11-25T17:00:00+09:00")
        clock.move_to("2026-11-25T17:00:00+09:00")
        assert said() == said() == (False, "2026-11-26T09:00:00+09:00")


def test_a_document_that_was_found_before_is_found_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk("yorisoi", "よりそい", topics=["loneliness"]), topic("loneliness", name="前の話題"))
    asked: list[str] = []
    monkeypatch.setattr("api.search.views.shown", counted(shown, "shown", asked))
    for name in ("前の話題", "今の話題"):
        publish(topic("loneliness", name=name))
        asked.clear()
        for _ in range(3):
            assert name in json.dumps(search("よりそい")["items"], ensure_ascii=False)
        assert asked == ["shown"]
    publish(desk("yorisoi", "Yorisoi", language="en"))
    for word, more in (("よりそい", ""), ("Yorisoi", "lang=en"), ("よりそい", "")):
        assert [item["name"] for item in search(word, more)["items"]] == [word]


def counted(asked: Callable[..., Any], name: str, made: list[str]) -> Callable[..., Any]:
    """The same, noted where it is asked."""

    def ask_and_note(*given: Any, **named: Any) -> Any:
        made.append(name)
        return asked(*given, **named)

    return ask_and_note
