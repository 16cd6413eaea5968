"""What many tests begin with, made once by each process through the verbs and laid down again as rows."""

import pickle
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from tests import database

P = ParamSpec("P")
T = TypeVar("T")

_made: dict[Any, tuple[database.Rows, bytes]] = {}


def world(make: Callable[P, T]) -> Callable[P, T]:
    """Let `make` do its work once for each of its arguments; afterwards lay down the rows that it left.

    It begins with an empty desk, else it fails. What it returns comes as a copy that each test has for
    itself. What it keeps outside the database (stored pictures) has to stay for the whole run.
    """

    @wraps(make)
    def laid(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (connection.vendor, make, args, tuple(sorted(kwargs.items())))
        if filled := database.filled(connection):
            raise AssertionError(f"{make.__name__} begins with an empty desk; filled: {filled}")
        if key in _made:
            _made[key][0].lay(connection)
        else:
            answer = make(*args, **kwargs)
            _made[key] = (database.Rows.taken(connection), pickle.dumps(answer))
        copy: Any = pickle.loads(_made[key][1])  # noqa: S301  Ours, of a moment ago.
        return copy

    return laid
