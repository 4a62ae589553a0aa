"""What every view of a channel shares: its language, and how stored documents become finished ones."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import quote_plus

from django.conf import settings
from pydantic import BaseModel

from api.channels import CHANNELS
from api.channels.channel import ROLE_TYPES, Channel, Shape
from api.delivery import assembly, emergency, queries
from api.delivery.assembly import Leads
from api.delivery.gate import GatedView, ask, wrong_parameters
from api.delivery.hour_patterns import open_at
from api.delivery.inclusion import included
from api.delivery.media import addressed
from api.delivery.openings import with_openings
from api.delivery.parameters import Choice, Choices, Parameter
from api.delivery.queries import Item, LogHead, Place
from api.delivery.references import pointed
from api.delivery.said import Said
from api.delivery.shown import Make, as_ever
from api.problems.catalogue import Bilingual
from api.problems.negotiation import language_tag, preferred_language

_PLAIN = re.compile(r"[A-Za-z0-9_.,~-]*", re.ASCII)
LEFT_OUT = Bilingual(
    "fields に含まれない項目は展開できません。fields にも書いてください。",
    "What fields leaves out cannot be included: name it in fields as well.",
)


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
                if header:
                    language = preferred_language(header, self.channel.languages, default=language)
        return Place(self.channel.key, language)

    def log_head(self) -> LogHead | None:
        """Return the end of the log as the memory of answers has just seen it or, without one, as it is."""
        return self.seen_head() or queries.head()

    def seen_head(self) -> LogHead | None:
        """Return the end of the log as the memory of answers saw it before this view began, where it did.

        Whatever is remembered for a head is asked by this one in every view: where a look is 250 ms old, views that
        ask by heads of their own would make each other read everything anew.
        """
        head: LogHead | None = self.request.META.get("tomoshibi.head")
        return head

    def site_url(self) -> str:
        """Return where items stand on the channel's own site: an address with {type} and {slug} in it."""
        return str(settings.PUBLIC_SITE_URLS.get(self.channel.key, ""))

    def as_ever(self, roles: Mapping[str, Sequence[str]], head: LogHead | None) -> Make:
        """Return what makes documents as lists show them where nobody asks for more or less. `roles` are by type."""
        return partial(as_ever, demo=bool(head and head.demo), roles=roles, url=self.site_url())

    def next_page(self, segment: str, place: Place, cursor: str) -> str:
        """Return the address of what was asked, in the language of this answer, from a cursor on."""
        query = {name: value if isinstance(value, str | int) else ",".join(value) for name, value in self.asked.items()}
        if self.channel.negotiated:
            query["lang"] = place.language
        query["cursor"] = cursor
        written = "&".join([f"{name}={_quoted(value)}" for name, value in query.items()])
        return f"{settings.PUBLIC_BASE_URL}/api/v1/{self.channel.key}/{segment}?{written}"

    def answer(
        self, body: bytes, place: Place, *, status: int = 200, media_type: str = "application/json", **headers: str
    ) -> Said:
        """Return finished JSON, with what is open now and the licence of its texts."""
        return self.respond(self.ready(body), place, status=status, media_type=media_type, **headers)

    def ready(self, said: bytes) -> bytes:
        """Return a piece of JSON as it is said at this moment: files with their addresses, and what is open."""
        said, ends_at = with_openings(addressed(said), self.now)
        self.holds(ends_at)
        return said

    def respond(
        self, body: bytes, place: Place, *, status: int = 200, media_type: str = "application/json", **headers: str
    ) -> Said:
        """Return JSON that is `ready`, with the licence of its texts."""
        said = {
            "Content-Type": media_type,
            **headers,
            "Link": f'<{settings.LICENCE_URL}>; rel="license"',
            "Content-Language": language_tag(place.language),
            "Vary": "Accept-Language, Accept-Encoding" if self.channel.negotiated else "Accept-Encoding",
        }
        return Said(body, status=status, headers=said)

    def open_at(self, moment: str | None, place: Place, head: LogHead | None) -> tuple[str, ...]:
        """Return the keys of the hours that are open at a moment, or now; then the answer ends where one changes."""
        window = open_at(datetime.fromisoformat(moment) if moment else self.now, place, head)
        if moment is None:
            self.holds(window.until)
        return window.keys

    def with_emergency(self, body: bytes, place: Place, head: LogHead | None) -> bytes:
        """Return an answer with the emergency block, where the channel carries it everywhere."""
        if not self.channel.emergency_everywhere:
            return body
        return assembly.with_field(body, "emergency", emergency.block(self.channel, place.language, head))


class DocumentView(ChannelView):
    """A view of one type of documents in one channel."""

    shape: Shape = CHANNELS["website"].shapes[0]

    def shown_model(self) -> type[BaseModel] | None:
        """Return the shape of what this view shows: here, of items of a list."""
        return self.shape.item

    def fields_parameter(self) -> Choices:
        """Return `fields`: which fields an answer is cut down to."""
        model = self.shown_model()
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

    def documents(self, items: Sequence[Item], place: Place, head: LogHead | None) -> list[bytes]:
        """Return finished documents; a query finds what they point to if that is not known, one more includes it."""
        fields = self.asked.get("fields")
        roles = [role for role in self.shape.roles if fields is None or role in fields]
        include = self.included_roles(roles)
        demo, url = bool(head and head.demo), self.site_url()
        linked = any(assembly.LINK_SIGN in item.stored for item in items)
        found: Sequence[Leads] = [()] * len(items)
        if items and (roles or linked):
            found = pointed(place, items, head)
            found = included(found, include, place=place, head=head, url=url)
        build = partial(assembly.document, demo=demo, roles=roles, url=url)
        built = [build(item, leads=leads) for item, leads in zip(items, found, strict=True)]
        return built if fields is None else [assembly.only(whole, fields) for whole in built]


def _quoted(value: str | int) -> str:
    """Return a value as an address writes it; most need no quoting, which costs more than to see that."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else quote_plus(text, safe=",")
