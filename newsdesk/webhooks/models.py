"""Who is told, what has happened, and one row for each telling.

Written by `deeds.py`, `occurrences.py` and `delivery.py` alone.
"""

import uuid
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsdesk.pages.append_only import AppendOnly

IN_WORDS = {
    "add": "added, for {deeds}",
    "change": "changed: told of {deeds}",
    "renew_secret": "got a new secret",
    "turn_off": "turned off",
    "turn_on": "turned on; sent again: {again}",
    "send_again": "sent again: {delivery}",
    "remove": "removed",
}


class ReceiverEvent(models.TextChoices):
    """What a receiver can be told of. Scheduling is none: what is scheduled is told when readers see it."""

    PUBLISHED = "published", "Published, or public again"
    UPDATED = "updated", "Updated, minor changes and checks included"
    CORRECTED = "corrected", "Corrected or clarified"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged into another page"
    UNMERGED = "unmerged", "A merge undone"


class ReceiverQuerySet(models.QuerySet):
    """Receivers."""

    def kept(self) -> "ReceiverQuerySet":
        return self.filter(removed_at=None)

    def told(self) -> "ReceiverQuerySet":
        """Keep those that are told: neither removed nor turned off."""
        return self.kept().filter(off_at=None)

    def ready(self) -> "ReceiverQuerySet":
        """Keep those that can be sent to now: no worker is at them, and they do not rest after a failure."""
        now = timezone.now()
        return self.told().filter(held_until__lte=now, rests_until__lte=now)


class Receiver(models.Model):
    """A program of others that is told. `deeds` are values of Deed.

    `failing_since` is when it first failed after it last answered, `failures` how often in a row; it rests
    until `rests_until` then. `off_at` is when it was turned off, by somebody or after a day of failures, as
    `off_why` says. Until `held_until` one worker is at it. It is never deleted, since the log names it:
    `removed_at` says that it is gone from the desk.

    SECURITY: `secret` is kept as it is, since each message is signed with it.
    """

    address = models.CharField(max_length=500)
    secret = models.CharField(max_length=80)
    deeds = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(default=timezone.now)
    off_at = models.DateTimeField(null=True)
    off_why = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(default=timezone.now)

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        ordering = ["address", "pk"]
        default_permissions = ()
        permissions = [("manage", "Can look after webhooks")]

    def __str__(self) -> str:
        return self.address

    def is_told_of(self, deed: str) -> bool:
        return deed in self.deeds


class OccurrenceQuerySet(models.QuerySet):
    """Occurrences."""

    def due(self) -> "OccurrenceQuerySet":
        """Keep those that nobody has looked at although their time has come, the earliest first."""
        return self.filter(told_at=None, due_at__lte=timezone.now()).order_by("due_at", "pk")


class Occurrence(models.Model):
    """Something that changes what readers see of a page, at `due_at`.

    `key` is the page's, "story:5"; `edition` the primary key of the edition, None for merges. `payload` is
    what is told, None as long as nobody has looked at it, or where there was nothing to tell: `told_at`
    says when that was.

    SECURITY: nothing of the page is written here before readers see it.
    """

    deed = models.CharField(max_length=12, choices=ReceiverEvent.choices, blank=True)
    key = models.CharField(max_length=40)
    edition = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    payload = models.JSONField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["told_at", "due_at"], name="occurrence_due")]

    def __str__(self) -> str:
        return f"{self.deed} {self.key}"


class DeliveryQuerySet(models.QuerySet):
    """Deliveries."""

    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)

    def due(self) -> "DeliveryQuerySet":
        """Keep those that are to be sent now: the earliest first, what has failed behind the others."""
        return self.waiting().filter(next_at__lte=timezone.now()).order_by("next_at", "pk")


class Delivery(models.Model):
    """One occurrence told to one receiver. `key` stays the same at each try, so that it can be known again.

    `status` is what was answered last, None where nobody answered; `failure` is a sentence.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DELIVERED = "delivered", "delivered"
        GIVEN_UP = "given-up", "given up"

    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="deliveries")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="deliveries")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["receiver", "state", "next_at"], name="delivery_due"),
            models.Index(fields=["receiver", "-made_at"], name="delivery_log"),
            models.Index(fields=["state", "next_at"], name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.state}"


class ReceiverDeed(AppendOnly):
    """One deed done to a receiver: who did it, when, with what result; nobody where the desk itself did."""

    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="log")
    verb = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def in_words(self) -> str:
        """What was done, "turned off"."""
        words = IN_WORDS.get(self.verb, self.verb)
        return words.format_map(defaultdict(str, self.detail))


# How long deliveries and what they told are kept.
KEPT = timedelta(days=30)
