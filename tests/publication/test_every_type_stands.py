"""Whatever is complete and approved stands in every channel that knows its type, and is listed there."""

import pytest

from api.channels import CHANNELS
from api.channels.channel import READ_BY_SEARCH_ONLY
from catalog.publishable import Entry
from cms.publication import builders
from cms.publication.drift import drift
from cms.publication.sources import SOURCE_MODELS
from tests.delivery.reader import ask
from tests.editors import House, a_kids_text, in_every_language

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES = {name: model for name, model in SOURCE_MODELS.items() if issubclass(model, Entry)}
SHOWN = [name for name in ENTRIES if name not in READ_BY_SEARCH_ONLY]


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_answered_and_listed_in_each_of_its_channels(house: House, name: str) -> None:
    draft = in_every_language(house.draft_of(ENTRIES[name]))
    if name != "emergency":  # a set is for one channel
        draft.channels = [key for key in CHANNELS if key in draft.possible_channels]
    entry = house.publish(draft)
    if name in builders.KIDS:
        house.publish(a_kids_text(entry))
    places = [
        (key, shape)
        for key, channel in CHANNELS.items()
        for shape in channel.shapes
        if shape.document_type == name and (name != "emergency" or key == entry.channel)
    ]
    assert places
    for channel, shape in places:
        path = f"/api/v1/{channel}/{shape.segment}"
        got = ask(f"{path}/{entry.content_id}")
        assert got.status == 200, (path, got.json)
        assert (got.json["type"], got.json["id"]) == (name, str(entry.content_id))
        shape.answer.model_validate(got.json)
        if shape.item is not None:
            assert str(entry.content_id) in {item["id"] for item in ask(path).json["items"]}
    assert list(drift()) == []
