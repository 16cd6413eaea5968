"""Imports of whole sites: each run with its report, and what of another system became what here."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ImportRun(models.Model):
    """One file that is taken in, or looked at.

    `digest` is the SHA-256 of the file, `kept_as` its name in the storage until the run is over, empty where
    a command reads it. `options` say how: `as_it_was`, `dry`. `done` of `total` rows are done; no total is
    known before the file was counted. `told` are sentences about the file as a whole.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a worker"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Not taken in"

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, db_index=True)
    kept_as = models.CharField(max_length=120, blank=True)
    options = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list)
    handed_in_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: models.Manager["ImportRun"] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("import_site", "Can take in whole sites")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    @property
    def time_left(self) -> str:
        """How long it will still take at the pace so far, in words; "" as long as that is not known."""
        if self.is_over or not self.total or not self.done or self.began_at is None:
            return ""
        taken = (timezone.now() - self.began_at).total_seconds()
        minutes = round(taken / self.done * max(self.total - self.done, 0) / 60)
        if not minutes:
            return "less than a minute"
        return "about a minute" if minutes == 1 else f"about {minutes} minutes"


class ImportRow(models.Model):
    """What became of one row of a file: `result` in a word, `message` in a sentence, `target` the page."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=10)
    message = models.TextField()
    target = models.CharField(max_length=40, blank=True)

    objects: models.Manager["ImportRow"] = models.Manager()

    class Meta:
        ordering = ["number", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["run", "result", "number"], name="import_row_result")]

    def __str__(self) -> str:
        return f"{self.number}: {self.result}"


class OutsideText(models.Model):
    """A text of another system that is on this desk: by what that system knows it, and what it said.

    `digest` is that of the text as it was taken in, so that a second run sees what has changed there.
    """

    outside = models.CharField(max_length=300, unique=True)
    digest = models.CharField(max_length=64)
    target = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    objects: models.Manager["OutsideText"] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.outside} -> {self.target}"
