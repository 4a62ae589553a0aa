"""Search and suggestions of every channel. Nothing of what is asked is kept, logged or measured."""

import hashlib
import logging
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from types import TracebackType
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError
from pydantic import BaseModel
from rest_framework.request import Request

from api import pagination
from api.channels import CHANNELS
from api.channels.channel import Channel, Shape
from api.delivery import emergency, queries, reading
from api.delivery.channel_view import ChannelView
from api.delivery.filters import FILTERS, facets
from api.delivery.gate import by_name, read, wrong_parameters
from api.delivery.media import addressed
from api.delivery.openings import Told, with_openings
from api.delivery.operation import Operation
from api.delivery.parameters import Choices, Number, Opaque, Parameter
from api.delivery.queries import LogHead, Place
from api.delivery.said import Asking, Said
from api.delivery.shown import Shown, shown
from api.delivery.views import ALTERED_CURSOR, LARGEST_PAGE
from api.delivery.vocabulary import vocabulary
from api.problems import Refused
from api.problems.catalogue import Bilingual
from api.search.answer import answer_model, suggestions_model
from api.search.asked import Typed, in_body
from api.search.highlights import NO_TEXTS, highlight
from api.search.knowledge import Knowledge, Topic, knowledge
from api.search.lookup import Narrowed
from api.search.question import Question, understand
from api.search.ranking import Ranked, rank
from api.search.remembered import Remembered, remembered
from api.search.suggestions import suggestions
from api.search.terms import TYPES

logger = logging.getLogger(__name__)

MISSING = Bilingual("q がありません。", "q is missing.")
MOST_TOPICS = 5
FOUND_AT_ONCE = 10
SUGGESTIONS = 8


class Unheard:
    """Inside it, a fault is told by its kind and place alone: its own words may repeat what a reader typed."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or not isinstance(error, Exception) or isinstance(error, Refused):
            return
        place = traceback.extract_tb(trace)[-1]
        logger.error("A search failed: %s, %s:%s", kind.__name__, place.filename, place.lineno)
        raise Refused(
            "unavailable" if issubclass(kind, OperationalError | InterfaceError) else "internal-error"
        ) from None


# Emergency blocks as they are said for now, by what they are made of: every answer carries one.
_ready: dict[bytes, Told] = {}
MOST_READY = 64


def searched(channel: Channel) -> list[Shape]:
    """Return the types that can be found in a channel."""
    return [shape for shape in channel.shapes if shape.document_type in TYPES]


@cache
def roles(channel: str) -> Mapping[str, Sequence[str]]:
    """Return whom documents that can be found in a channel point to, by type."""
    return {shape.document_type: shape.roles for shape in searched(CHANNELS[channel])}


@cache
def filters(channel: str) -> Mapping[str, Parameter]:
    """Return the filters of all types that can be found in a channel; `kind` is that of services or of articles."""
    found: dict[str, Parameter] = {}
    for shape in searched(CHANNELS[channel]):
        for name in shape.filters:
            parameter = FILTERS[name]
            known = found.setdefault(parameter.name, parameter)
            if known is not parameter and isinstance(known, Choices) and isinstance(parameter, Choices):
                found[parameter.name] = Choices(
                    name=parameter.name,
                    description="Kinds of service or of article; any of them.",
                    choices=(*known.choices, *parameter.choices),
                )
    return found


class AskingView(ChannelView):
    """A view that is asked something in a reader's own words, by GET or, so that no address holds it, by POST."""

    http_method_names = ["get", "head", "post", "options"]

    def hear(self, request: Request | Asking, at: Mapping[str, str]) -> None:
        if isinstance(request, Asking) or request.method != "POST":  # a body comes by DRF alone
            super().hear(request, at)
        else:
            self.asked = in_body(request, self.declared()) | read(
                request.META.get("QUERY_STRING", ""), by_name(self.language_parameters())
            )
        # What a browser asks before it asks has no question in it.
        if "q" not in self.asked and request.method != "OPTIONS":
            raise wrong_parameters({"q": MISSING})

    def get(self, request: Request | Asking) -> Said:
        reading.untold()  # never kept, so nobody asks what it depends on
        with Unheard():
            return self.found()

    post = get

    def found(self) -> Said:
        """Return the answer."""
        raise NotImplementedError

    def asked_for(self, verb: str, summary: str, model: type[BaseModel]) -> Operation:
        """Return what OpenAPI says of a question in words."""
        return Operation(
            id=f"{verb}{self.channel.key.capitalize()}",
            summary=summary,
            tag=self.channel.key,
            model=model,
            licensed=True,
            speaks=True,
            keepable=False,
            asked_by_post=True,
        )

    def crisis(self, question: Question) -> dict[str, Any]:
        """Return what of an answer says whether something cannot wait."""
        return {
            "emergency_first": bool(question.crisis),
            "crisis": {"found": bool(question.crisis), "kinds": question.crisis},
        }

    def emergency(self, place: Place, head: LogHead | None) -> orjson.Fragment:
        """Return the channel's emergency contacts as they are at this moment."""
        block = emergency.block(self.channel, place.language, head)
        told = _ready.get(block)
        if told is None or not told.holds(self.now):
            if len(_ready) >= MOST_READY:
                _ready.clear()
            whole, until = with_openings(addressed(block), self.now)
            told = _ready[block] = Told(self.now, until, whole)
        self.holds(told.until)
        return orjson.Fragment(told.field)

    def searched(self) -> list[Shape]:
        """Return the types that can be found here."""
        return searched(self.channel)


class SearchView(AskingView):
    """Services, questions and articles that answer a text, the best first.

    Every answer carries the channel's emergency contacts; where the text speaks of a crisis, `emergency_first` says to
    show them above the results. Nothing of the text is kept or logged. There is no empty answer: where nothing fits,
    `matched` is false, and the items are the desks that help most widely.
    """

    def parameters(self) -> Sequence[Parameter]:
        types = tuple(shape.document_type for shape in self.searched())
        return (
            Typed(name="q", description="What the reader typed. Use POST, so that no address holds it."),
            Choices(
                name="type", description="What to look for; any of them. All, where it is left out.", choices=types
            ),
            *self.language_parameters(),
            *filters(self.channel.key).values(),
            Number(name="limit", description="Items per page.", minimum=1, maximum=LARGEST_PAGE, default=FOUND_AT_ONCE),
            Opaque(name="cursor", description="Where to go on, as `cursor` of the page before gave it."),
        )

    def operation(self) -> Operation:
        return self.asked_for("search", f"Search of the {self.channel.key} channel", answer_model(self.channel))

    def found(self) -> Said:
        place, head = self.place(), self.log_head()
        known = knowledge(place, head)
        question = understand(self.asked["q"], place, known)
        start, limit = self.start(place), self.asked.get("limit", FOUND_AT_ONCE)
        said = remembered(head)
        ranked = rank(question, place, self.narrowed(place, head), said, start + limit + 1)
        numbers = ranked.numbers[start : start + limit]
        known_ids = said.items(numbers)
        ids = {number: known_ids[number] for number in numbers if number in known_ids}
        items = self.listed(ids, place, head, said)
        cursor = self.cursor(place, start + limit) if len(ranked.numbers) > start + limit else None
        following = self.following(place, cursor)
        body = orjson.dumps(
            self.crisis(question)
            | {
                "emergency": self.emergency(place, head),
                "matched": ranked.matched,
                "topics": self.topics(question, known, ranked),
                "items": [orjson.Fragment(item.whole) for item in items.values()],
                "highlights": self.highlights({number: ids[number] for number in items}, question, place, said),
                "next": following,
                "cursor": cursor,
            },
            option=orjson.OPT_NON_STR_KEYS,
        )
        return self.respond(body, place)

    def topics(self, question: Question, known: Knowledge, ranked: Ranked) -> list[orjson.Fragment]:
        """Return the topics that the question speaks of or, where nothing was found, some to go on with."""
        terms = {term: None for concept in question.concepts for term in concept.topic_terms}
        standing = known.topics.by_term
        nearest: list[Topic] = [standing[term] for term in terms if term in standing]
        nearest += [topic for topic in question.topics if topic.term not in terms]
        if not nearest and not ranked.matched:
            nearest = list(known.topics.all)
        return [orjson.Fragment(self.ready(topic.stub)) for topic in nearest[:MOST_TOPICS]]

    def listed(self, ids: Mapping[int, UUID], place: Place, head: LogHead | None, said: Remembered) -> dict[int, Shown]:
        """Return the found documents as lists show them, by their numbers, in this order.

        What left meanwhile is left out.
        """
        found = said.documents(place, ids, self.now.timestamp())
        wanted = {content_id.int: number for number, content_id in ids.items() if number not in found}
        if wanted:
            make = self.as_ever(roles(self.channel.key), head)
            fresh = shown(place, dict.fromkeys(wanted, 0), head, self.now, make)
            found |= said.add_documents(place, {wanted[key]: document for key, document in fresh.items()})
        return {number: found[number] for number in ids if number in found}

    def highlights(
        self, items: Mapping[int, UUID], question: Question, place: Place, said: Remembered
    ) -> dict[UUID, Any]:
        """Return what to mark, by item. `items` are the ids of all by their numbers."""
        texts = said.texts(place, items)
        return {
            content_id: highlight(texts.get(number, NO_TEXTS), question.marks) for number, content_id in items.items()
        }

    def narrowed(self, place: Place, head: LogHead | None) -> Narrowed:
        """Return what the filters leave. Raises Refused for terms that nothing published has."""
        known = filters(self.channel.key)
        asked = {name: value for name, value in self.asked.items() if name in known}
        found = {}
        if asked:
            found = facets(
                asked,
                lambda: vocabulary(place, head),
                lambda names: queries.ids_of_names(place, "service", names),
                lambda moment: self.open_at(moment, place, head),
            )
        return Narrowed(self.asked.get("type", ()), found)

    def start(self, place: Place) -> int:
        """Return how many items the pages before this one showed. Raises Refused for a cursor of another question."""
        if "cursor" not in self.asked:
            return 0
        try:
            (start,) = pagination.decode(self.asked["cursor"], question=self.cursor_question(place))
            return int(start)
        except (pagination.CursorInvalid, ValueError) as error:
            raise wrong_parameters({"cursor": ALTERED_CURSOR}) from error

    def cursor(self, place: Place, start: int) -> str:
        return pagination.encode([start], question=self.cursor_question(place))

    def cursor_question(self, place: Place) -> str:
        """Return what a cursor belongs to, under a key: nobody can try out which words made it."""
        asked = sorted((name, value) for name, value in self.asked.items() if name not in {"cursor", "limit", "lang"})
        return hashlib.blake2b(repr((place, asked)).encode(), key=_cursor_key(settings.SECRET_KEY)).hexdigest()

    def following(self, place: Place, cursor: str | None) -> str | None:
        """Return the address of the next page; none where the question came in a body and is to stay out of one."""
        if cursor is None or self.request.method == "POST":
            return None
        return self.next_page("search", place, cursor)


@cache
def _cursor_key(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), person=b"search-cursor").digest()


class SuggestView(AskingView):
    """How what a reader is typing may go on: names of services, questions, articles, topics, and ways to say it.

    It finds by the beginning of a name or of a word in it, in any spelling of Japanese. Nothing is kept or logged.
    """

    def parameters(self) -> Sequence[Parameter]:
        return (
            Typed(name="q", description="What the reader has typed so far. Use POST, so that no address holds it."),
            *self.language_parameters(),
            Number(name="limit", description="Suggestions at most.", minimum=1, maximum=20, default=SUGGESTIONS),
        )

    def operation(self) -> Operation:
        summary = f"Suggestions while somebody types, {self.channel.key} channel"
        return self.asked_for("suggest", summary, suggestions_model(self.channel))

    def found(self) -> Said:
        place, head = self.place(), self.log_head()
        known = knowledge(place, head)
        typed = self.asked["q"]
        suggested = suggestions(typed, place, known, self.asked.get("limit", SUGGESTIONS))
        body = orjson.dumps(
            self.crisis(understand(typed, place, known))
            | {
                "emergency": self.emergency(place, head),
                "suggestions": [line._asdict() for line in suggested],
            }
        )
        return self.respond(body, place)
