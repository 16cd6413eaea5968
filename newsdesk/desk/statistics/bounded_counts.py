"""Many numbers by one statement, none of them counted beyond a bound."""

from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from newsdesk.desk.statistics.figures import BOUND

Key = TypeVar("Key")


def bounded_counts(queries: Mapping[Key, QuerySet]) -> dict[Key, int]:
    """Return how many rows each query finds, BOUND + 1 for any more. One statement, none for no queries."""
    counts = dict.fromkeys(queries, 0)
    statements: dict[Key, str] = {}
    parameters: list[str | int] = []
    using = ""
    for key, query in queries.items():
        using = query.db
        bounded = query.order_by().values("pk")[: BOUND + 1]
        try:
            sql, values = bounded.query.get_compiler(using).as_sql()
        except EmptyResultSet:
            continue
        statements[key] = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"  # noqa: S608  Made by the ORM.
        parameters += values
    if not statements:
        return counts
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(statements.values())}", parameters)
        row = cursor.fetchone()
    return {**counts, **dict(zip(statements, row, strict=True))}
