"""The worker: django-tasks' own, which also says that it lives, tries again, and takes over from the dead."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.backend import number_of
from newsdesk.jobs.job import job_failed, terms_of
from newsdesk.jobs.models import BEAT, Worker
from newsdesk.jobs.periodic import hand_in_due, keep_outcome
from newsdesk.requests import log

logger = logging.getLogger("newsdesk.jobs")

# How long a worker waits when the database does not answer.
AWAY = 5.0  # seconds
# How often it looks for what is due and for what the dead have left.
ROUND = timedelta(minutes=1)
# What stands for a failure that no exception was raised for.
DIED = "newsdesk.jobs.worker.WorkerDied"


class WorkerDied(Exception):
    """The process that ran the job ended in the middle of it."""


class JobWorker(DatabaseWorker):
    """Runs jobs one after the other until it is told to stop. Ends for no failure of a job or database."""

    def __init__(
        self, *, name: str, interval: float = 1.0, batch: bool = False, beside: bool = False
    ) -> None:
        """Take a name that no other worker has. One `beside` a process ends with whoever started it."""
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self.heart = _Heart(name, parent=os.getppid() if beside else None)

    def run(self) -> None:
        self.heart.start()
        try:
            while self.running:
                try:
                    super().run()
                    return
                except (DatabaseError, InterfaceError) as error:
                    logger.warning("The database does not answer: %s", error)
                    connection.close()
                    time.sleep(AWAY)
        finally:
            self.heart.stop()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        with log.about_job(db_task_result.task_path, number=number_of(db_task_result)):
            self._run(db_task_result)

    def _run(self, db_task_result: DBTaskResult) -> None:
        path, began = db_task_result.task_path, time.monotonic()
        with self.heart.running(db_task_result):
            super().run_task(db_task_result)
        seconds = time.monotonic() - began
        if db_task_result.status != TaskResultStatus.FAILED:
            keep_outcome(path, seconds=seconds)
            return
        failure = db_task_result.exception_class_path
        logger.error(
            "The job %s failed, try %d: %s",
            path,
            len(db_task_result.worker_ids),
            db_task_result.traceback,
        )
        keep_outcome(path, seconds=seconds, failure=failure)
        try_again(db_task_result)


def try_again(failed: DBTaskResult) -> bool:
    """Let a failed job run once more, later, unless it has been tried often enough."""
    terms, tried = terms_of(failed.task_path), len(failed.worker_ids)
    if tried >= terms.tries:
        # A receiver that fails is logged by Django and costs nothing else.
        job_failed.send_robust(sender=None, path=failed.task_path)
        return False
    ready = DBTaskResult.objects.filter(pk=failed.pk, status=TaskResultStatus.FAILED)
    after = timezone.now() + terms.pause_after(tried)
    return bool(ready.update(status=TaskResultStatus.READY, run_after=after, finished_at=None))


def take_over() -> int:
    """Take from dead workers what they were running; return how many jobs. Each counts as a try."""
    dead = [worker.name for worker in Worker.objects.dead()]
    alive = set(Worker.objects.alive().values_list("name", flat=True))
    taken = 0
    for left in DBTaskResult.objects.running():
        last = left.worker_ids[-1] if left.worker_ids else ""
        # A worker that began a moment ago may have claimed it before it was first heard of.
        if last not in alive and _is_old(left):
            taken += _take(left)
    Worker.objects.dead().filter(name__in=dead).delete()
    return taken


def _is_old(left: DBTaskResult) -> bool:
    return left.started_at is None or left.started_at < timezone.now() - BEAT * 2


@transaction.atomic
def _take(left: DBTaskResult) -> bool:
    """Mark a job as failed that nobody runs any more, and let it be tried again."""
    row = DBTaskResult.objects.filter(
        pk=left.pk, status=TaskResultStatus.RUNNING, worker_ids=left.worker_ids
    )
    told = {"exception_class_path": DIED, "traceback": "The worker ended in the middle of it."}
    if not row.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), **told):
        return False
    logger.warning("Taken over from a dead worker: %s", left.task_path)
    keep_outcome(left.task_path, seconds=0, failure=DIED)
    try_again(DBTaskResult.objects.get(pk=left.pk))
    return True


class _Heart(threading.Thread):
    """Says every few seconds that the worker lives, and does once a minute what any of them may do.

    A job that takes longer than its terms allow hangs: the process ends, and another takes the job over.
    """

    def __init__(self, name: str, *, parent: int | None) -> None:
        super().__init__(name="heart", daemon=True)
        self._worker, self._parent = name, parent
        self._stopped = threading.Event()
        self._until: float | None = None
        self._job = ""

    def run(self) -> None:
        rounds_at = 0.0
        while not self._stopped.is_set():
            try:
                close_old_connections()
                self.beat()
                if time.monotonic() >= rounds_at:
                    rounds_at = time.monotonic() + ROUND.total_seconds()
                    take_over()
                    hand_in_due()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("A worker could not say that it lives: %s", error)
                connection.close()
            self._end_if_hanging()
            if self._parent not in (None, os.getppid()):
                os.kill(os.getpid(), signal.SIGTERM)
            self._stopped.wait(BEAT.total_seconds())
        connection.close()

    def beat(self) -> None:
        """Say that the worker lives."""
        Worker.objects.update_or_create(
            name=self._worker,
            defaults={"seen_at": timezone.now()},
            create_defaults={"host": socket.gethostname()[:120]},
        )

    def stop(self) -> None:
        self._stopped.set()
        self.join(AWAY)
        try:
            Worker.objects.filter(name=self._worker).delete()
        except (DatabaseError, InterfaceError):
            connection.close()

    @contextmanager
    def running(self, work: DBTaskResult) -> Iterator[None]:
        """Follow a job for as long as the block lasts."""
        self._job = work.task_path
        self._until = time.monotonic() + terms_of(work.task_path).longest.total_seconds()
        try:
            yield
        finally:
            self._until = None

    def _end_if_hanging(self) -> None:
        if self._until is not None and time.monotonic() > self._until:
            logger.error("The job %s hangs: this worker ends.", self._job)
            logging.shutdown()
            os._exit(70)  # EX_SOFTWARE: nothing else ends a thread that waits for what never comes.
