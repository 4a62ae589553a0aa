"""What is stored for readers, and the log: read with plain queries, and compared with what the model wants."""

import hashlib
from collections import defaultdict
from uuid import UUID

import orjson

from api.delivery import chain, store
from api.delivery.models import Change, Facet, Head, Reference, SearchText, Standing
from api.documents.record import canonical_json
from cms.publication import builders
from cms.workflow.models import LiveDigest
from tests.histories import house
from tests.histories.model import LANGUAGES, Model
from tests.histories.play import Play
from tests.histories.public import wrong_if
from tests.histories.words import words_in

Key = tuple[UUID, str, str]


class Log:
    """The log as a reader follows it: only forward, without a gap, and always the sum of what stands."""

    def __init__(self) -> None:
        self.seq, self.hash = 0, chain.GENESIS
        self.said: dict[Key, Change] = {}
        self.audited = 0
        self.events = 0

    def copy(self) -> "Log":
        other = Log()
        other.__dict__ |= {**self.__dict__, "said": dict(self.said)}
        return other

    def follow(self, model: Model) -> set[Key]:
        """Read on from where the last look ended. Returns the documents of which something is told."""
        told: set[Key] = set()
        for change in Change.objects.filter(seq__gt=self.seq).order_by("seq"):
            wrong_if(change.seq != self.seq + 1, f"after change {self.seq} comes {change.seq}")
            wrong_if(bytes(change.previous_hash) != self.hash, f"change {change.seq} does not follow the one before")
            key = change.content_id, change.channel, change.language
            if change.op == "tombstone":
                wrong_if(not change.reason, f"change {change.seq} gives no reason")
                wrong_if(self.said.pop(key, None) is None, f"change {change.seq} takes out what did not stand")
            else:
                self.said[key] = change
            told.add(key)
            self.seq, self.hash = change.seq, bytes(change.hash)
        head = Head.objects.get()
        wrong_if((head.seq, bytes(head.hash)) != (self.seq, self.hash), "the head is not the end of the log")
        self._stands()
        self._is_wanted(model)
        self._was_admitted(model)
        return told

    def _stands(self) -> None:
        """What stands is what the log says last, to the number of the version."""
        rows = Standing.objects.values_list("content_id", "channel", "language", "n", "version__sha256", "updated_seq")
        stands = {row[:3]: (row[3], bytes(row[4]), row[5]) for row in rows}
        said = {key: (change.n, bytes(change.sha256 or b""), change.seq) for key, change in self.said.items()}
        wrong_if(stands != said, f"what stands is not what the log says: {set(stands.items()) ^ set(said.items())}")

    def _is_wanted(self, model: Model) -> None:
        """Exactly what was approved stands, in each of its languages."""
        languages = {"website": LANGUAGES, "kids": ("ja",), "partners": ("mul",)}
        wanted = {
            (UUID(model.subjects[name].content_id), channel, language)
            for name, channel in model.standing()
            for language in languages[channel]
        }
        more, less = self.said.keys() - wanted, wanted - self.said.keys()
        wrong_if(more or less, f"stands and must not: {sorted(more)}; does not and must: {sorted(less)}")

    def _was_admitted(self, model: Model) -> None:
        """Every entry that became live or left did so by an event that people brought about, and no other did."""
        names = {UUID(subject.content_id): subject.name for subject in model.subjects.values()}
        rows = LiveDigest.objects.filter(pk__gt=self.audited).order_by("pk").values_list("pk", "content_id", "digest")
        happened = []
        for pk, content_id, digest in rows:
            self.audited = pk
            happened.append((names[content_id], bool(digest)))
        wanted = model.events[self.events :]
        self.events = len(model.events)
        wrong_if(happened != wanted, f"became live or left: {happened}; by what people did: {wanted}")


def holds_no_draft(model: Model, keys: set[Key]) -> None:
    """The stored bytes and the search texts of these documents hold approved words alone, and give their digest."""
    names = {UUID(subject.content_id): subject.name for subject in model.subjects.values()}
    ids = {key[0] for key in keys}
    parts = _parts(ids)
    for row in Standing.objects.filter(content_id__in=ids).select_related("version"):
        key = row.content_id, row.channel, row.language
        references, facets, search = parts[key]
        body, summary, stub = bytes(row.version.body), bytes(row.version.summary), bytes(row.stub)
        record = canonical_json(
            {
                "body": orjson.Fragment(body),
                "summary": orjson.Fragment(summary),
                "stub": orjson.Fragment(stub),
                "kana_sort": row.kana_sort,
                "references": sorted(references),
                "facets": {name: sorted(values) for name, values in facets.items()},
                "search": search,
            }
        )
        wrong_if(hashlib.sha256(record).digest() != bytes(row.version.sha256), f"{key} is not what its digest says")
        allowed = model.words_of(names[row.content_id], row.channel)
        wrong_if(more := words_in(record) - allowed, f"{names[row.content_id]} in {key[1:]} holds {sorted(more)}")


def _parts(ids: set[UUID]) -> dict[Key, tuple[list[list[object]], dict[str, list[str]], dict[str, str]]]:
    parts: dict[Key, tuple[list[list[object]], dict[str, list[str]], dict[str, str]]]
    parts = defaultdict(lambda: ([], defaultdict(list), {}))
    place = ("content_id", "channel", "language")
    for *key, role, position, target in Reference.objects.filter(content_id__in=ids).values_list(
        *place, "role", "position", "target"
    ):
        parts[tuple(key)][0].append([role, position, str(target)])  # type: ignore[index]
    for *key, name, value in Facet.objects.filter(content_id__in=ids).values_list(*place, "name", "value"):
        parts[tuple(key)][1][name].append(value)  # type: ignore[index]
    for *key, name, text in SearchText.objects.filter(content_id__in=ids).values_list(*place, "name", "text"):
        parts[tuple(key)][2][name] = text  # type: ignore[index]
    return parts


def rows_are_what_was_approved(play: Play, ids: set[str]) -> None:
    """The editors' own tables: what is live there is the approved text, word for word; built again, it stands."""
    for subject in play.model.here():
        if subject.content_id not in ids:
            continue
        row = house.TYPES[subject.kind].objects.filter(content_id=subject.content_id).first()
        wrong_if(row is None or row.live != (subject.live is not None), f"{subject.name} is live, or is not")
        if row is not None and subject.live is not None:
            said = house.read(row, subject.live)
            wrong_if(said != subject.live, f"{subject.name} is live as\n{said}\nand approved was\n{subject.live}")
            if subject.kind != "kids_text":
                records = builders.records(subject.kind, row)
                built = {(row.content_id, record.channel, record.language): record.sha256() for record in records}
                wrong_if(built != store.standing([row.content_id]), f"{subject.name} is not the same when built again")
