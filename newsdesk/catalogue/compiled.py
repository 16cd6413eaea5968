"""Queries that are put together once in a process, and then only asked.

To build a QuerySet and to write its SQL takes several times as long as to find rows by a key. What every
request of a reader asks is made of QuerySet methods like all else, so that the rule of what is visible
stands in one place; what is kept is the SQL that they came to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar, cast

from django.db import connections, models, router
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)
Scalar = str | int | datetime
Value = Scalar | list[str] | list[int]
# What Django has for each column that is not read as the database gives it.
Converters = dict[int, tuple[list[Callable[..., object]], models.Expression]]

# Stand for values while a query is put together; nothing that is asked looks like one of them.
_LAST_DAY = datetime(9999, 12, 30, tzinfo=UTC)
_NUMBER = 2**60


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL, where its parameters come from, and how its rows are read.

    A source is the number of a value, or None for a parameter that is always the same.
    """

    sql: str
    parameters: tuple[Scalar, ...]
    sources: tuple[int | None, ...]
    compiler: SQLCompiler
    converters: Converters
    fields: tuple[str, ...]


class Compiled(Generic[Row]):
    """A query for rows of `model` that `build` makes of some values, given by name.

    `build` must compare with each value as it is, and look at none: it is called with others than those
    that are asked for. A list is for `__in`, and holds something.
    """

    def __init__(self, model: type[Row], build: Callable[..., models.QuerySet[Row]]) -> None:
        self._model, self._build = model, build
        self._kept: dict[tuple[object, ...], _Statement] = {}

    def rows(self, **values: Value) -> list[Row]:
        """Return what is found for `values`. One query."""
        using = router.db_for_read(self._model)
        values = {name: _filled(each) for name, each in values.items()}
        sizes = (len(each) if isinstance(each, list) else None for each in values.values())
        shape = (using, *zip(values, sizes, strict=True))
        if shape not in self._kept:
            self._kept[shape] = self._statement(using, values)
        return self._asked(using, self._kept[shape], _adapted(using, _flat(values)))

    def one(self, **values: Value) -> Row:
        """Return the one row there is. One query. Raises the model's DoesNotExist."""
        rows = self.rows(**values)
        if not rows:
            raise self._model.DoesNotExist  # type: ignore[attr-defined]
        return rows[0]

    def _asked(self, using: str, kept: _Statement, given: list[Scalar]) -> list[Row]:
        parameters = [
            constant if source is None else given[source]
            for constant, source in zip(kept.parameters, kept.sources, strict=True)
        ]
        with connections[using].cursor() as cursor:
            cursor.execute(kept.sql, parameters)
            found = cursor.fetchall()
        if kept.converters:
            found = kept.compiler.apply_converters(found, kept.converters)
        return [self._model.from_db(using, kept.fields, row) for row in found]

    def _statement(self, using: str, values: dict[str, Value]) -> _Statement:
        """Put the query together with marks in place of the values, and see where they come out."""
        marked, count = {}, 0
        for name, each in values.items():
            marked[name] = _marks(each, count)
            count += len(each) if isinstance(each, list) else 1
        compiler = self._build(**marked).using(using).query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        marks = _adapted(using, _flat(marked))
        sources = tuple(marks.index(each) if each in marks else None for each in parameters)
        if {*range(count)} - {*sources}:
            raise TypeError("A compiled query has to compare with every value as it is.")
        return _Statement(
            sql=sql,
            parameters=tuple(parameters),
            sources=sources,
            compiler=compiler,
            converters=compiler.get_converters([column for column, _, _ in compiler.select]),
            fields=tuple(column.target.attname for column, _, _ in compiler.select),
        )


def _filled(value: Value) -> Value:
    """Return a list with its last entry repeated until there are 1, 2, 4, 8 ...: few statements are kept."""
    if not isinstance(value, list):
        return value
    return [*value, *value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))]


def _flat(values: dict[str, Value]) -> list[Scalar]:
    return [
        part for each in values.values() for part in (each if isinstance(each, list) else [each])
    ]


def _adapted(using: str, values: list[Scalar]) -> list[Scalar]:
    """Return values as the database takes them: SQLite has no moments."""
    adapt = connections[using].ops.adapt_datetimefield_value
    return [cast("str", adapt(each)) if isinstance(each, datetime) else each for each in values]


def _marks(value: Value, number: int) -> Value:
    """Return something of the same kind in place of a value, the `number`th of all."""
    if isinstance(value, list):
        return [_marks(each, number + place) for place, each in enumerate(value)]  # type: ignore
    if isinstance(value, datetime):
        return _LAST_DAY + timedelta(seconds=number)
    return _NUMBER + number if isinstance(value, int) else f"\ue000{number}"
