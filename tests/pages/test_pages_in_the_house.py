"""Pages in the editors' house: written, moved, copied and renamed, and found from both sides by readers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from api.delivery.models import Change
from catalog.models import Topic
from cms.publication.unit import PublicationRefused, unit
from pages.index import Index, index_of
from pages.models import Faq, KidsText, Message
from tests.catalog.editing import fill
from tests.editors import House, a_faq, a_kids_text, a_service, a_topic
from tests.pages.forms import page_added, page_edited, page_form, rich

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(path: str) -> Any:
    return Client().get(f"/api/v1/{path}")


def test_a_question_is_written_in_the_form_of_pages(house: House) -> None:
    writer = signed_in(house.writer)
    topic = house.publish(a_topic())
    draft = page_added(writer, Faq, question_ja="眠れません。", answer_ja=rich("<p>話してみてください。</p>"))
    assert not draft.live
    assert draft.title == "眠れません。"  # what the editors' lists show

    data = fill(page_form(writer, draft), topics=[str(topic.pk)], public_slug="cannot-sleep", channels=["website"])
    draft = page_edited(writer, draft, data)
    house.publish(draft)

    answer = read("website/faqs/cannot-sleep").json()
    assert answer["question"] == "眠れません。"
    assert answer["answer"] == {"html": "<p>話してみてください。</p>", "text": "話してみてください。"}
    assert [topic["slug"] for topic in answer["topics"]] == ["loneliness"]


def test_an_empty_answer_of_the_rich_editor_is_no_answer(house: House) -> None:
    draft = page_added(signed_in(house.writer), Faq, question_ja="眠れません。", answer_ja=rich("<p></p>"))

    assert "「答え(日本語)」を入れてください。" in draft.problems()


def test_a_page_moves_without_a_change_for_readers(house: House) -> None:
    live, index = house.publish(a_faq()), index_of("faq")
    other = Index(lists="article", heading_ja="ほかの一覧", public_slug="elsewhere", channels=["website"])
    other.save()
    first = house.save_draft(a_faq("first-of-all"))
    # Wagtail lets only those move something public who may publish: no role of ours.
    mover = signed_in(house.writer)
    moves = reverse("wagtailadmin_pages:set_page_position", args=[live.pk])
    assert mover.post(moves, {"position": 1}).status_code == 302
    assert list(index.get_children().values_list("pk", flat=True)) == [live.pk, first.pk]
    log = Change.objects.count()

    house.writer.is_superuser = True
    house.writer.save()
    assert mover.post(moves, {"position": 1}).status_code == 200
    assert list(index.get_children().values_list("pk", flat=True)) == [first.pk, live.pk]
    mover.post(reverse("wagtailadmin_pages:move_confirm", args=[live.pk, other.pk]))
    assert Page.objects.get(pk=live.pk).get_parent().pk == index.pk  # the index of another type takes no questions

    assert Change.objects.count() == log
    assert read(f"website/faqs/{live.public_slug}").status_code == 200


def test_a_copy_is_another_source_and_a_draft(house: House) -> None:
    live = house.publish(a_faq())
    writer = signed_in(house.writer)
    form = {
        "new_title": "写し",
        "new_slug": "copy",
        "new_parent_page": str(live.get_parent().pk),
        "publish_copies": "on",
    }

    assert writer.post(reverse("wagtailadmin_pages:copy", args=[live.pk]), form).status_code == 302

    copy = Faq.objects.exclude(pk=live.pk).get()
    draft = copy.get_latest_revision_as_object()
    assert not copy.live
    assert copy.content_id == draft.content_id != live.content_id
    assert copy.public_slug is draft.public_slug is None
    assert draft.question_ja == live.question_ja
    assert [row.service for row in draft.related_services.all()] == [row.service for row in live.related_services.all()]
    assert read("website/faqs?total=true").json()["total"] == 1


def test_a_renamed_page_leads_on_by_301_and_its_old_name_is_never_given_again(house: House) -> None:
    live = house.publish(a_faq("old-name"))
    writer = signed_in(house.writer)
    house.publish(page_edited(writer, live, fill(page_form(writer, live), public_slug="new-name")))

    answer = read("website/faqs/old-name?lang=en")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/api/v1/website/faqs/{live.content_id}?lang=en")
    assert read("website/faqs/new-name").json()["id"] == str(live.content_id)

    with pytest.raises(PublicationRefused, match="old-name"):
        house.publish(a_faq("old-name", question_ja="別の質問"))


def test_related_items_are_found_from_both_sides(house: House) -> None:
    service, other = house.publish(a_service()), house.publish(a_service("other-desk", name_ja="別の窓口"))
    house.publish(a_faq("lists-it", services=[service]))
    link = f'<p><a linktype="service" id="{service.content_id}">ここ</a>へ。</p>'
    house.publish(a_faq("speaks-of-it", services=[], answer_ja=link))
    house.publish(a_faq("of-another", services=[other]))

    for name in (service.public_slug, str(service.content_id)):
        found = read(f"website/faqs?service={name}&fields=slug").json()["items"]
        assert {item["slug"] for item in found} == {"lists-it", "speaks-of-it"}
    assert [stub["slug"] for stub in read("website/faqs/lists-it").json()["related_services"]] == [service.public_slug]
    unknown = read("website/faqs?service=nobody-knows")
    assert unknown.status_code == 400
    assert unknown.json()["errors"][0]["parameter"] == "service"
    # Kids: a service without words for them does not exist there, so nothing can be asked about it.
    assert read(f"kids/faqs?service={service.public_slug}").status_code == 400


def test_what_a_question_says_to_kids_is_their_own_text_alone(house: House) -> None:
    service = house.publish(a_service())
    live = house.publish(a_faq())
    assert read("kids/faqs").json()["items"] == []
    house.publish(KidsText(about=live.content_id, title="さびしいとき", text="話していいよ。"))

    (item,) = read("kids/faqs").json()["items"]

    assert item["question"]["text"] == "さびしいとき"
    assert item["answer"]["text"] == "話していいよ。"
    assert item["related_services"] == []  # no kids' text of the service stands
    house.publish(a_kids_text(service))
    (item,) = read("kids/faqs").json()["items"]
    assert [stub["title"]["text"] for stub in item["related_services"]] == ["なんでも話せる電話"]
    assert live.question_ja not in read("kids/faqs").content.decode()


def test_a_message_needs_an_author_a_date_and_a_body(house: House) -> None:
    draft = page_added(signed_in(house.writer), Message, headline_ja="あなたへ")

    assert draft.problems() == [
        "「公開URLの名前」を入れてください。",
        "「書いた人(日本語)」を入れてください。",
        "「本文(日本語)」を入れてください。",
        "「日付」を入れてください。",
    ]


def test_a_message_stands_only_where_messages_stand(house: House) -> None:
    writer = signed_in(house.writer)
    draft = page_added(writer, Message, headline_ja="あなたへ")
    assert draft.channels == ["website"]
    offered = writer.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).context["form"].fields["channels"].choices
    assert [key for key, _label in offered] == ["website", "kids"]

    draft.channels = ["website", "partners"]
    assert "「公開先」の「連携団体」には、メッセージは出せません。しるしを外してください。" in draft.problems()


def test_topics_that_a_page_names_cannot_be_deleted(house: House) -> None:

    topic = Topic.objects.create(name_ja="分類", public_slug="unpublished-topic")
    house.publish(a_faq(topics=[topic]))

    with pytest.raises(PublicationRefused, match="使われているため削除できません"), unit(door="test"):
        topic.delete()


def test_no_page_of_wagtail_is_served(house: House, client: Client) -> None:
    live = house.publish(a_faq())

    for path in (live.url_path, f"/{live.slug}/", f"/faqs/{live.public_slug}/", "/welcome/"):
        assert client.get(path).status_code == 404
    assert live.get_url_parts() is None
