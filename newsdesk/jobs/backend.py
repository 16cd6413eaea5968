"""Where jobs are rows, as django-tasks-db keeps them, with the request that handed each in."""

from typing import ParamSpec, TypeVar

from django_tasks.base import Task
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from newsdesk.requests.log import number_of_request

P = ParamSpec("P")
T = TypeVar("T")

# Beside "args" and "kwargs", which are all that the library reads.
NUMBER = "request"


class NumberedJobs(DatabaseBackend):
    """Keeps the number of the request beside the arguments of a job, for the log of its worker."""

    def _task_to_db_task(  # type: ignore[override]  # The library has two names for one Task.
        self,
        task: Task[P, T],
        args: P.args,  # type: ignore[valid-type]
        kwargs: P.kwargs,  # type: ignore[valid-type]
    ) -> DBTaskResult:
        told = normalize_json({"args": args, "kwargs": kwargs})
        if number := number_of_request():
            told[NUMBER] = number
        return DBTaskResult.objects.create(
            id=self._get_id(),
            args_kwargs=told,
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after,  # type: ignore[misc]
            backend_name=self.alias,
        )


def number_of(row: DBTaskResult) -> str:
    """Return the number of the request that handed a job in, "" where none did."""
    return str(row.args_kwargs.get(NUMBER, ""))
