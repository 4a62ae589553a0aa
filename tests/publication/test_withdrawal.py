"""Taking out: two people, a reason in every tombstone, and never the last crisis contact."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.delivery import verified
from api.delivery.models import Change, Standing, Version
from catalog.models import Audience, Concept, Organization, Service, Topic
from catalog.publishable import Entry
from cms.publication import withdraw
from cms.publication.drift import drift
from cms.publication.models import Withdrawal
from cms.publication.unit import PublicationRefused
from pages.models import Article, Faq, Index, Message, SiteNotice
from tests.editors import House, a_faq, a_kids_text, a_service, an_emergency_set

pytestmark = pytest.mark.django_db(transaction=True)


def propose(house: House, entry: Entry, **what: object) -> Withdrawal:
    asked = {
        "channels": ["website", "kids", "partners"],
        "reason": "wrong",
        "person": house.writer,
        "at": timezone.now(),
        **what,
    }
    return withdraw.propose(entry, **asked)  # type: ignore[arg-type]


def test_two_people_take_a_service_out_of_every_channel(house: House) -> None:
    service = house.publish(a_service())
    house.publish(a_kids_text(service))
    proposal = propose(house, service, urgent=True)
    assert Standing.objects.filter(content_id=service.content_id).count() == 8
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    assert not Standing.objects.filter(content_id=service.content_id).exists()
    gone = Change.objects.filter(content_id=service.content_id, op="tombstone")
    assert {(change.channel, change.reason, change.urgent) for change in gone} == {
        ("website", "wrong", True),
        ("partners", "wrong", True),
        ("kids", "wrong", True),
    }
    assert list(drift()) == []


@pytest.mark.parametrize(
    "model",
    [Faq, Article, Message, Index, SiteNotice, Organization, Topic, Audience, Concept],
    ids=lambda model: model.__name__,
)
def test_two_people_take_out_whatever_it_is_first_here_then_everywhere(house: House, model: type[Entry]) -> None:
    draft = house.draft_of(model, channels=[one for one in ("website", "partners") if one in model.possible_channels])
    entry = house.publish(draft)
    channels = set(Standing.objects.filter(content_id=entry.content_id).values_list("channel", flat=True))
    if len(entry.channels) > 1:
        withdraw.confirm(
            propose(house, entry, channels=["website"], reason="withdrawn").pk, person=house.approver, at=timezone.now()
        )
        entry = model.objects.get(pk=entry.pk)
        assert entry.live
        left = Standing.objects.filter(content_id=entry.content_id).values_list("channel", flat=True)
        assert set(left) == channels - {"website"}
        assert entry.get_latest_revision_as_object().channels == ["partners"]
        assert list(drift()) == []
    other = house.publish(a_faq("the-other-one"))
    proposal = propose(house, entry, channels=entry.channels, reason="merged", replacement=other.content_id)
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    assert not model.objects.get(pk=entry.pk).live
    assert not Standing.objects.filter(content_id=entry.content_id).exists()
    gone = Change.objects.filter(content_id=entry.content_id, op="tombstone")
    assert {change.channel for change in gone} == channels
    last = set(gone.filter(channel__in=entry.channels).values_list("reason", "replacement"))
    assert last <= {("merged", other.content_id)}
    assert list(drift()) == []


def test_nobody_confirms_their_own_proposal(house: House) -> None:
    service = house.publish(a_service())
    proposal = propose(house, service, person=house.approver)
    with pytest.raises(PublicationRefused, match="自分では"):
        withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    withdraw.confirm(proposal.pk, person=house.second_approver, at=timezone.now())
    assert not Service.objects.get(pk=service.pk).live


def test_one_channel_can_be_left_alone(house: House) -> None:
    service = house.publish(a_service())
    proposal = propose(house, service, channels=["partners"], reason="withdrawn")
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    assert set(Standing.objects.filter(content_id=service.content_id).values_list("channel", flat=True)) == {"website"}
    assert Service.objects.get(pk=service.pk).live
    assert list(drift()) == []


def test_what_was_withdrawn_does_not_return_by_its_old_approval(house: House) -> None:
    service = house.publish(a_service())
    revision = service.live_revision
    withdraw.confirm(propose(house, service).pk, person=house.approver, at=timezone.now())
    with pytest.raises(PublicationRefused, match="公開できません"):
        revision.publish(user=house.approver, skip_permission_checks=True)
    assert not Service.objects.get(pk=service.pk).live


def test_a_member_of_an_emergency_set_stays_until_it_is_replaced(house: House) -> None:
    first, second = house.publish(a_service("first-desk")), house.publish(a_service("second-desk"))
    crisis = house.publish(an_emergency_set("website", first))
    with pytest.raises(PublicationRefused, match="緊急の連絡先"):
        propose(house, first)
    crisis.members = an_emergency_set("website", second).members.all()
    house.publish(crisis)
    withdraw.confirm(propose(house, first).pk, person=house.approver, at=timezone.now())
    assert not Standing.objects.filter(content_id=first.content_id).exists()


def test_an_overtaken_proposal_is_refused(house: House) -> None:
    service = house.publish(a_service())
    proposal = propose(house, service)
    service.summary_ja = "直した概要です。"
    house.publish(service)
    with pytest.raises(PublicationRefused, match="変わりました"):
        withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())


def test_wagtails_unpublish_and_delete_lead_to_the_form(house: House) -> None:
    service = house.publish(a_service())
    house.administrator.is_superuser = True
    house.administrator.save()
    client = Client()
    client.force_login(house.administrator)
    for name in ("unpublish", "delete"):
        url = reverse(service.snippet_viewset.get_url_name(name), args=[service.pk])
        response = client.post(url)
        assert response.status_code == 302
        assert response.headers["Location"] == reverse("propose_withdrawal", args=[service.content_id])
    assert Service.objects.get(pk=service.pk).live
    form = client.get(reverse("propose_withdrawal", args=[service.content_id]))
    assert "かわりのもの" in form.content.decode()


def test_the_screens_carry_a_withdrawal_through(house: House) -> None:
    service = house.publish(a_service())
    writer, approver = Client(), Client()
    writer.force_login(house.writer)
    approver.force_login(house.approver)
    url = reverse("propose_withdrawal", args=[service.content_id])
    assert writer.post(url, {"channels": [], "reason": "wrong"}).status_code == 400
    assert writer.post(url, {"channels": ["website", "kids", "partners"], "reason": "wrong"}).status_code == 302
    proposal = Withdrawal.objects.get()
    own = writer.post(reverse("withdrawals"), {"withdrawal": proposal.pk, "answer": "confirm"})
    assert own.status_code == 302  # Wagtail's answer to a right that is missing
    assert Withdrawal.objects.get().confirmed_at is None
    assert Service.objects.get(pk=service.pk).live
    assert "よりそい" in approver.get(reverse("withdrawals")).content.decode()
    assert approver.post(reverse("withdrawals"), {"withdrawal": proposal.pk, "answer": "confirm"}).status_code == 302
    assert not Service.objects.get(pk=service.pk).live


def test_an_unpublished_draft_can_be_deleted_by_its_writer(house: House) -> None:
    service = house.save_draft(a_service())
    client = Client()
    client.force_login(house.writer)
    assert client.post(reverse(service.snippet_viewset.get_url_name("delete"), args=[service.pk])).status_code == 302
    assert not Service.objects.filter(pk=service.pk).exists()
    assert Change.objects.count() == 0


def test_an_edit_cannot_take_a_crisis_contact_away_either(house: House) -> None:
    service = house.publish(a_service())
    house.publish(an_emergency_set("website", service))
    service.channels = ["partners"]
    with pytest.raises(PublicationRefused, match="緊急の連絡先"):
        house.publish(service)
    service.channels = ["website", "partners"]
    service.expire_at = timezone.now() + timedelta(days=3)
    service.current_workflow_state.cancel()
    with pytest.raises(PublicationRefused, match="期限"):
        house.publish(service)
    assert Standing.objects.filter(content_id=service.content_id, channel="website").count() == 6


def test_the_last_crisis_route_of_a_channel_stays(house: House) -> None:
    crisis = house.publish(an_emergency_set("website", house.publish(a_service())))
    proposal = propose(house, crisis, channels=["website"], reason="withdrawn")  # type: ignore[arg-type]
    with pytest.raises(PublicationRefused, match="取り下げられません"):
        withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    assert Standing.objects.filter(type="emergency").count() == 6


def test_every_list_leads_to_the_form(house: House) -> None:
    service = house.publish(a_service())
    house.save_draft(a_service("a-draft-only"))
    approver = Client()
    approver.force_login(house.approver)
    listing = approver.get(reverse(service.snippet_viewset.get_url_name("list"))).content.decode()
    assert listing.count("取り下げを申し出る") == 1
    assert reverse("propose_withdrawal", args=[service.content_id]) in listing


def test_two_people_erase_what_was_published(house: House) -> None:
    service = house.publish(a_service(description_ja="公開してはならない個人名"))
    house.publish(a_kids_text(service))
    proposal = propose(house, service, reason="harm", erase=True)
    assert Version.objects.filter(content_id=service.content_id, body=b"").count() == 0

    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())

    versions = Version.objects.filter(content_id=service.content_id)
    assert versions.count() == 8
    assert all(bytes(version.body) == bytes(version.summary) == b"" for version in versions)
    told = Change.objects.filter(content_id=service.content_id).values_list("op", flat=True)
    assert list(told).count("redact") == list(told).count("tombstone") == 8
    assert verified.verify_chain() == Change.objects.count()
    assert list(drift()) == []
    assert Client().get(f"/api/v1/website/services/{service.content_id}").status_code == 410


def test_erasing_from_one_channel_keeps_every_version_of_the_others(house: House) -> None:
    service = house.publish(a_service())
    service.summary_ja = "二つ目の版です。"
    service = house.publish(service)
    proposal = propose(house, service, channels=["partners"], reason="wrong", erase=True)
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    erased = Version.objects.filter(content_id=service.content_id, body=b"").values_list("channel", flat=True)
    assert list(erased) == ["partners", "partners"]
    assert Client().get(f"/api/v1/website/services/{service.content_id}").status_code == 200


def test_erasing_words_for_kids_keeps_what_their_source_said(house: House) -> None:
    service = house.publish(a_service())
    text = house.publish(a_kids_text(service))
    service.summary_ja = "二つ目の版です。"
    house.publish(service)
    proposal = propose(house, text, channels=["kids"], reason="harm", erase=True)
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    erased = Version.objects.filter(content_id=service.content_id, body=b"").values_list("channel", flat=True)
    assert set(erased) == {"kids"}


def test_what_is_only_over_is_not_erased(house: House) -> None:
    service = house.publish(a_service())
    with pytest.raises(PublicationRefused, match="記録から消せるのは"):
        propose(house, service, reason="withdrawn", erase=True)


def test_the_form_offers_what_is_of_the_same_kind(house: House) -> None:
    gone, other = house.publish(a_faq("first")), house.publish(a_faq("second", question_ja="ほかの質問"))
    house.publish(a_service("a-desk-beside"))
    writer = Client()
    writer.force_login(house.writer)
    form = writer.get(reverse("propose_withdrawal", args=[gone.content_id]))
    assert [row.content_id for row in form.context["form"].fields["replacement"].queryset] == [other.content_id]
