"""What the panel beside the form gets: the form as it stands is checked, and nothing of it is kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from catalog.models import ContactPoint, Service
from cms.checks.models import WordRule
from pages.models import Faq
from tests.catalog.editing import add_form, edit_form, edited, fill
from tests.editors import House, a_faq, a_service, an_article, an_index, blocks
from tests.pages.forms import rich

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def asked(client: Client, model: Any, data: Any, pk: int | None = None) -> Any:
    address = reverse("checks_now", args=[model.document_type]) + (f"?pk={pk}" if pk else "")
    return client.post(address, data.urlencode(), content_type=FORM)


def refused(answer: Any) -> bool:
    """Wagtail makes of a refusal the way back to its first page."""
    return answer.status_code == 302 and answer.url == "/admin/"


def test_what_is_typed_is_checked_and_not_kept(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service())
    client.force_login(house.writer)
    form = edit_form(client, service)
    before = Revision.objects.count()
    assert "マイナンバー" not in asked(client, Service, form, service.pk).json()["html"]
    fill(form, summary_ja="番号は 1234 5678 9018 です。")
    answer = asked(client, Service, form, service.pk).json()
    assert answer["blocking"] == 1
    assert 'data-finding="summary_ja"' in answer["html"]
    assert "「概要(日本語)」" in answer["html"]
    assert Revision.objects.count() == before
    service.refresh_from_db()
    assert service.summary_ja == "どんな悩みでも聞きます。"


def test_contacts_are_found_by_their_place_in_the_form(house: House, client: Client) -> None:
    draft = a_service()
    draft.contact_points = [
        ContactPoint(channel="phone", value="0120-279-338", label_ja="電話", sort_order=0),
        ContactPoint(channel="phone", value="0570-064-556", label_ja="ナビ", sort_order=1),
    ]
    service: Any = house.save_draft(draft)
    client.force_login(house.writer)
    form = edit_form(client, service)
    fill(form, **{"contact_points-1-free_of_charge": "True", "contact_points-1-note_ja": ""})
    answer = asked(client, Service, form, service.pk).json()
    assert answer["blocking"] == 1
    assert 'data-finding="contact_points-1-free_of_charge"' in answer["html"]


def test_a_form_with_a_fault_is_checked_as_far_as_it_can_be_read(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service())
    client.force_login(house.writer)
    form = edit_form(client, service)
    fill(form, **{"contact_points-0-value": "0120-279", "summary_ja": "自殺に成功した人"})
    WordRule.objects.get_or_create(kind="hurtful", word="自殺に成功", defaults={"blocks": True})
    answer = asked(client, Service, form, service.pk).json()
    assert "自殺に成功" in answer["html"]
    assert "入力のまちがい" in answer["html"]


def test_what_is_not_saved_yet_is_checked_too(house: House, client: Client) -> None:
    house.save_draft(a_faq("another"))
    client.force_login(house.writer)
    form = add_form(client, Faq)
    fill(form, question_ja="質問", answer_ja=rich("<p>番号は 1234 5678 9018 です。</p>"))
    answer = asked(client, Faq, form).json()
    assert answer["blocking"] == 1
    assert 'data-finding="answer_ja"' in answer["html"]
    assert Faq.objects.count() == 1


@pytest.mark.parametrize("who", ["reviewer", "approver", "administrator"])
def test_whoever_may_not_edit_gets_nothing(house: House, client: Client, who: str) -> None:
    service: Any = house.save_draft(a_service())
    page: Any = house.save_draft(a_faq())
    client.force_login(getattr(house, who))
    form = fill(client.get("/admin/").wsgi_request.POST.copy(), summary_ja="x")
    for answer in (
        asked(client, Service, form, service.pk),
        asked(client, Service, form),
        asked(client, Faq, form, page.pk),
        asked(client, Faq, form),
    ):
        assert refused(answer)


def test_only_entries_have_checks(house: House, client: Client) -> None:
    client.force_login(house.writer)
    for label in ("user", "area", "nothing", "catalog.service"):
        assert client.post(f"/admin/checks/now/{label}/").status_code == 404
    assert client.post("/admin/checks/now/service/?pk=x").status_code == 404
    assert client.post("/admin/checks/now/service/?pk=999999").status_code == 404
    assert client.get("/admin/checks/now/service/").status_code == 405


def test_every_form_of_an_entry_has_the_panel(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service())
    faq: Any = house.save_draft(a_faq())
    client.force_login(house.writer)
    for path in (
        f"/admin/snippets/catalog/service/edit/{service.pk}/",
        "/admin/snippets/catalog/service/add/",
        f"/admin/pages/{faq.pk}/edit/",
        f"/admin/pages/add/pages/faq/{faq.get_parent().pk}/",
    ):
        page = client.get(path).content.decode()
        assert page.count("data-content-checks=") == 1, path
        assert "editors/content_checks.js" in page, path


def test_after_a_save_without_scripts_a_message_leads_to_the_findings(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service())
    client.force_login(house.writer)
    edited(client, service, fill(edit_form(client, service), summary_ja="番号は 1234 5678 9018 です。"))
    address = f"/admin/checks/saved/service/{service.content_id}/"
    page = client.get(f"/admin/snippets/catalog/service/edit/{service.pk}/").content.decode()
    assert "直すまで公開できません" in page
    assert address in page
    assert "マイナンバーかもしれない12桁の数字があります。" in client.get(address).content.decode()


def test_the_saved_findings_are_for_whoever_reads_entries(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service())
    address = f"/admin/checks/saved/service/{service.content_id}/"
    client.force_login(house.approver)
    assert client.get(address).status_code == 200
    client.force_login(house.administrator)
    assert refused(client.get(address))
    client.force_login(house.approver)
    assert client.get(f"/admin/checks/saved/faq/{service.content_id}/").status_code == 404


def test_blocks_of_an_article_are_checked_in_all_their_parts(house: House, client: Client) -> None:
    secret = "番号は 1234 5678 9018 です。"
    for kind, value in (
        ("heading", secret),
        ("text", f"<p>{secret}</p>"),
        ("list", {"ordered": False, "items": [secret]}),
        ("quote", {"text": secret, "source": ""}),
        ("notice", {"kind": "info", "text": f"<p>{secret}</p>"}),
        ("service", {"service": "", "label": secret}),
        ("image", {"picture": "", "decorative": False, "alt": secret, "caption": ""}),
    ):
        article: Any = an_article(f"body-{kind}", body_en=blocks(("heading", "a"), (kind, value)))
        client.force_login(house.writer)
        saved = house.save_draft(article)
        page = client.get(f"/admin/checks/saved/article/{saved.content_id}/").content.decode()
        assert "マイナンバーかもしれない" in page, kind
        assert "「本文(English)」の2番目" in page, kind


def test_half_a_form_is_refused_and_no_fault(house: House, client: Client) -> None:
    client.force_login(house.writer)
    house.publish(an_index("article"))
    answer = client.post(reverse("checks_now", args=["article"]), {"title": "題名"})
    assert answer.status_code == 400
