"""What will not be served for ever, told ahead: RFC 9745 (`Deprecation`), RFC 8594 (`Sunset`) and links to more.

Whatever is deprecated goes on answering for twelve months at least. Everything that is deprecated is listed here and at
DEPRECATIONS; two entries are there for good, so that those who build sites can try what their clients make of it.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.http import http_date

from api.problems.catalogue import Bilingual

DEPRECATIONS = "/api/v1/deprecations"
EXAMPLE = "/api/v1/deprecation-example"
NOTICE = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Deprecation:
    """One address, or one parameter of it, that is to go. Raises ValueError for less than NOTICE."""

    path: str
    parameter: str | None = None
    since: datetime
    sunset: datetime
    successor: str | None = None  # the path of what to use instead
    note: Bilingual

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            raise ValueError(f"{self.path} would go with less than twelve months' notice.")

    def headers(self) -> dict[str, str]:
        """Return what an answer says of it, links apart."""
        return {
            "Deprecation": f"@{int(self.since.timestamp())}",
            "Sunset": http_date(self.sunset.timestamp()),
        }

    def links(self) -> dict[str, str]:
        """Return the addresses that tell more, by relation."""
        told = settings.PUBLIC_BASE_URL + DEPRECATIONS
        links = {"deprecation": told, "sunset": told}
        if self.successor is not None:
            links["successor-version"] = settings.PUBLIC_BASE_URL + self.successor
        return links


DEPRECATED = (
    Deprecation(
        path=EXAMPLE,
        since=datetime(2026, 11, 25, tzinfo=UTC),
        sunset=datetime(2036, 11, 25, tzinfo=UTC),
        successor=DEPRECATIONS,
        note=Bilingual(
            "廃止予定のアドレスの見本です。試すために置いてあり、十年は残ります。",
            "An example of an address that is to go. It is there to be tried, and stays for ten years.",
        ),
    ),
    Deprecation(
        path=DEPRECATIONS,
        parameter="example",
        since=datetime(2026, 11, 25, tzinfo=UTC),
        sunset=datetime(2036, 11, 25, tzinfo=UTC),
        note=Bilingual(
            "廃止予定のパラメーターの見本です。指定すると、その答えに廃止予定のヘッダーが付きます。",
            "An example of a parameter that is to go: an answer to a question with it carries the headers.",
        ),
    ),
)


def of(path: str, parameter: str | None = None) -> Deprecation | None:
    """Return the entry of an address (as OpenAPI writes it) or of one of its parameters."""
    return next((entry for entry in DEPRECATED if (entry.path, entry.parameter) == (path, parameter)), None)


def first_to_go(path: str, asked: Container[str]) -> Deprecation | None:
    """Return what an answer tells of: among the address and the parameters that were asked, what goes first."""
    entries = [
        entry for entry in DEPRECATED if entry.path == path and (entry.parameter is None or entry.parameter in asked)
    ]
    return min(entries, key=lambda entry: entry.sunset, default=None)
