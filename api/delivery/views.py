"""Lists, details and the emergency block of every channel."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.conf import settings
from pydantic import BaseModel
from rest_framework.request import Request

from api import pagination
from api.channels.channel import SEGMENTS
from api.delivery import assembly, beside_lists, emergency, list_pages, notices, queries
from api.delivery.channel_view import ChannelView, DocumentView
from api.delivery.filters import FILTERS, facets
from api.delivery.gate import UNREADABLE, wrong_parameters
from api.delivery.list_pages import Listed, Page, Question
from api.delivery.operation import Operation
from api.delivery.parameters import Choice, Instant, Keys, Number, Opaque, Parameter
from api.delivery.queries import ID, Item, LogHead, Place
from api.delivery.said import Asking, Said, add_link
from api.delivery.shown import Shown, first_end, shown
from api.delivery.vocabulary import vocabulary
from api.problems import Refused
from api.problems.catalogue import Bilingual

SLUG = re.compile(r"[a-z0-9-]{3,60}", re.ASCII)
SORTS = ("kana", "updated")
_NARROWING = frozenset({*FILTERS, "ids", "updated_since"})
# The same document for machines that know schema.org: see json_ld_view.
LINKED_DATA, LINKED_DATA_TYPE = "/json-ld", "application/ld+json"
PAGE_SIZE, LARGEST_PAGE = 20, 100


class KeyedView(DocumentView):
    """A view of one document, found by its id or by a slug that it has or had."""

    below: ClassVar[str] = ""  # what of the document it shows, as the end of its address

    def show(self, item: Item, place: Place, head: LogHead | None) -> Said:
        """Return the answer for a document that stands here."""
        raise NotImplementedError

    def shown_model(self) -> type[BaseModel]:
        return self.shape.answer

    def key_schema(self) -> dict[str, dict[str, Any]]:
        """Return what the key in the address may be."""
        return {"key": {"type": "string", "pattern": f"^{SLUG.pattern}$", "description": "The id or the slug."}}

    def get(self, request: Request | Asking, key: str) -> Said:
        place = self.place()
        wanted = _key(key)
        item, head = queries.detail(place, self.shape.document_type, wanted)
        if item is None:
            raise self.departed(place, wanted)
        address = self.address(item)
        if isinstance(wanted, str) and wanted != item.slug:
            query = request.META.get("QUERY_STRING", "")
            return self.keep(self.answer(b"", place, status=301, Location=f"{address}{query and '?'}{query}"))
        answer = self.show(item, place, self.seen_head() or head)
        add_link(answer, "canonical", address)
        return self.keep(answer)

    def address(self, item: Item, below: str | None = None) -> str:
        """Return the canonical address of this view, or of another one, of the same document."""
        path = f"/api/v1/{self.channel.key}/{self.shape.segment}/{item.id}"
        return settings.PUBLIC_BASE_URL + path + (self.below if below is None else below)

    def departed(self, place: Place, wanted: UUID | str) -> Refused:
        """Return why nothing stands here: it left, or it never was."""
        farewell = queries.farewell(place, self.shape.document_type, wanted)
        if farewell is None:
            return Refused("not-found")
        replacement = None
        if farewell.replacement is not None:
            stub = orjson.loads(farewell.replacement)
            segment = SEGMENTS[stub["type"]]
            replacement = f"{settings.PUBLIC_BASE_URL}/api/v1/{self.channel.key}/{segment}/{stub['id']}"
        return Refused("gone", reason=farewell.reason, replacement=replacement)


class DetailView(KeyedView):
    """One document, by its id or its slug."""

    def parameters(self) -> Sequence[Parameter]:
        return (*self.language_parameters(), self.fields_parameter(), *self.include_parameter())

    def operation(self) -> Operation:
        return Operation(
            id=f"get{self.shape.answer.__name__}",
            summary=f"{self.shape.answer.__name__} by id or slug",
            tag=self.channel.key,
            model=self.shape.answer,
            sparse=True,
            includes=self.includes(),
            licensed=True,
            path_parameters=self.key_schema(),
            found_by_key=True,
            speaks=True,
        )

    def show(self, item: Item, place: Place, head: LogHead | None) -> Said:
        (body,) = self.documents([item], place, head)
        answer = self.answer(self.with_emergency(body, place, head), place)
        if self.channel.linked_data:
            add_link(answer, "alternate", self.address(item, LINKED_DATA), LINKED_DATA_TYPE)
        return answer


class ListView(DocumentView):
    """The documents of one type, in pages."""

    def parameters(self) -> Sequence[Parameter]:
        return (
            *self.language_parameters(),
            *self.filters(),
            Keys(
                name="ids",
                description="Only these documents, by id or slug; all on one page unless `limit` says otherwise. "
                "What does not stand here is told under `missing`.",
                pattern=SLUG.pattern,
                most=LARGEST_PAGE,
            ),
            Instant(
                name="updated_since",
                description="Only what changed at this instant or later, newest change first (`sort=updated`). "
                "What left is not told here.",
            ),
            Choice(name="sort", description="By reading, or newest change first.", choices=SORTS, default=SORTS[0]),
            Number(name="limit", description="Items per page.", minimum=1, maximum=LARGEST_PAGE, default=PAGE_SIZE),
            Opaque(name="cursor", description="Where to go on, as `next` of the page before gave it."),
            self.fields_parameter(),
            *self.include_parameter(),
            Choice(name="total", description="Whether to count all matches.", choices=("true", "false")),
            *beside_lists.facets_parameter(self.filters()),
        )

    def filters(self) -> tuple[Parameter, ...]:
        """Return the parameters that leave out what does not match."""
        return tuple(FILTERS[name] for name in self.shape.filters)

    def operation(self) -> Operation:
        return Operation(
            id=f"list{self.shape.answer.__name__}",
            summary=f"{self.shape.segment.capitalize()} of the {self.channel.key} channel",
            tag=self.channel.key,
            model=self.shape.item,
            listed=True,
            counted=beside_lists.countable(self.filters()),
            beside=self.channel.shape("notice").item,
            sparse=True,
            includes=self.includes(),
            licensed=True,
            carries=self.channel.emergency_block if self.channel.emergency_everywhere else None,
            speaks=True,
        )

    def get(self, request: Request | Asking) -> Said:
        place = self.place()
        head = self.log_head()
        by_name = self.ids_by_name(place)
        question = self.question(place, head, by_name)
        page = list_pages.page(place, self.shape.document_type, question)
        items = self.listed(page.rows, place, head, areas="area" in question.facets)
        following = self.following(place, question, page)
        beside = [*self.beside(place, question, items, by_name)]
        beside.append(("notices", notices.standing(self.channel, place, head)))
        if self.channel.emergency_everywhere:
            beside.append(("emergency", emergency.block(self.channel, place.language, head)))
        # The items are ready; to go through all of a page once more costs as much as to choose its rows.
        body = assembly.listing(
            [item.whole for item in items.values()],
            following=following,
            total=page.total,
            beside=self.ready(assembly.fields(beside)),
        )
        answer = self.respond(body, place)
        if following is not None:
            add_link(answer, "next", following)
        return self.keep(answer)

    def listed(self, rows: Sequence[Listed], place: Place, head: LogHead | None, *, areas: bool) -> Mapping[int, Shown]:
        """Return what the list shows of these documents, in this order. What left meanwhile is left out."""
        wanted = {row.number: row.row for row in rows}
        if self.asked.keys() & {"fields", "include"}:
            found = self.listed_otherwise(wanted, place, head, areas=areas)
        else:
            make = self.as_ever({self.shape.document_type: self.shape.roles}, head)
            # The order of changes tells what has changed since the look: who follows it must not be shown how that was.
            is_late = head is not None and any(row.updated_seq > head.seq for row in rows)
            found = shown(place, wanted, None if is_late else head, self.now, make, areas=areas)
        self.holds(first_end(found.values()))
        return found

    def listed_otherwise(
        self, wanted: Mapping[int, int], place: Place, head: LogHead | None, *, areas: bool
    ) -> dict[int, Shown]:
        """Return documents as `fields` and `include` ask for them. Nothing of that is remembered."""
        summaries = queries.summaries(place, wanted, areas=areas, rows=[*wanted.values()])
        made = self.documents([summary.item for summary in summaries.values()], place, head)
        return {
            number: Shown(self.ready(whole), 0, None, summary.areas, ())
            for (number, summary), whole in zip(summaries.items(), made, strict=True)
        }

    def ids_by_name(self, place: Place) -> Mapping[str, str] | None:
        """Return the ids of those documents among the `ids` that stand here, or None where all are asked for."""
        names = self.asked.get("ids")
        return None if names is None else queries.ids_of_names(place, self.shape.document_type, names)

    def beside(
        self,
        place: Place,
        question: Question,
        items: Mapping[int, Shown],
        by_name: Mapping[str, str] | None,
    ) -> Iterator[tuple[str, bytes]]:
        """Return what was asked for beside the items, by name."""
        if by_name is not None:
            yield "missing", beside_lists.missing(place, self.shape.document_type, self.asked["ids"], by_name)
        if "facets" in self.asked:
            yield "facets", beside_lists.counts(place, self.shape.document_type, question, self.asked["facets"])
        if "area" in question.facets:
            areas = {UUID(int=number): item.areas or () for number, item in items.items()}
            yield "area_match", beside_lists.area_match(areas, question.facets["area"])

    def question(self, place: Place, head: LogHead | None, by_name: Mapping[str, str] | None) -> Question:
        """Return what is asked. Raises Refused for terms that nothing published has, and for an altered cursor."""
        asked = self.asked
        found = {}
        if FILTERS.keys() & asked.keys():
            found = facets(
                asked,
                lambda: vocabulary(place, head),
                lambda names: queries.ids_of_names(place, "service", names),
                lambda moment: self.open_at(moment, place, head),
            )
        sort = self.sort()
        after = self.after(place, sort) if "cursor" in asked else None
        return Question(
            facets=found,
            sort=sort,
            limit=asked.get("limit", PAGE_SIZE if by_name is None else LARGEST_PAGE),
            after=after,
            total=asked.get("total") == "true",
            ids=None if by_name is None else sorted({UUID(found) for found in by_name.values()}),
            since=datetime.fromisoformat(asked["updated_since"]) if "updated_since" in asked else None,
        )

    def after(self, place: Place, sort: str) -> Sequence[str | int]:
        """Return the place after which to go on. Raises Refused for an altered cursor."""
        try:
            after = pagination.decode(self.asked["cursor"], question=self.cursor_question(place))
        except pagination.CursorInvalid as error:
            raise wrong_parameters({"cursor": ALTERED_CURSOR}) from error
        if not _is_place(sort, after):
            raise wrong_parameters({"cursor": ALTERED_CURSOR})
        return after

    def sort(self) -> str:
        """Return the order. Raises Refused where it is not the one in which changes can be asked for."""
        if "updated_since" not in self.asked:
            return str(self.asked.get("sort", SORTS[0]))
        if self.asked.get("sort", "updated") != "updated":
            raise wrong_parameters({"sort": ORDER_OF_CHANGES})
        return "updated"

    def following(self, place: Place, question: Question, page: Page) -> str | None:
        """Return the address of the next page, in the language of this one."""
        if not page.more:
            return None
        last = page.rows[-1]
        after: Sequence[str | int] = (
            [last.updated_seq] if question.sort == "updated" else [last.kana_sort, str(last.id)]
        )
        cursor = pagination.encode(after, question=self.cursor_question(place))
        return self.next_page(self.shape.segment, place, cursor)

    def cursor_question(self, place: Place) -> str:
        """Return what a cursor belongs to: the same list, filters, order and language."""
        filters = sorted((name, self.asked[name]) for name in _NARROWING & self.asked.keys())
        return repr((place, self.shape.document_type, self.sort(), filters))


ALTERED_CURSOR = Bilingual(
    "この一覧の続きを表す値ではありません。最初のページからやり直してください。",
    "It does not go on with this list. Start again with the first page.",
)
ORDER_OF_CHANGES = Bilingual(
    "updated_since は更新順(sort=updated)でだけ使えます。",
    "With updated_since the order is that of changes: sort=updated.",
)


class EmergencyView(ChannelView):
    """Whom to call now. Answers also while the database is down."""

    def operation(self) -> Operation:
        return Operation(
            id=f"get{self.channel.emergency_block.__name__}",
            summary=f"Emergency contacts of the {self.channel.key} channel",
            tag=self.channel.key,
            model=self.channel.emergency_block,
            licensed=True,
            limited=False,
            speaks=True,
        )

    def get(self, request: Request | Asking) -> Said:
        place = self.place()
        found, certain = emergency.current(self.channel, place.language)
        answer = self.answer(found, place)
        return self.keep(answer) if certain else answer


def _is_place(sort: str, after: Sequence[str | int]) -> bool:
    """Return whether this is a place in an order: anybody can write a cursor that says something else."""
    match [*after]:
        case [int(seq)] if sort == "updated" and not isinstance(seq, bool):
            return 0 <= seq < 2**63
        case [str(kana), str(content_id)] if sort == "kana":
            return ID.fullmatch(content_id) is not None and not UNREADABLE.search(kana)
    return False


def _key(text: str) -> UUID | str:
    """Return the id or slug that a path names. Raises Refused for what can be neither."""
    if ID.fullmatch(text):
        return UUID(text)
    if SLUG.fullmatch(text):
        return text
    raise Refused("not-found")
