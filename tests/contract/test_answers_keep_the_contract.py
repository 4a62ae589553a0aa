"""Every answer is what its model says, whole and with every field: what is described is what is served."""

import pytest
from pydantic import BaseModel

from api.channels import CHANNELS
from api.channels.channel import Channel, Shape
from api.delivery.management.commands.mock import fill
from api.delivery.models import Standing
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
CASES = [(channel, shape) for channel in CHANNELS.values() for shape in channel.shapes]


@pytest.fixture(autouse=True)
def _published(db: None) -> None:
    """The mock's documents, which the real builders made: every type in every channel."""
    fill()


def keeps(model: type[BaseModel], answer: object) -> bool:
    """Whether an answer is valid and says every field, the empty ones too."""
    read = model.model_validate(answer)
    return read.model_dump(mode="json", exclude_unset=True) == read.model_dump(mode="json")


@pytest.mark.parametrize(("channel", "shape"), CASES, ids=[f"{c.key}-{s.document_type}" for c, s in CASES])
def test_details_and_lists_are_what_their_models_say(channel: Channel, shape: Shape) -> None:
    standing = Standing.objects.filter(channel=channel.key, type=shape.document_type, language=channel.languages[0])
    slugs = list(standing.values_list("slug", flat=True))
    assert slugs
    for slug in slugs:
        detail = ask(f"/api/v1/{channel.key}/{shape.segment}/{slug}")
        assert detail.status == 200
        assert keeps(shape.answer, detail.json)
    if shape.item is not None:
        items = ask(f"/api/v1/{channel.key}/{shape.segment}").json["items"]
        assert items
        assert all(keeps(shape.item, item) for item in items)


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_the_emergency_block_is_what_its_model_says(channel: Channel) -> None:
    assert keeps(channel.emergency_block, ask(f"/api/v1/{channel.key}/emergency").json)
