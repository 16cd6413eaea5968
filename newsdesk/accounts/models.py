"""What the limits on guessing count. Written by `throttle.py` alone."""

from datetime import datetime

from django.db import models


class CountQuerySet(models.QuerySet):
    """Counts, those that have run out among them."""

    def running(self, now: datetime) -> "CountQuerySet":
        return self.filter(until__gt=now)

    def expired(self, now: datetime) -> "CountQuerySet":
        return self.filter(until__lte=now)


class Count(models.Model):
    """How often something happened in a span of time that ends at `until`.

    `key` is an HMAC: the table tells nobody which names were tried, nor from where.
    """

    key = models.CharField(max_length=64, unique=True)
    number = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    objects = CountQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} until {self.until}"
