"""Lists, details and the emergency block of every channel."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from api import pagination
from api.channels import CHANNELS
from api.channels.channel import ROLE_TYPES, SEGMENTS, Channel, Shape
from api.delivery import assembly, emergency, notices, queries
from api.delivery.filters import FILTERS, facets
from api.delivery.gate import GatedView, add_link, ask, wrong_parameters
from api.delivery.inclusion import Found, included
from api.delivery.media import addressed
from api.delivery.operation import Operation
from api.delivery.parameters import Choice, Choices, Number, Opaque, Parameter
from api.delivery.queries import ID, Item, LogHead, Page, Place, Question
from api.delivery.vocabulary import vocabulary
from api.problems import Refused
from api.problems.catalogue import Bilingual
from api.problems.negotiation import language_tag, preferred_language

SLUG = re.compile(r"[a-z0-9-]{3,60}", re.ASCII)
SORTS = ("kana", "updated")
# The same document for machines that know schema.org: see json_ld_view.
LINKED_DATA, LINKED_DATA_TYPE = "/json-ld", "application/ld+json"
PAGE_SIZE, LARGEST_PAGE = 20, 100


class ChannelView(GatedView):
    """A view of one channel: it knows the language of its answers."""

    channel: Channel = CHANNELS["website"]

    def parameters(self) -> Sequence[Parameter]:
        return self.language_parameters()

    def language_parameters(self) -> tuple[Parameter, ...]:
        """Return `lang`, where the channel's documents have one language each."""
        if self.channel.languages == ("mul",):
            return ()
        description = "The language of the answer. Without it, Accept-Language decides, else Japanese."
        if not self.channel.negotiated:
            description = "This channel speaks Japanese only."
        return (Choice(name="lang", description=description, choices=self.channel.languages),)

    def place(self) -> Place:
        """Return where this request reads."""
        language = self.asked.get("lang")
        if language is None:
            language = self.channel.languages[0]
            if self.channel.negotiated:
                header = ask(self.request, "Accept-Language")
                language = preferred_language(header, self.channel.languages, default=language)
        return Place(self.channel.key, language)

    def answer(
        self, body: bytes, place: Place, *, status: int = 200, media_type: str = "application/json", **headers: str
    ) -> HttpResponse:
        """Return finished JSON, with the licence of its texts."""
        response = HttpResponse(addressed(body), status=status, content_type=media_type, headers=headers)
        add_link(response, "license", settings.LICENCE_URL)
        response["Content-Language"] = language_tag(place.language)
        response["Vary"] = "Accept-Language, Accept-Encoding" if self.channel.negotiated else "Accept-Encoding"
        return response

    def with_emergency(self, body: bytes, place: Place, head: LogHead | None) -> bytes:
        """Return an answer with the emergency block, where the channel carries it everywhere."""
        if not self.channel.emergency_everywhere:
            return body
        return assembly.with_field(body, "emergency", emergency.block(self.channel, place.language, head))


class DocumentView(ChannelView):
    """A view of one type of documents in one channel."""

    shape: Shape = CHANNELS["website"].shapes[0]

    def fields_parameter(self) -> Choices:
        """Return `fields`: which fields an answer is cut down to."""
        model = self.shape.answer if isinstance(self, DetailView) else self.shape.item
        fields = tuple(model.model_fields) if model else ()
        return Choices(
            name="fields",
            description="Only these fields, and the id. The emergency contacts of the kids' channel always stay.",
            choices=tuple(field for field in fields if field not in ("id", "emergency")),
        )

    def include_parameter(self) -> tuple[Parameter, ...]:
        """Return `include`, where documents point to others at all."""
        if not self.shape.roles:
            return ()
        description = "What is shown as in a list instead of by its stub; what is included holds its stub's fields too."
        return (Choices(name="include", description=description, choices=self.shape.roles),)

    def includes(self) -> dict[str, Shape]:
        """Return what `include` may show, by role."""
        return {role: self.channel.shape(ROLE_TYPES[role]) for role in self.shape.roles}

    def included_roles(self, roles: Sequence[str]) -> Sequence[str]:
        """Return the roles to include. Raises Refused for one that `fields` leaves out."""
        wanted: Sequence[str] = self.asked.get("include", ())
        if set(wanted) - set(roles):
            raise wrong_parameters({"include": LEFT_OUT})
        return wanted

    def site_url(self) -> str:
        """Return where items stand on the channel's own site: an address with {type} and {slug} in it."""
        return str(settings.PUBLIC_SITE_URLS.get(self.channel.key, ""))

    def documents(self, items: Sequence[Item], place: Place, head: LogHead | None) -> list[bytes]:
        """Return finished documents; one query resolves the references of all of them, one more includes them."""
        fields = self.asked.get("fields")
        roles = [role for role in self.shape.roles if fields is None or role in fields]
        include = self.included_roles(roles)
        demo, url = bool(head and head.demo), self.site_url()
        linked = any(assembly.LINK_SIGN in item.stored for item in items)
        found: Found = {}
        if items and (roles or linked):
            found = queries.targets(place, [item.id for item in items], None if linked else roles)
            found = included(found, include, place=place, demo=demo, url=url)
        build = partial(
            assembly.document,
            place=place,
            document_type=self.shape.document_type,
            demo=demo,
            roles=roles,
            url=url,
        )
        built = [build(item, found=found.get(item.id, {})) for item in items]
        return built if fields is None else [assembly.only(whole, fields) for whole in built]


class KeyedView(DocumentView):
    """A view of one document, found by its id or by a slug that it has or had."""

    below: ClassVar[str] = ""  # what of the document it shows, as the end of its address

    def show(self, item: Item, place: Place, head: LogHead | None) -> HttpResponse:
        """Return the answer for a document that stands here."""
        raise NotImplementedError

    def key_schema(self) -> dict[str, dict[str, Any]]:
        """Return what the key in the address may be."""
        return {"key": {"type": "string", "pattern": f"^{SLUG.pattern}$", "description": "The id or the slug."}}

    def get(self, request: Request, key: str) -> HttpResponse:
        place = self.place()
        wanted = _key(key)
        head = queries.head()
        item = queries.detail(place, self.shape.document_type, wanted)
        if item is None:
            raise self.departed(place, wanted)
        address = self.address(item)
        if isinstance(wanted, str) and wanted != item.slug:
            query = request.META.get("QUERY_STRING", "")
            return self.keep(self.answer(b"", place, status=301, Location=f"{address}{query and '?'}{query}"))
        answer = self.show(item, place, head)
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

    def show(self, item: Item, place: Place, head: LogHead | None) -> HttpResponse:
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
            *(FILTERS[name] for name in self.shape.filters),
            Choice(name="sort", description="By reading, or newest change first.", choices=SORTS, default=SORTS[0]),
            Number(name="limit", description="Items per page.", minimum=1, maximum=LARGEST_PAGE, default=PAGE_SIZE),
            Opaque(name="cursor", description="Where to go on, as `next` of the page before gave it."),
            self.fields_parameter(),
            *self.include_parameter(),
            Choice(name="total", description="Whether to count all matches.", choices=("true", "false")),
        )

    def operation(self) -> Operation:
        return Operation(
            id=f"list{self.shape.answer.__name__}",
            summary=f"{self.shape.segment.capitalize()} of the {self.channel.key} channel",
            tag=self.channel.key,
            model=self.shape.item,
            listed=True,
            beside=self.channel.shape("notice").item,
            sparse=True,
            includes=self.includes(),
            licensed=True,
            carries=self.channel.emergency_block if self.channel.emergency_everywhere else None,
            speaks=True,
        )

    def get(self, request: Request) -> HttpResponse:
        place = self.place()
        head = queries.head()
        question = self.question(place, head)
        page = queries.page(place, self.shape.document_type, question)
        following = self.following(place, question, page)
        body = assembly.listing(self.documents(page.items, place, head), following=following, total=page.total)
        body = assembly.with_field(body, "notices", notices.standing(self.channel, place, head))
        answer = self.answer(self.with_emergency(body, place, head), place)
        if following is not None:
            add_link(answer, "next", following)
        return self.keep(answer)

    def question(self, place: Place, head: LogHead | None) -> Question:
        """Return what is asked. Raises Refused for terms that nothing published has, and for an altered cursor."""
        asked = self.asked
        found = {}
        if FILTERS.keys() & asked.keys():
            found = facets(
                asked,
                lambda: vocabulary(place, head),
                lambda names: queries.ids_of_names(place, "service", names),
            )
        after = None
        if "cursor" in asked:
            try:
                after = pagination.decode(asked["cursor"], question=self.cursor_question(place))
            except pagination.CursorInvalid as error:
                raise wrong_parameters({"cursor": ALTERED_CURSOR}) from error
        return Question(
            facets=found,
            sort=asked.get("sort", SORTS[0]),
            limit=asked.get("limit", PAGE_SIZE),
            after=after,
            total=asked.get("total") == "true",
        )

    def following(self, place: Place, question: Question, page: Page) -> str | None:
        """Return the address of the next page, in the language of this one."""
        if not page.more:
            return None
        last = page.items[-1]
        after: Sequence[str | int] = (
            [last.updated_seq] if question.sort == "updated" else [last.kana_sort, str(last.id)]
        )
        query = {name: value if isinstance(value, str | int) else ",".join(value) for name, value in self.asked.items()}
        if self.channel.negotiated:
            query["lang"] = place.language
        query["cursor"] = pagination.encode(after, question=self.cursor_question(place))
        path = f"/api/v1/{self.channel.key}/{self.shape.segment}"
        return f"{settings.PUBLIC_BASE_URL}{path}?{urlencode(query, safe=',')}"

    def cursor_question(self, place: Place) -> str:
        """Return what a cursor belongs to: the same list, filters, order and language."""
        filters = sorted((name, self.asked[name]) for name in FILTERS.keys() & self.asked.keys())
        return repr((place, self.shape.document_type, self.asked.get("sort", SORTS[0]), filters))


LEFT_OUT = Bilingual(
    "fields に含まれない項目は展開できません。fields にも書いてください。",
    "What fields leaves out cannot be included: name it in fields as well.",
)
ALTERED_CURSOR = Bilingual(
    "この一覧の続きを表す値ではありません。最初のページからやり直してください。",
    "It does not go on with this list. Start again with the first page.",
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

    def get(self, request: Request) -> HttpResponse:
        place = self.place()
        found, certain = emergency.current(self.channel, place.language)
        answer = self.answer(found, place)
        return self.keep(answer) if certain else answer


def _key(text: str) -> UUID | str:
    """Return the id or slug that a path names. Raises Refused for what can be neither."""
    if ID.fullmatch(text):
        return UUID(text)
    if SLUG.fullmatch(text):
        return text
    raise Refused("not-found")
