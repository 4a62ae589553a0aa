"""Articles, from the editor's blocks to what each channel answers."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from api.documents.article import KidsArticle, PartnersArticle, WebsiteArticle
from catalog.languages import languages
from catalog.models import Service, Topic
from cms.publication.unit import PublicationRefused
from cms.workflow.digest import digest
from pages.models import Article, ArticleService
from tests.delivery.reader import ask
from tests.editors import House, _saved, a_kids_text, a_service, an_article
from tests.editors import blocks as body
from tests.pages.forms import Blocks, body_fields, page_added, page_edited, page_form, rich
from tests.pictures import a_picture

pytestmark = pytest.mark.django_db(transaction=True)


def website(slug: str = "small-steps", lang: str = "ja") -> Any:
    got = ask(f"/api/v1/website/articles/{slug}?lang={lang}")
    assert got.status == 200, got.json
    WebsiteArticle.model_validate(got.json)
    return got.json


def test_every_kind_of_block_leaves_typed_and_as_html_and_as_text(house: House) -> None:
    service, picture = house.publish(a_service()), a_picture()
    house.publish(
        an_article(
            body_ja=body(
                ("heading", "見出し<1>"),
                ("text", '<p data-block-key="abc">文<b>章</b></p>'),
                ("list", {"ordered": True, "items": [{"type": "item", "value": "一", "id": "x"}, "二"]}),
                ("image", {"picture": str(picture.content_id), "decorative": False, "alt": "部屋", "caption": "下"}),
                ("quote", {"text": "言葉\n二行", "source": "ある人"}),
                ("service", {"service": str(service.content_id), "label": ""}),
                ("notice", {"kind": "warning", "text": "<p>注意</p>"}),
            )
        )
    )
    shown = website()["body"]
    assert [block["type"] for block in shown["blocks"]] == [
        "heading", "text", "list", "image", "quote", "service", "notice",
    ]  # fmt: skip
    assert shown["blocks"][2] == {"type": "list", "ordered": True, "items": ["一", "二"]}
    assert shown["blocks"][3]["picture"]["alt"] == "部屋"
    assert shown["blocks"][5]["service"]["slug"] == "yorisoi-hotline"
    assert "<h2>見出し&lt;1&gt;</h2>" in shown["html"]
    assert "<p>文<strong>章</strong></p>" in shown["html"]
    assert "<blockquote><p>言葉<br>二行</p><footer>ある人</footer></blockquote>" in shown["html"]
    assert '<p><a href="/sites/website/services/yorisoi-hotline">よりそいホットライン</a></p>' in shown["html"]
    assert '<aside class="notice-warning"><p>注意</p></aside>' in shown["html"]
    assert shown["text"] == "見出し<1>\n文章\n1. 一\n2. 二\n部屋\n下\n言葉\n二行\nある人\n注意"
    assert "tomoshibi-media" not in json.dumps(shown)
    assert "data-ref" not in json.dumps(shown)


def test_each_language_has_its_own_body_and_says_where_it_came_from(house: House) -> None:
    house.publish(an_article(body_en=body(("text", "<p>Say hello.</p>"))))
    english, korean = website(lang="en"), website(lang="ko")
    assert english["body"]["text"] == "Say hello."
    assert english["languages"]["body"] == {"served": "en", "state": "draft"}
    assert korean["body"]["text"] == "はじめに\nあいさつから。"
    assert korean["languages"]["body"] == {"served": "ja", "state": "missing"}
    partners = ask("/api/v1/partners/articles/small-steps").json
    PartnersArticle.model_validate(partners)
    assert sorted(partners["body"]) == ["en", "ja"]
    assert partners["author"]["role"] == {"ja": "社会福祉の専門職"}


def test_a_translated_link_to_a_service_carries_its_title_in_that_language(house: House) -> None:
    service = house.publish(a_service())
    link = body(("service", {"service": str(service.content_id), "label": ""}))
    house.publish(an_article(body_ja=link, body_en=link))
    partners = ask("/api/v1/partners/articles/small-steps").json["body"]
    assert ">よりそいホットライン</a>" in partners["ja"]["html"]
    assert ">Yorisoi Hotline</a>" in partners["en"]["html"]
    assert partners["en"]["blocks"][0]["service"]["title"]["ja"] == "よりそいホットライン"


def test_a_service_that_does_not_stand_is_named_nowhere(house: House) -> None:
    hidden = _saved(a_service())
    named = str(hidden.content_id)
    house.publish(
        an_article(
            body_ja=body(
                ("text", f'<p>まず<a linktype="service" id="{named}">ここ</a>へ</p>'),
                ("service", {"service": named, "label": "電話する"}),
            )
        )
    )
    got = ask("/api/v1/website/articles/small-steps")
    assert named not in got.body.decode()
    shown = got.json["body"]
    assert shown["html"] == "<p>まず<a>ここ</a>へ</p>\n"
    assert shown["blocks"][1] == {"type": "service", "label": "電話する", "service": None}
    house.publish(hidden)
    shown = website()["body"]
    assert '<p>まず<a href="/sites/website/services/yorisoi-hotline">ここ</a>へ</p>' in shown["html"]
    assert '<p><a href="/sites/website/services/yorisoi-hotline">電話する</a></p>' in shown["html"]
    found = ask("/api/v1/website/articles?service=yorisoi-hotline").json["items"]
    assert [item["slug"] for item in found] == ["small-steps"]


def test_kids_read_only_what_was_written_for_them(house: House) -> None:
    service = house.publish(a_service())
    article = an_article(author_name_ja="大人の氏名", portrait=a_picture())
    article.topics = [house.publish(Topic.objects.get())]
    article.related_services = [ArticleService(service=service)]
    live = house.publish(article)
    assert ask("/api/v1/kids/articles/small-steps").status == 404
    house.publish(a_kids_text(service))
    house.publish(a_kids_text(live, title="ひとりのとき", text="あいさつしてみよう。"))  # type: ignore[arg-type]
    got = ask("/api/v1/kids/articles/small-steps")
    KidsArticle.model_validate(got.json)
    assert got.json["title"]["text"] == "ひとりのとき"
    assert [one["title"]["text"] for one in got.json["related_services"]] == ["なんでも話せる電話"]
    for adult in ("小さく始める", "あいさつから", "大人の氏名", "社会福祉", "/media/"):
        assert adult not in json.dumps({**got.json, "emergency": None}, ensure_ascii=False)


def test_lists_are_filtered_by_kind_and_show_no_body(house: House) -> None:
    house.publish(an_article())
    house.publish(
        an_article("my-story", kind="story", author_role_ja=None, pen_name_ja="そら", headline_ja="わたしの話")
    )
    stories = ask("/api/v1/website/articles?kind=story").json["items"]
    assert [(item["title"], item["author"]["name"]) for item in stories] == [("わたしの話", "そら")]
    assert "body" not in stories[0]
    assert ask("/api/v1/website/articles?kind=consultation").status == 400


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "story", "pen_name_ja": "そら"}, "氏名・肩書き・所属・写真を入れないで"),
        ({"kind": "story", "author_role_ja": None}, "「ペンネーム(日本語)」を入れて"),
        ({"pen_name_ja": "そら"}, "「ペンネーム」は体験談だけ"),
        ({"author_role_ja": None}, "「氏名(日本語)」か「肩書き(日本語)」"),
        ({"body_ja": None}, "「本文(日本語)」を入れて"),
        ({"body_ja": body(("text", '<p data-block-key="x">  </p>'))}, "1番目の「文章」が空です"),
        ({"body_en": body(("quote", {"text": "", "source": ""}))}, "「本文(English)」の1番目の「引用」が空です"),
        (
            {"body_ja": body(("service", {"service": "00000000-0000-4000-8000-000000000000", "label": ""}))},
            "が指すものは削除されています",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_goes_live(house: House, fields: dict[str, Any], told: str) -> None:
    with pytest.raises(PublicationRefused, match=told.replace("(", r"\(").replace(")", r"\)")):
        house.publish(an_article(**fields))
    assert ask("/api/v1/website/articles/small-steps").status == 404


def test_a_picture_needs_words_or_is_marked_as_decoration(house: House) -> None:
    picture = str(a_picture().content_id)
    plain = {"picture": picture, "decorative": False, "alt": " ", "caption": ""}
    with pytest.raises(PublicationRefused, match="画像の代わりになる文"):
        house.publish(an_article(body_ja=body(("image", plain))))
    house.publish(an_article("decorated", body_ja=body(("image", {**plain, "decorative": True}))))
    assert website("decorated")["body"]["blocks"][0]["picture"]["alt"] == ""


def test_the_editors_marks_are_no_content(house: House) -> None:
    """Ids of blocks, keys of paragraphs and whether a block was looked at play no part in what is approved."""
    service = _saved(a_service())
    blocks = [("text", "<p>文</p>"), ("service", {"service": str(service.content_id), "label": ""})]
    article = house.save_draft(an_article(body_ja=body(*blocks)))
    before = digest(article)
    article.body_ja = json.dumps(
        [{"type": kind, "value": value, "id": f"other{n}"} for n, (kind, value) in enumerate(blocks)]
    ).replace("<p>", "<p data-block-key='zz'>".replace("'", '\\"'))
    assert [child.value for child in article.body_ja][1]["service"] == service
    assert digest(article) == before
    article.save_revision(user=house.writer)
    assert digest(Revision.objects.latest("pk").as_object()) == before
    article.body_ja = body(("text", "<p>別</p>"))
    assert digest(article) != before


def test_a_body_names_by_id_what_a_row_may_lose(house: House) -> None:
    """Deleting a draft that an article leads to changes no document."""
    service = _saved(a_service())
    named = str(service.content_id)
    house.publish(an_article(body_ja=body(("text", "<p>文</p>"), ("service", {"service": named, "label": ""}))))
    version = website()["version"]
    Service.objects.filter(pk=service.pk).delete()
    assert website()["version"] == version
    assert website()["body"]["blocks"][1]["service"] is None


def test_the_approver_reads_the_body_as_readers_will(house: House) -> None:
    service, picture = house.publish(a_service()), a_picture()
    article = house.submit(
        house.save_draft(
            an_article(
                author_name_ja="山田",
                portrait=picture,
                body_ja=body(
                    ("text", f'<p>文<b>章</b> <a linktype="service" id="{service.content_id}">ここ</a></p>'),
                    ("notice", {"kind": "warning", "text": '<p><a href="https://example.test/?a=1&b=2">LINE</a></p>'}),
                    (
                        "image",
                        {"picture": str(picture.content_id), "decorative": False, "alt": '部<屋"', "caption": ""},
                    ),
                    ("service", {"service": str(service.content_id), "label": "電話する"}),
                ),
            )
        )
    )
    client = Client()
    client.force_login(house.reviewer)
    page = client.get(reverse("approval", args=[article.current_workflow_task_state.pk])).content.decode()
    assert ">文<strong>章</strong> ここ(→ よりそいホットライン)<" in page
    assert ">囲み</span> <strong>注意</strong><" in page
    assert ">囲み</span> LINE(→ https://example.test/?a=1&amp;b=2)<" in page
    assert ">画像の代わりになる文:部&lt;屋&quot;<" in page
    assert ">→ よりそいホットライン(リンクの文:電話する)<" in page
    assert f'src="{picture.file.url}" alt="部&lt;屋&quot;"' in page
    assert "&lt;p&gt;" not in page
    assert "tomoshibi-media" not in page


def test_sixty_blocks_in_six_languages_are_saved_with_every_word(house: House) -> None:
    """Long forms post thousands of fields: nothing of what was typed may be cut off."""
    sixty: Blocks = [("text", rich(f"<p>{number}番目の段落</p>")) for number in range(60)]
    writer = Client()
    writer.force_login(house.writer)
    fields = body_fields(**{language.replace("-", "_"): sixty for language in languages()})
    draft = page_added(writer, Article, headline_ja="長い記事", **fields)
    for language in languages():
        assert [block["type"] for block in draft.body_in(language)] == ["text"] * 60
        assert "59番目の段落" in draft.text_in("body", language)

    again = page_edited(writer, draft, page_form(writer, draft))
    assert digest(again) == digest(draft)
