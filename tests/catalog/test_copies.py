"""A copy is a new thing."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import ContactPoint, Service, Topic
from tests.catalog.editing import added, fill, posted_by, url


@pytest.fixture
def original(db: None) -> Service:
    topic = Topic(name_ja="仕事")
    topic.save()
    service = Service(name_ja="相談", name_en="Help", public_slug="help", translations={"name": {}})
    service.topics.set([topic])
    service.contact_points.add(
        ContactPoint(channel="phone", value="110", label_ja="警察"), ContactPoint(channel="phone", value="119")
    )
    service.save()
    service.save_revision()
    return service


def ids(service: Any) -> set[Any]:
    return {service.content_id, *(contact.content_id for contact in service.contact_points.all())}


def test_a_copy_takes_the_words_and_gets_ids_of_its_own(editor: Client, original: Service) -> None:
    form = posted_by(editor.get(url(Service, "copy", original.pk)).content.decode())

    copy = added(editor, Service, fill(form, name_ja="相談(写し)"))

    assert copy.pk != original.pk
    assert copy.public_slug is None
    assert [contact.value for contact in copy.contact_points.all()] == ["110", "119"]
    assert [topic.name_ja for topic in copy.topics.all()] == ["仕事"]
    assert not ids(copy) & ids(original)
    untouched = Service.objects.get(pk=original.pk)
    assert ids(untouched) == ids(original)
    assert untouched.name_ja == "相談"


def test_a_form_posted_to_the_copy_address_never_changes_the_original(editor: Client, original: Service) -> None:
    address = url(Service, "copy", original.pk)
    form = fill(posted_by(editor.get(address).content.decode()), name_ja="べつのもの")

    editor.post(address, form.urlencode(), content_type="application/x-www-form-urlencoded")

    untouched = Service.objects.get(pk=original.pk)
    assert untouched.name_ja == "相談"
    assert untouched.get_latest_revision_as_object().name_ja == "相談"
    assert ids(untouched) == ids(original)
    assert Service.objects.count() == 2
