"""What blocks refuses submission and publication at every door, in words; what is live already may leave."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from api.delivery.models import Change, Standing
from catalog.models import Service
from cms.checks.models import WordRule
from cms.publication import withdraw
from cms.publication.unit import PublicationRefused
from cms.translation import policy
from tests.catalog.editing import edit_form, fill
from tests.editors import House, a_service

pytestmark = pytest.mark.django_db
SECRET = "番号は 1234 5678 9018 です。"


def test_submission_is_refused_and_says_where_and_what_to_do(house: House, client: Client) -> None:
    service: Any = house.save_draft(a_service())
    client.force_login(house.writer)
    form = fill(edit_form(client, service), summary_ja=SECRET, **{"action-submit": "1"})
    address = f"/admin/snippets/catalog/service/edit/{service.pk}/"
    client.post(address, form.urlencode(), content_type="application/x-www-form-urlencoded")
    page = client.get(address).content.decode()
    assert "「概要(日本語)」:マイナンバーかもしれない12桁の数字があります。消してください。" in page
    service.refresh_from_db()
    assert service.current_workflow_state is None
    assert service.get_latest_revision_as_object().summary_ja == SECRET  # nothing typed is lost


def test_what_turns_wrong_on_the_way_is_refused_at_the_last_door(house: House) -> None:
    service: Any = house.submit(house.save_draft(a_service(summary_ja="あした開く窓口です。")))
    house.say_yes(service, by=house.reviewer)
    WordRule.objects.create(kind="hurtful", word="あした開く", blocks=True, reason="試しのことばです。")
    with pytest.raises(PublicationRefused, match="あした開く"):
        house.say_yes(service, by=house.approver)
    assert not Change.objects.exists()
    WordRule.objects.filter(word="あした開く").update(active=False)
    house.say_yes(service, by=house.approver)
    assert Service.objects.get(pk=service.pk).live


def test_what_only_warns_goes_live(house: House) -> None:
    WordRule.objects.create(kind="hurtful", word="あした開く")
    assert house.publish(a_service(summary_ja="あした開く窓口です。")).live


def test_a_live_entry_leaves_a_channel_although_a_word_blocks_it_now(house: House) -> None:
    service: Any = house.publish(a_service(summary_ja="あした開く窓口です。"))
    WordRule.objects.create(kind="hurtful", word="あした開く", blocks=True)
    proposal = withdraw.propose(service, channels=["partners"], reason="wrong", person=house.writer, at=timezone.now())
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    standing = Standing.objects.filter(content_id=service.content_id)
    assert set(standing.values_list("channel", flat=True)) == {"website"}


def test_a_missing_translation_blocks_where_the_policy_says_so(house: House) -> None:
    draft: Any = house.save_draft(a_service())
    policy.decide({(Service, "how_to_use"): "block"}, person=house.administrator, at=timezone.now())
    draft.how_to_use_ja = "電話でご利用ください。"
    with pytest.raises(PublicationRefused, match="利用のしかた」の訳がありません"):
        house.submit(house.save_draft(draft))
    policy.decide({(Service, "how_to_use"): "mark"}, person=house.administrator, at=timezone.now())
    house.submit(draft)


def test_a_stale_translation_blocks_at_the_last_door_too(house: House) -> None:
    draft: Any = house.save_draft(a_service(summary_en="We listen."))
    draft.summary_ja = "日本語だけが変わりました。"
    waiting: Any = house.submit(house.save_draft(draft))
    house.say_yes(waiting, by=house.reviewer)
    policy.decide({(Service, "summary"): "block"}, person=house.administrator, at=timezone.now())
    with pytest.raises(PublicationRefused, match="「概要」の訳"):
        house.say_yes(waiting, by=house.approver)
    assert not Change.objects.exists()
    policy.decide({(Service, "summary"): "warn"}, person=house.administrator, at=timezone.now())
    house.say_yes(waiting, by=house.approver)
    assert Service.objects.get(pk=waiting.pk).live
