"""What the limits on guessing count, written by `throttle.py` alone; which browsers are known; and by what
people are found.
"""

from datetime import datetime

from django.conf import settings
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


class KnownBrowser(models.Model):
    """A browser that somebody has signed in by; `key` is an HMAC of its cookie. See `browsers.py`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    objects: models.Manager["KnownBrowser"] = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "key"], name="known_browser")]

    def __str__(self) -> str:
        return f"since {self.seen_at}"


class PersonName(models.Model):
    """What a person is looked up by in the desk's list of users, folded. Kept by `names.keep`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="found_as")
    folded = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.folded
