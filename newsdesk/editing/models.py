"""Rows beside a working copy: states that forms were opened with, unsaved text, who is here.

They hang on a page by its key ("story:5"; "story:new" for one that is not saved yet). None is ever
public, none is history, and all are pruned.
"""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

# How long a form may stay open, or unsaved text may wait.
KEPT_FOR = datetime.timedelta(days=30)
# How long it is remembered that a form has been saved, so that no late autosave brings it back.
CLOSED_FOR = datetime.timedelta(days=2)
# Who has not been heard of for so long has left; the page asks every five seconds.
GONE_AFTER = datetime.timedelta(seconds=25)


class SavedStateQuerySet(models.QuerySet["SavedState"]):
    """What pages said when a form of theirs was opened."""

    def find(self, key: str, mark: str) -> "SavedState | None":
        """Return the latest such state of a page, or None. One query."""
        return self.filter(key=key, mark=mark).order_by("-pk").first()

    def outdated(self) -> "SavedStateQuerySet":
        return self.filter(at__lt=timezone.now() - KEPT_FOR)


class SavedState(models.Model):
    """A working copy as a form was opened with it.

    `data` is its document with all that the form offers (see states.py), `rows` the identity of each
    row of each list by its primary key, `after` the newest event of the page at that time.
    """

    key = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    schema = models.PositiveSmallIntegerField()
    data = models.JSONField()
    rows = models.JSONField(default=dict)
    after = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = SavedStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "mark"], name="saved_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} as {self.mark[:8]}"


class OwnQuerySet(models.QuerySet):
    """Rows that belong to one person. SECURITY: nobody else may ever see or change them."""

    def of(self, user: User | int, key: str) -> Self:
        return self.filter(user=user, key=key)


class ScratchQuerySet(OwnQuerySet):
    """Unsaved text."""

    def waiting(self) -> "ScratchQuerySet":
        """Keep what can be offered, the newest first."""
        return self.filter(closed=False).exclude(data=[]).order_by("-at", "-pk")

    def outdated(self) -> "ScratchQuerySet":
        now = timezone.now()
        old = models.Q(at__lt=now - KEPT_FOR)
        return self.filter(old | models.Q(closed=True, at__lt=now - CLOSED_FOR))


class Scratch(models.Model):
    """What one person has typed into one form and not saved.

    `form` tells this opening of the form from every other one; `data` is the list of names and values
    as a browser would send them; `order` grows with every autosave of the form. A closed one has been
    saved, as the page of its key, or thrown away, and holds no text any more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    form = models.CharField(max_length=32)
    order = models.BigIntegerField(default=0)
    data = models.JSONField(default=list)
    closed = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ScratchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="scratch_of_a_form_once"),
        ]
        indexes = [models.Index(fields=["user", "key"], name="scratch_of_a_page")]

    def __str__(self) -> str:
        return f"{self.key}, typed by {self.user_id}"


class UnmergedQuerySet(OwnQuerySet):
    """Saves that wait for a choice."""

    def outdated(self) -> "UnmergedQuerySet":
        return self.filter(at__lt=timezone.now() - KEPT_FOR)


class Unmerged(models.Model):
    """A save that met somebody else's in the same field, and waits for its editor's choice.

    `base` is the mark of the state that it started from, `data` what the page would say if it had been
    alone, `fields` what its editor changed, `onward` where the button of the form was to lead.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    base = models.CharField(max_length=64, blank=True)
    schema = models.PositiveSmallIntegerField()
    data = models.JSONField()
    fields = models.JSONField(default=list)
    onward = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = UnmergedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "key"], name="unmerged_of_a_page")]

    def __str__(self) -> str:
        return f"{self.key}, saved by {self.user_id}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Who has a form open."""

    def here(self, key: str, *, besides: User) -> "PresenceQuerySet":
        """Keep who is at the page now, with their names."""
        rows = self.filter(key=key, seen_at__gte=timezone.now() - GONE_AFTER)
        return rows.exclude(user=besides).select_related("user").order_by("user__username")

    def outdated(self) -> "PresenceQuerySet":
        return self.filter(seen_at__lt=timezone.now() - 10 * GONE_AFTER)


class Presence(models.Model):
    """One person at one page: in which section of the form, last active and last heard of when."""

    key = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.CharField(max_length=40, blank=True)
    active_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.key}"


def prune() -> dict[str, int]:
    """Delete what nobody can want any more; return how much of each."""
    outdated = [kind.objects.outdated() for kind in (SavedState, Scratch, Unmerged, Presence)]
    return {str(rows.model._meta.verbose_name_plural): rows.delete()[0] for rows in outdated}
