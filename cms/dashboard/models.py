"""What the first screen remembers: how many listings there were of each kind, one row a day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

#: What is counted: its key, and what editors call it.
SERIES = {
    "state": gettext_noop("公開の状態"),
    "freshness": gettext_noop("最後の確認からの時間"),
    "topic": gettext_noop("悩みの分類ごとの公開中の窓口"),
    "drift": gettext_noop("公開中の内容と公開データの違い"),
}


class DailyCount(models.Model):
    """So many there were on a day. No names and no texts, so it may stay for years."""

    day = models.DateField()
    series = models.CharField(max_length=10, choices=list(SERIES.items()))
    #: Which of the series: a state, a freshness, the slug of a topic.
    key = models.CharField(max_length=60)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_count_a_day", fields=["series", "key", "day"]),
            models.CheckConstraint(name="series_is_known", condition=Q(series__in=list(SERIES))),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.series} {self.key}: {self.count}"
