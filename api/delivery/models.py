"""What is stored for readers: immutable versions, what stands now, and the log of every change.

Only `store` writes these tables and only `queries` reads them. No foreign key leads to accounts or editing.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from api.documents.record import REASONS


class CodePointField(models.TextField):  # type: ignore[type-arg]
    """Text that both databases sort by code point, so that lists go on at the same place on each of them.

    PostgreSQL's default collation is that of the machine; "C" there and BINARY on SQLite compare the UTF-8 bytes.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = {"postgresql": "C", "sqlite": "BINARY"}[connection.vendor]
        return {**super().db_parameters(connection), "collation": collation}


def _is_sha256(name: str, column: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Exact(Length(column), 32), name=name)


class Generation(models.Model):
    """One life of the log. A restored database begins another one, so that readers start over."""

    id = models.UUIDField(primary_key=True)
    started_at = models.DateTimeField()
    demo = models.BooleanField(default=False)


class Head(models.Model):
    """The end of the log, one row: locked to take the next numbers; readers look at it to know if they are current."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="the_log_has_one_head"),
            models.CheckConstraint(condition=Q(seq__gte=0), name="the_head_is_not_negative"),
            _is_sha256("the_head_has_a_sha256", "hash"),
        ]


class Identity(models.Model):
    """Every id ever used, with its type for good. Its row is what a unit locks."""

    content_id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=30)


class Slug(models.Model):
    """Every slug ever used: old ones lead on to their id and are never given to another."""

    type = models.CharField(max_length=30)
    slug = models.CharField(max_length=60)
    content_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "slug"], name="a_slug_belongs_to_one_id_of_its_type"),
            models.CheckConstraint(condition=~Q(slug=""), name="a_slug_is_not_empty"),
        ]


class Version(models.Model):
    """One immutable state of a document. Redaction empties body and summary and keeps the digest."""

    content_id = models.UUIDField()
    type = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    n = models.PositiveIntegerField()
    body = models.BinaryField()
    summary = models.BinaryField()
    sha256 = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language", "n"], name="a_version_number_is_used_once"
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="version_numbers_start_at_one"),
            _is_sha256("a_version_has_a_sha256", "sha256"),
        ]


class Standing(models.Model):
    """What stands now: at most one version per source, channel and language."""

    content_id = models.UUIDField()
    type = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    slug = models.CharField(max_length=60)
    stub = models.BinaryField()
    # The references of the document once more, in one text for those who read it: see `reference_text`. Null: none.
    points = models.TextField(null=True)
    kana_sort = CodePointField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_seq = models.BigIntegerField()
    # What a list says of it, finished, so that it is read from this row alone: see `envelope`, and the version's own.
    envelope = models.BinaryField()
    summary = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language"], name="one_version_stands_per_channel_and_language"
            ),
            models.UniqueConstraint(
                fields=["channel", "type", "language", "slug"], name="one_document_stands_under_a_slug"
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "type", "language", "kana_sort", "content_id"], name="standing_in_kana_order"
            ),
            models.Index(fields=["channel", "type", "language", "updated_seq"], name="standing_by_last_change"),
            models.Index(
                fields=["channel", "type", "language", "updated_at", "updated_seq"], name="standing_by_last_instant"
            ),
        ]


class Reference(models.Model):
    """A pointer from a standing document to a source; the target is looked up in the owner's channel and language."""

    content_id = models.UUIDField()
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    role = models.CharField(max_length=30)
    position = models.PositiveIntegerField()
    target = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language", "role", "position"],
                name="one_reference_per_owner_role_and_position",
            )
        ]
        indexes = [models.Index(fields=["target", "channel", "language"], name="references_by_target")]


class Facet(models.Model):
    """One value by which a standing document can be filtered."""

    content_id = models.UUIDField()
    type = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=30)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language", "name", "value"], name="a_facet_value_is_said_once"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "type", "language", "name", "value", "content_id"], name="facets_by_value")
        ]


class HourPattern(models.Model):
    """Hours and closures that contact points share, by the key under which they are filtered (facet ``hours``).

    Rows stay when nothing names them any more: only what a facet of a place names is asked.
    """

    key = models.CharField(max_length=16, primary_key=True)
    text = models.TextField()


class Listed(models.Model):
    """One standing document in one filtered list, in the order of readings: a page reads its own rows and few others.

    `list_keys` says which lists there are, and names them.
    """

    list_key = models.BigIntegerField()
    kana_sort = CodePointField()
    content_id = models.UUIDField()
    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["list_key", "kana_sort", "content_id", "standing"], name="listed_in_kana_order")
        ]


class SearchText(models.Model):
    """One text of a standing document that search reads."""

    content_id = models.UUIDField()
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=30)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language", "name"], name="one_search_text_per_document_and_name"
            )
        ]


class PublicFile(models.Model):
    """One public file, named by the SHA-256 of its bytes. Served while it has a row and a size."""

    name = models.CharField(max_length=80, primary_key=True)
    size = models.PositiveIntegerField(null=True)
    unused_since = models.DateTimeField(null=True, db_index=True)


class FileUse(models.Model):
    """A standing document names a public file."""

    content_id = models.UUIDField()
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language", "name"], name="a_document_names_a_file_once"
            )
        ]


class Change(models.Model):
    """One entry of the log, append-only: what happened to which document, when and why. No texts, no people's names.

    `n` counts puts, tombstones and redactions of a document together, so that a reader who applies
    only what is newer never misses a removal.
    """

    class Op(models.TextChoices):
        PUT = "put"
        TOMBSTONE = "tombstone"
        REDACT = "redact"

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    content_id = models.UUIDField()
    type = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    op = models.CharField(max_length=10, choices=Op)
    n = models.PositiveIntegerField()
    sha256 = models.BinaryField(null=True)
    reason = models.CharField(max_length=20, blank=True, default="")
    replacement = models.UUIDField(null=True)
    urgent = models.BooleanField(default=False)
    cause_id = models.UUIDField(null=True)
    previous_hash = models.BinaryField()
    hash = models.BinaryField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "channel", "language", "n"], name="a_change_number_is_used_once_per_document"
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="the_log_starts_at_one"),
            models.CheckConstraint(condition=Q(n__gte=1), name="change_numbers_start_at_one"),
            models.CheckConstraint(
                condition=Q(op__in=["put", "tombstone", "redact"]), name="a_change_is_put_tombstone_or_redact"
            ),
            models.CheckConstraint(
                condition=Q(op="put", sha256__isnull=False) | (~Q(op="put") & Q(sha256__isnull=True)),
                name="a_put_and_nothing_else_names_a_version",
            ),
            models.CheckConstraint(
                condition=Q(op="tombstone", reason__in=REASONS)
                | (~Q(op="tombstone") & Q(reason="", replacement__isnull=True, urgent=False)),
                name="a_tombstone_and_nothing_else_gives_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(sha256__isnull=True) | Q(Exact(Length("sha256"), 32)), name="a_change_has_a_sha256"
            ),
            _is_sha256("a_change_has_a_previous_hash", "previous_hash"),
            _is_sha256("a_change_has_a_hash", "hash"),
        ]
