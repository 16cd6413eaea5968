"""Jobs: functions that run outside of requests, and the one way to hand them in.

A job is a Task of django-tasks, Django's own tasks before Django 6, with what that has not: how often it is
tried, how long it may take. It may run twice, when its worker died at the end of the first run, so it has
to come out the same.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django_tasks.base import Task, TaskResultStatus, task
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger("newsdesk.jobs")

# Sent with `path` of a job that has failed and is not tried again by itself.
job_failed = Signal()

# Of people who wait for a mail, of pages, of what can wait until nobody else does.
URGENT, USUAL, PATIENT = 50, 0, -50


@dataclass(frozen=True, slots=True)
class Terms:
    """What a job is called on the desk, how often it is tried, and after how long its worker gives it up.

    Between two tries lies `pause`, then three times that, nine times, and so on up to `longest_pause`.
    """

    label: str
    tries: int = 5
    pause: timedelta = timedelta(seconds=30)
    longest_pause: timedelta = timedelta(hours=6)
    longest: timedelta = timedelta(hours=1)

    def pause_after(self, tried: int) -> timedelta:
        """Return how long to wait after the try of that number, counted from 1."""
        return min(self.pause * 3 ** (tried - 1), self.longest_pause)


_terms: dict[str, Terms] = {}
# Of a job whose code is gone since it was handed in.
_UNKNOWN = Terms(label="A job of an earlier release", tries=1)


def job(terms: Terms, *, priority: int = USUAL) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a job of a function of a module. Its arguments have to be JSON."""

    def make(function: Callable[P, T]) -> Task[P, T]:
        made = task(priority=priority)(function)
        _terms[made.module_path] = terms
        return made

    return make


def terms_of(path: str) -> Terms:
    """Return the terms of the job at that path of a function."""
    return _terms.get(path, _UNKNOWN)


def hand_in(work: Task[P, T], *args: P.args, **kwargs: P.kwargs) -> None:
    """Let a job run once the transaction is committed; not at all where it is undone.

    One that waits with the same arguments and has not begun does for both. Where no worker runs, by the
    setting NEWSDESK_JOBS, it runs in this process then; a failure is logged and costs nothing else.
    """
    if settings.JOBS_IN_REQUESTS:

        def run() -> None:
            work.call(*args, **kwargs)

        transaction.on_commit(run, robust=True)
        return
    waiting = rows_of(work, *args, **kwargs).filter(status=TaskResultStatus.READY, worker_ids=[])
    if not waiting.exists():
        work.enqueue(*args, **kwargs)


def rows_of(work: Task[P, T], *args: P.args, **kwargs: P.kwargs) -> "QuerySet[DBTaskResult]":
    """Return the rows of a job with these arguments, whichever request handed each in."""
    asked = normalize_json({"args": args, "kwargs": kwargs})
    return DBTaskResult.objects.filter(
        task_path=work.module_path,
        args_kwargs__args=asked["args"],
        args_kwargs__kwargs=asked["kwargs"],
    )
