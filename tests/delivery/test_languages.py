"""Which language an answer is in, and that it says so."""

import pytest

from tests.delivery.documents import publish, service
from tests.delivery.reader import ask

pytestmark = pytest.mark.django_db
SERVICE = "/api/v1/website/services/yorisoi"


@pytest.fixture(autouse=True)
def _published() -> None:
    languages = ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")
    publish(*(service(language=language, name=language) for language in languages))


@pytest.mark.parametrize(
    ("query", "accept_language", "served", "header"),
    [
        ("", "", "ja", "ja"),
        ("?lang=en", "", "en", "en"),
        ("?lang=ja-easy", "en", "ja-easy", "ja-x-easy"),
        ("", "en-US,en;q=0.9,ja;q=0.8", "en", "en"),
        ("", "ja-x-easy", "ja-easy", "ja-x-easy"),
        ("", "zh-CN", "zh-hans", "zh-Hans"),
        ("", "zh-TW, vi;q=0.5", "vi", "vi"),
        ("", "fr, ko;q=0.1", "ko", "ko"),
        ("", "en;q=0, *", "ja", "ja"),
        ("", "fr", "ja", "ja"),
        ("", ";;;q=x,,=", "ja", "ja"),
        ("?lang=vi", "en", "vi", "vi"),
    ],
)
def test_the_answer_is_in_the_language_asked_for_and_says_so(
    query: str, accept_language: str, served: str, header: str
) -> None:
    answer = ask(SERVICE + query, accept_language=accept_language)
    assert answer.json["language"] == answer.json["name"] == served
    assert answer.headers["Content-Language"] == header
    assert answer.headers["Vary"] == "Accept-Language, Accept-Encoding"


def test_the_kids_channel_speaks_japanese_whatever_is_preferred() -> None:
    publish(service(channel="kids"))
    address = "/api/v1/kids/services/yorisoi"
    answer = ask(address, accept_language="en")
    assert (answer.status, answer.headers["Content-Language"]) == (200, "ja")
    assert "Accept-Language" not in answer.headers["Vary"]
    assert ask(f"{address}?lang=ja").status == 200
    assert ask(f"{address}?lang=en").json["errors"][0]["parameter"] == "lang"


def test_partners_get_all_languages_at_once_and_choose_none() -> None:
    publish(service(channel="partners"))
    address = "/api/v1/partners/services/yorisoi"
    answer = ask(address, accept_language="en")
    assert answer.json["name"] == {"ja": "よりそい相談", "en": "yorisoi (en)"}
    assert (answer.json["language"], answer.headers["Content-Language"]) == ("mul", "mul")
    assert ask(f"{address}?lang=ja").json["errors"][0]["parameter"] == "lang"
