"""Concepts: search reads them in every ticked channel, and nobody else ever sees a word of one."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api.channels import CHANNELS
from api.delivery.models import Change, Facet, Reference, SearchText, Standing
from api.documents.concept import ConceptBody
from catalog.models import Concept, ConceptService
from cms.publication.drift import drift
from cms.workflow.refusal import PublicationRefused
from cms.workflow.steps import required_steps
from tests.delivery.reader import ask
from tests.editors import House, a_concept, a_faq, a_kids_text, a_service, a_topic

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = "つらくて\uff5c苦しくて\u3000\uff0b たまらない"
SPELT = "つらくて|苦しくて + たまらない"


def body(concept: Any, channel: str) -> Any:
    standing = Standing.objects.select_related("version").get(content_id=concept.content_id, channel=channel)
    assert standing.language == "mul"
    return json.loads(bytes(standing.version.body))


def targets(concept: Any, channel: str, role: str) -> list[Any]:
    found = Reference.objects.filter(content_id=concept.content_id, channel=channel, role=role)
    return list(found.order_by("position").values_list("target", flat=True))


def test_search_finds_one_document_in_each_channel_with_all_languages_and_the_way_on(house: House) -> None:
    first, second = house.publish(a_service("first")), house.publish(a_service("second"))
    topics = [house.publish(a_topic("late", position=9)), house.publish(a_topic("early", position=1))]
    concept = house.publish(a_concept(phrases_ja=TYPED, services=[second, first], topics=topics, crisis="suicide"))

    for channel in CHANNELS:
        found = body(concept, channel)
        ConceptBody.model_validate(found)
        assert found["phrases"] == [SPELT, "no one to talk to"]
        assert (found["crisis"], found["terms"]) == ("suicide", ["孤独", "孤立"])
        assert targets(concept, channel, "related_services") == [second.content_id, first.content_id]
        assert targets(concept, channel, "topics") == [topics[1].content_id, topics[0].content_id]
    assert list(drift()) == []


def test_no_address_leads_to_one_and_nothing_counts_it(house: House) -> None:
    concept = house.publish(a_concept())
    for channel in CHANNELS:
        for key in ("", f"/{concept.content_id}", f"/{concept.public_slug}"):
            for segment in ("concepts", "concept"):
                assert ask(f"/api/v1/{channel}/{segment}{key}").status == 404
    assert not Facet.objects.filter(content_id=concept.content_id).exists()
    assert not SearchText.objects.filter(content_id=concept.content_id).exists()


def test_what_it_leads_to_is_told_of_no_concept(house: House) -> None:
    service = house.publish(a_service())
    before = [ask(f"/api/v1/website/{path}").json for path in ("services", f"services/{service.content_id}", "faqs")]
    house.publish(a_concept(services=[service]))
    after = [ask(f"/api/v1/website/{path}").json for path in ("services", f"services/{service.content_id}", "faqs")]
    assert after == before


def test_for_kids_it_only_leads_and_passes_whoever_answers_for_them(house: House) -> None:
    concept = a_concept(name_ja="おとなの言い方")
    assert required_steps(concept) == ("review", "kids", "approve")
    assert required_steps(a_concept("adults", channels=["website"])) == ("review", "approve")
    concept = house.publish(concept)
    standing = Standing.objects.get(content_id=concept.content_id, channel="kids")
    assert body(concept, "kids")["name"] == {}
    assert "おとなの言い方" not in bytes(standing.stub).decode()
    assert (
        "おとなの言い方" in bytes(Standing.objects.get(content_id=concept.content_id, channel="website").stub).decode()
    )


def test_a_phrase_more_is_a_change_in_each_channel_and_the_page_shows_that_line(house: House) -> None:
    concept = house.publish(a_concept())
    log = Change.objects.count()
    concept.phrases_ja += "\nひとりぼっちでつらい"
    waiting = house.submit(house.save_draft(concept))
    reviewer = Client()
    reviewer.force_login(house.reviewer)
    page = reviewer.get(reverse("approval", args=[waiting.current_workflow_task_state.pk])).content.decode()
    assert page.count("ひとりぼっちでつらい") == 1
    assert "話し相手がいない" not in page
    for by in (house.reviewer, house.kids, house.approver):
        house.say_yes(waiting, by=by)
    assert Change.objects.count() == log + 3
    assert "ひとりぼっちでつらい" in body(concept, "website")["phrases"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"phrases_ja": "死"}, "「いいまわし(日本語)」の1行目「死」"),
        ({"phrases_en": "lonely +"}, "「いいまわし(English)」の1行目「lonely +」"),
        ({"unless": "|"}, "「区別のため」の1行目"),
        ({"terms": "孤独|孤立"}, "1行に1つずつ"),
        ({"phrases_ja": "", "phrases_en": ""}, "「いいまわし」を1つ以上入れてください。"),
        ({"name_ja": ""}, "「名称(日本語)」を入れてください。"),
        ({"terms": "", "topics": [], "services": []}, "どれかを入れてください。"),
    ],
)
def test_it_is_submitted_only_when_its_lines_are_right_and_is_saved_in_any_case(
    house: House, wrong: dict[str, Any], told: str
) -> None:
    draft = house.save_draft(a_concept(**wrong))
    with pytest.raises(PublicationRefused, match=re.escape(told)):
        house.submit(draft)
    assert not Standing.objects.exists()


def test_half_a_line_of_services_is_saved_and_leads_nowhere(house: House) -> None:
    concept = a_concept(services=[])
    concept.related_services = [ConceptService()]
    live = house.publish(concept)
    assert targets(live, "website", "related_services") == []
    assert Concept.objects.get().related_services.count() == 1


def test_partners_are_found_by_every_language_and_kids_by_their_own_words_alone(house: House) -> None:
    service = house.publish(a_service(search_words_ja="おとなの ことば", search_words_en="grown-up words"))
    faq = house.publish(a_faq(services=[service], answer_en="<p>Talk to <b>somebody</b>.</p>"))
    house.publish(a_kids_text(service, search_words="こどもの ことば"))

    def words(entry: Any, channel: str, name: str) -> str:
        return SearchText.objects.get(content_id=entry.content_id, channel=channel, language="mul", name=name).text

    assert words(service, "partners", "words") == "おとなの ことば\ngrown-up words"
    assert words(service, "partners", "name") == "よりそいホットライン\nYorisoi Hotline"
    assert words(faq, "partners", "text") == "まず、だれかに話してみてください。\nTalk to somebody."
    kids = dict(SearchText.objects.filter(content_id=service.content_id, channel="kids").values_list("name", "text"))
    assert kids == {
        "name": "なんでも話せる電話",
        "text": "こまったら、電話していいよ。",
        "words": "こどもの ことば",
    }
