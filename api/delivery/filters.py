"""The filters that lists offer: their parameters, and the facet values that each asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from api.delivery.gate import wrong_parameters
from api.delivery.parameters import SPOKEN_LANGUAGES, Choice, Choices, Moment, Parameter, Terms, Unreadable, unknown
from api.delivery.vocabulary import Vocabulary
from api.documents.article import ArticleKind
from api.documents.contact_point import ContactChannel
from api.documents.service import ServiceKind
from api.hours.evaluation import YEARS, OutOfSight
from api.problems.catalogue import Bilingual

NAME = r"[a-z0-9-]{3,60}"
TERMS = ("topic", "audience", "area")
OPEN = ("open_now", "open_at")

FILTERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Terms(name="topic", description="Topics, by slug or id; any of them.", pattern=NAME),
        Terms(
            name="audience",
            description="Audiences, by slug or id; any of them. What is for anyone always matches.",
            pattern=NAME,
        ),
        Terms(
            name="area",
            description="Areas, by 全国地方公共団体コード (6 digits, 5 without check digit, 2 for a prefecture). "
            "Matches the area itself, what it lies in, and desks for the whole country; "
            "a closed area leads to its successors.",
            pattern=r"(?:[0-9]{2}|[0-9]{5,6})",
        ),
        Terms(
            name="service",
            description="Services, by slug or id: what leads to any of them or speaks of it.",
            pattern=NAME,
        ),
        Choices(name="kind", description="Kinds of service; any of them.", choices=get_args(ServiceKind)),
        Choices(name="contact", description="Ways of contact; any of them.", choices=get_args(ContactChannel)),
        Choices(name="language", description="Languages spoken there; any of them.", choices=SPOKEN_LANGUAGES),
        Choice(name="free", description="Only with a contact that is known to cost nothing.", choices=("true",)),
        Choice(name="crisis", description="Only for people in crisis.", choices=("true",)),
        Choice(name="anonymous", description="Only where one need not give a name.", choices=("true",)),
        Choice(name="open_now", description="Only with a contact that is known to be open now.", choices=("true",)),
        Moment(
            name="open_at",
            description="Only with a contact that is known to be open at this moment: RFC 3339, or without an offset "
            "a time in Japan. Not together with `open_now`.",
        ),
    )
} | {
    "article_kind": Choices(name="kind", description="Kinds of article; any of them.", choices=get_args(ArticleKind)),
}


def facets(
    asked: Mapping[str, Any],
    vocabulary: Callable[[], Vocabulary],
    services: Callable[[Sequence[str]], Mapping[str, str]],
    open_at: Callable[[str | None], tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """Return the facet values of each filter that was asked for. Raises Refused with the names of unknown terms.

    ``services`` gives the ids of the services that stand by these slugs or ids: too many to remember them all.
    ``open_at`` gives the keys of the hours that are open at a moment, or now.
    """
    found: dict[str, tuple[str, ...]] = {}
    wrong: dict[str, Bilingual] = {}
    for name in FILTERS.keys() & asked.keys():
        value = asked[name]
        try:
            if name in TERMS:
                found[name] = vocabulary().facet_values(name, value)
            elif name == "service":
                found[name] = _known(services(value), value)
            elif name in OPEN:
                found["hours"] = _open(name, asked, open_at)
            else:
                found[name] = (value,) if isinstance(value, str) else tuple(value)
        except Unreadable as error:
            wrong[name] = error.reason
    if wrong:
        raise wrong_parameters(wrong)
    return found


def _open(name: str, asked: Mapping[str, Any], open_at: Callable[[str | None], tuple[str, ...]]) -> tuple[str, ...]:
    if OPEN[0] in asked and OPEN[1] in asked:
        raise Unreadable(ONE_MOMENT)
    try:
        return open_at(asked[name] if name == "open_at" else None)
    except OutOfSight as error:
        raise Unreadable(OUT_OF_SIGHT) from error


ONE_MOMENT = Bilingual("open_now と open_at は、どちらか一方だけ使えます。", "Use either open_now or open_at.")
OUT_OF_SIGHT = Bilingual(
    f"{YEARS[0]}年から{YEARS[-1]}年までの日時を指定してください。", f"Give a moment from {YEARS[0]} to {YEARS[-1]}."
)


def _known(ids: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in ids:
            raise Unreadable(unknown(name))
    return tuple(ids[name] for name in names)
