"""The index of search: rows that follow from what stands. No text is in it, only digests of words.

Only `index` writes these tables and only `lookup` reads them. All of it can be made anew (`manage.py rebuild_search`).
"""

from django.db import models


class Indexed(models.Model):
    """One item of one channel that search can find, whatever the language. Its id follows from channel and item."""

    id = models.BigIntegerField(primary_key=True)
    content_id = models.UUIDField()
    channel = models.CharField(max_length=30)
    type = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "channel"], name="an_item_is_indexed_once_per_channel")
        ]
        indexes = [models.Index(fields=["channel", "type", "id"], name="indexed_by_type")]


class Posting(models.Model):
    """How much one word says of one item. The word is a digest of channel, language and word (`terms.key`)."""

    pk = models.CompositePrimaryKey("indexed", "term")
    indexed = models.BigIntegerField()
    term = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["term", "-weight", "indexed"], name="postings_by_weight")]


class Frequency(models.Model):
    """In how many items a word stands."""

    term = models.BigIntegerField(primary_key=True)
    items = models.IntegerField()
