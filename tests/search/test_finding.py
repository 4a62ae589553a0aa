"""What a search finds: by every spelling and by how people speak, in the reader's channel and language, no more."""

from itertools import pairwise

import pytest

from tests.delivery.documents import topic
from tests.search.documents import concept, desk, found, publish, question, search, withdraw

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["ひきこもり", "引きこもり", "引き籠もり", "ヒキコモリ", "ﾋｷｺﾓﾘ", "hikikomori", "引籠り"]
)
def test_one_word_is_found_in_every_spelling(typed: str) -> None:
    publish(desk("center", "ひきこもり地域支援センター"), desk("other", "消費者ホットライン"))
    assert found(typed)[:1] == ["center"]


def test_names_outweigh_texts_and_more_words_outweigh_one() -> None:
    publish(
        desk("in-text", "生活の窓口", text="借金のこともどうぞ。"),
        desk("in-name", "借金相談"),
        desk("both", "借金と家賃の相談", text="家賃の滞納"),
    )
    assert found("借金")[:2] != ["in-text"]
    assert found("借金")[-1] == "in-text"
    assert found("借金 家賃")[0] == "both"


def test_search_words_of_editors_find_a_desk_that_never_says_them() -> None:
    publish(desk("work", "総合労働相談コーナー", words="給料が出ない\nパワハラ"), desk("other", "よりそい"))
    assert found("パワハラ") == ["work"]


def test_types_and_filters_narrow_a_search_like_a_list() -> None:
    publish(
        topic("money", name="お金"),
        desk("phone", "借金の相談", topics=["money"]),
        desk("chat", "借金のチャット", facets={"contact": ("chat",)}),
        question("debt", "借金が返せません", topics=["money"]),
    )
    assert set(found("借金")) == {"phone", "chat", "debt"}
    assert found("借金", "type=faq") == ["debt"]
    assert set(found("借金", "topic=money")) == {"phone", "debt"}
    assert found("借金", "topic=money&type=service") == ["phone"]
    assert found("借金", "contact=chat") == ["chat"]


def test_what_left_its_channel_is_found_no_more_and_a_changed_text_at_once() -> None:
    first = desk("desk", "借金の相談")
    publish(first, desk("other", "家賃の相談"))
    assert found("借金") == ["desk"]
    publish(desk("desk", "家計の相談"))
    assert found("借金") == []
    assert found("家計") == ["desk"]
    withdraw(desk("desk", "家計の相談"))
    assert found("家計") == []


def test_each_channel_finds_its_own() -> None:
    publish(desk("adult", "借金の相談"), desk("kids-desk", "おこづかいの相談", channel="kids"))
    assert not search("借金", channel="kids")["matched"]
    assert not search("おこづかい")["matched"]
    assert found("おこづかい", channel="kids") == ["kids-desk"]


def test_a_language_finds_its_own_words_and_the_japanese_that_stands_in_their_place() -> None:
    publish(
        desk("debt", "借金の相談"),
        desk("debt", "Debt counselling", language="en"),
        desk("only-ja", "借金ホットライン"),
        desk("only-ja", "借金ホットライン", language="en"),
    )
    assert found("debts", "lang=en") == ["debt"]
    assert set(found("借金", "lang=en")) == {"debt", "only-ja"}
    assert found("counselling") == []
    english = search("debt", "lang=en")["items"][0]
    assert english["language"] == "en"
    assert english["name"] == "Debt counselling"


def test_how_people_speak_leads_to_the_desks_that_editors_named() -> None:
    publish(
        desk("labour", "総合労働相談コーナー"),
        desk("law", "法テラス"),
        desk("other", "よりそい"),
        concept("unpaid", "給料|賃金 + 出ない|払われない|もらえない", "ただ働き", services=["labour", "law"]),
    )
    for typed in ("給料がもう三か月も出ないんです", "きゅうりょうがもらえない", "ただ働きさせられた"):
        assert found(typed)[:2] == ["labour", "law"], typed
    assert search("給料日はいつ")["crisis"] == {"found": False, "kinds": []}


def test_a_concept_that_changes_or_leaves_takes_effect_with_the_next_answer() -> None:
    publish(desk("labour", "総合労働相談コーナー"), desk("law", "法テラス"))
    assert found("さんざんだ") == []
    publish(concept("bad", "さんざんだ", services=["law"]))
    assert found("さんざんだ") == ["law"]
    publish(concept("bad", "さんざんだ", services=["labour"]))
    assert found("さんざんだ") == ["labour"]
    withdraw(concept("bad", "さんざんだ"))
    assert found("さんざんだ") == []


def test_what_fits_a_text_best_leads_before_what_only_has_a_word_here_and_there() -> None:
    publish(
        desk("shelter", "すまいの窓口"),
        desk("family", "家庭の窓口"),
        concept("no-bed", "今夜寝る場所がない", services=["shelter"]),
        concept("parents", "父 + 寝る", services=["family"]),
    )
    assert found("父の店を手伝ったけれど今夜寝る場所がない") == ["shelter", "family"]


def test_desks_of_a_trouble_much_like_it_come_behind_its_own() -> None:
    publish(
        desk("rent", "すまいの窓口"),
        desk("loan", "貸付の窓口"),
        desk("advice", "くらしの窓口"),
        desk("animals", "動物の窓口"),
        concept("no-rent", "家賃が払えない", services=["rent", "loan"]),
        concept("evicted", "追い出された", services=["rent", "advice"]),
        concept("pet", "犬が逃げた", services=["animals"]),
    )
    assert found("家賃が払えない") == ["rent", "loan", "advice"]


@pytest.mark.parametrize("typed", ["給料を全部ソロットに入れてしまう", "きゅうりょうをぜんぶすっろとにいれてしまう"])
def test_a_slip_of_the_finger_still_leads_to_the_desks(typed: str) -> None:
    publish(
        desk("gambling", "依存症の窓口"),
        desk("pets", "動物の窓口"),
        concept("slots", "スロットに入れてしまう", "給料を全部スロット", services=["gambling"]),
        concept("pet", "犬が逃げた", services=["pets"]),
    )
    assert found(typed)[:1] == ["gambling"]


def test_a_concept_leads_to_nothing_that_does_not_stand_in_its_channel() -> None:
    publish(
        desk("adult", "法テラス"),
        desk("kids-desk", "こどもの相談", channel="kids"),
        concept("bad", "さんざんだ", services=["adult", "kids-desk"], channel="kids"),
    )
    assert found("さんざんだ", channel="kids") == ["kids-desk"]


def test_a_question_without_an_answer_gets_the_desks_that_help_most_widely() -> None:
    publish(topic("money", name="お金"), topic("work", name="仕事"))
    publish(desk("narrow", "せまい窓口", topics=["money"]), desk("wide", "ひろい窓口", topics=["money", "work"]))
    answer = search("ぬるぽ")
    assert not answer["matched"]
    assert [item["slug"] for item in answer["items"]] == ["wide", "narrow"]
    assert {topic["slug"] for topic in answer["topics"]} == {"money", "work"}


def test_pages_follow_each_other_without_a_gap_or_an_item_twice() -> None:
    publish(*(desk(f"desk-{number:02}", "借金の相談") for number in range(25)))
    seen: list[str] = []
    address = "q=借金&limit=10"
    answer = search("借金", "limit=10")
    pages = [answer]
    while answer["cursor"] is not None:
        answer = search("借金", f"limit=10&cursor={answer['cursor']}")
        pages.append(answer)
    for page in pages:
        seen += [item["slug"] for item in page["items"]]
    assert len(seen) == len(set(seen)) == 25, address
    assert all(len(before["items"]) == 10 for before, _ in pairwise(pages))


def test_marks_stand_where_the_words_are() -> None:
    publish(desk("desk", "借金の相談", text="借金を返せないときの窓口です。"))
    (highlight,) = search("借金が返せない")["highlights"].values()
    for marked in (highlight["title"], highlight["excerpt"]):
        assert "借金" in [marked["text"][start:end] for start, end in marked["marks"]]
