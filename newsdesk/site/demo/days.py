"""The demo desk's past: verbs that are done as on an earlier day. For the demo command alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """Let the verbs in the block read `moment` from the clock.

    They take the time from the clock, never from whoever calls them, so that no edition of a real desk
    can be dated back. The command that lays the demo down runs in a process of its own, and stops the
    clock for itself.
    """
    with patch.object(timezone, "now", lambda: moment):
        yield


@contextmanager
def jobs_of_today() -> Iterator[None]:
    """Let the jobs that the block hands in wait from now on: the past is laid down today."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    before = list(waiting.values_list("pk", flat=True))
    yield
    waiting.exclude(pk__in=before).update(enqueued_at=timezone.now())
