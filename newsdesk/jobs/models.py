"""Workers that are alive, and when each periodic job is due. The jobs themselves are django-tasks' rows."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

# How often a worker says that it lives, and after how long it counts as dead.
BEAT = timedelta(seconds=10)
DEAD_AFTER = timedelta(seconds=60)


class WorkerQuerySet(models.QuerySet):
    """Workers, by when they were heard of last."""

    def alive(self) -> "WorkerQuerySet":
        return self.filter(seen_at__gt=timezone.now() - DEAD_AFTER)

    def dead(self) -> "WorkerQuerySet":
        return self.filter(seen_at__lte=timezone.now() - DEAD_AFTER)


class Worker(models.Model):
    """A process that runs jobs. `name` is what jobs know it by, `host` the machine that it runs on."""

    name = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=120)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} on {self.host}"


class PeriodicRun(models.Model):
    """When a periodic job is due next, and how its last run went.

    `name` is that of the table in `periodic.py`. `failed_at` and `failure` are of the last run that
    failed, and empty once one has gone well.
    """

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    ran_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    objects: models.Manager["PeriodicRun"] = models.Manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [("try_again", "Can try failed jobs again")]

    def __str__(self) -> str:
        return f"{self.name}, due {self.due_at:%Y-%m-%d %H:%M}"

    def is_late(self, now: datetime, grace: timedelta) -> bool:
        """Tell whether it has been due for longer than `grace`."""
        return self.due_at < now - grace
