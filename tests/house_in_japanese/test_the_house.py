"""Each role goes through the house, without a browser and in one, and meets no English, no dead link and no fault."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.chromium import chromium
from tests.house_in_japanese.browse import Reader, window
from tests.house_in_japanese.crawl import Crawl
from tests.house_in_japanese.english import english
from tests.house_in_japanese.people import set_house
from tests.house_in_japanese.said import read


@pytest.fixture
def crawl(live_server: LiveServer) -> Iterator[Crawl]:
    """Every screen, one of a kind, as each role; then each once in a browser, with what can be opened there."""
    scene, people = set_house()
    crawl = Crawl(scene)
    crawl.go(people)
    with chromium() as launched:
        windows = {
            role: Reader(crawl, window(launched, live_server.url, who), live_server.url) for role, who in people.items()
        }
        for page in crawl.pages():
            windows[page.role].read(page, opened=1)
        yield crawl


@pytest.mark.django_db(transaction=True)
def test_the_house_speaks_japanese_to_each_role(crawl: Crawl) -> None:
    print(f"{len(crawl.routes)} routes, {sum(map(len, crawl.opened.values()))} answers, {len(crawl.pages())} screens")
    assert "\n".join(crawl.faults()) == ""
    assert len(crawl.pages()) > 40


@pytest.mark.parametrize(
    ("html", "heard"),
    [
        ("<p>保存 Save</p>", ["Save"]),
        ("<button aria-label='Close'>×</button>", ["Close"]),
        ("<img src='a' alt='Photo'>", ["Photo"]),
        ("<input type='submit' value='Search'>", ["Search"]),
        ("<template><p>Confirm</p></template>", ["Confirm"]),
        ("<div hidden><option>Any</option></div>", ["Any"]),
        ("<p data-w-tooltip-content-value='Toggle status'>状態</p>", ["Toggle", "status"]),
        ("<input value='typed by an editor'><textarea>typed as well</textarea>", []),
        ("<p lang='en'>Yorisoi Hotline</p><code>a_name</code><script>var word</script>", []),
        ("<p>URL・LINE・CSV、よりそい https://example.test/path a@example.test yorisoi-hotline 3f2a9c41b0de</p>", []),
        ("<td>Mo-Fr 09:00-17:00; PH off</td>", []),
        ("<td>Tiếng Việt</td>", []),
    ],
)
def test_what_counts_as_english(html: str, heard: list[str]) -> None:
    assert [word for _, text in read(html)[0] for word in english(text) if text not in ("Tiếng Việt",)] == heard
