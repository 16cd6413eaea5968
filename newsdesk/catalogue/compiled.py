"""Queries that are put together once in a process, and then only asked.

To build a QuerySet and to write its SQL takes several times as long as to find rows by a key. What every
request of a reader asks is made of QuerySet methods like all else, so that the rule of what is visible
stands in one place; what is kept is the SQL that they came to.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar, cast

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)
Columns = TypeVar("Columns")
Found = TypeVar("Found")
Scalar = str | int | datetime
Value = Scalar | list[str] | list[int]
# What Django has for each column that is not read as the database gives it.
Converters = dict[int, tuple[list[Callable[..., object]], models.Expression]]

# Stand for values while a query is put together; nothing that is asked looks like one of them.
_LAST_DAY = datetime(9999, 12, 30, tzinfo=UTC)
_NUMBER = 2**60
_NAMED = re.compile(r"%\((\w+)\)s")


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


@dataclass(frozen=True, slots=True)
class _WrittenSql:
    """SQL for a database, the names of its parameters in order, and how the first columns are read."""

    sql: str
    parameters: tuple[str, ...]
    compiler: SQLCompiler
    converters: Converters
    fields: tuple[str, ...]


class _Query:
    """A query that `build` makes of some values, given by name.

    `build` must compare with each value as it is, and look at none: it is called with others than those
    that are asked for. A list is for `__in`, and holds something.
    """

    def __init__(self, model: type[models.Model], build: Callable[..., models.QuerySet]) -> None:
        self._model, self._build = model, build
        self._kept: dict[tuple[object, ...], _Statement] = {}

    def _kept_for(self, values: dict[str, Value]) -> tuple[_Statement, str]:
        """Return the statement for such values, and the database that it is for."""
        using = router.db_for_read(self._model)
        sizes = (_size(each) if isinstance(each, list) else None for each in values.values())
        shape = (using, *zip(values, sizes, strict=True))
        if shape not in self._kept:
            filled = {name: _filled(each) for name, each in values.items()}
            self._kept[shape] = self._statement(using, filled)
        return self._kept[shape], using

    def _asked(
        self, using: str, kept: _Statement, values: dict[str, Value]
    ) -> Iterable[Sequence[object]]:
        given = _adapted(using, _flat({name: _filled(each) for name, each in values.items()}))
        parameters = [
            constant if source is None else given[source]
            for constant, source in zip(kept.parameters, kept.sources, strict=True)
        ]
        with _cursor(connections[using]) as cursor:
            cursor.execute(kept.sql, parameters)
            found = cursor.fetchall()
        return kept.compiler.apply_converters(found, kept.converters) if kept.converters else found

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
            fields=tuple(
                alias or cast("Col", column).target.attname for column, _, alias in compiler.select
            ),
        )


class CompiledQuery(_Query, Generic[Row]):
    """A query for rows of `model`, see `_Query`. They are made past `Model.__init__` and its signals."""

    def __init__(self, model: type[Row], build: Callable[..., models.QuerySet[Row]]) -> None:
        super().__init__(model, build)
        self._model: type[Row] = model

    def rows(self, **values: Value) -> list[Row]:
        """Return what is found for `values`. One query."""
        kept, using = self._kept_for(values)
        return [
            _made(self._model, using, kept.fields, row) for row in self._asked(using, kept, values)
        ]

    def one(self, **values: Value) -> Row:
        """Return the one row there is. One query. Raises the model's DoesNotExist."""
        rows = self.rows(**values)
        if not rows:
            raise self._model.DoesNotExist  # type: ignore[attr-defined]
        return rows[0]


class CompiledRows(_Query, Generic[Row]):
    """A query for rows of `model`, see `_Query`, made as Django makes them: with what `select_related` has
    fetched along, and with what they are annotated with.
    """

    def __init__(self, model: type[Row], build: Callable[..., models.QuerySet[Row]]) -> None:
        super().__init__(model, build)
        self._model: type[Row] = model

    def rows(self, **values: Value) -> list[Row]:
        """Return what is found for `values`. One query."""
        kept, using = self._kept_for(values)
        compiler = kept.compiler
        fields = compiler.klass_info["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        names = [column.target.attname for column, _, _ in compiler.select[columns]]
        # The stubs have the signature of a later Django.
        linked = get_related_populators(compiler.klass_info, compiler.select, using)  # type: ignore[call-arg]
        made = []
        for row in self._asked(using, kept, values):
            made.append(self._model.from_db(using, names, row[columns]))
            for each in linked:
                each.populate(row, made[-1])
            for name, place in compiler.annotation_col_map.items():
                setattr(made[-1], name, row[place])
        return made


class CompiledValues(_Query, Generic[Columns]):
    """A query for some columns of `model`, a `values_list`, see `_Query`. `row` is made of them."""

    def __init__(
        self,
        model: type[models.Model],
        row: Callable[..., Columns],
        build: Callable[..., models.QuerySet],
    ) -> None:
        super().__init__(model, build)
        self._row = row

    def rows(self, **values: Value) -> list[Columns]:
        """Return what is found for `values`. One query."""
        kept, using = self._kept_for(values)
        return [self._row(*row) for row in self._asked(using, kept, values)]


class CompiledSql(Generic[Found]):
    """A statement that QuerySets cannot say, for rows of `model` without the fields `without`.

    `write` returns it for a vendor and the columns of `model`, whose table it calls p; parameters stand in it
    as %(name)s. What it selects after the columns follows the row: `found` is made of all.
    """

    def __init__(
        self,
        model: type[models.Model],
        found: Callable[..., Found],
        write: Callable[[str, str], str],
        *,
        without: Collection[str] = (),
    ) -> None:
        self._model, self._found, self._write, self._without = model, found, write, without
        self._kept: dict[str, _WrittenSql] = {}

    def rows(self, using: str, values: Mapping[str, Value]) -> list[Found]:
        """Return what is found for `values`; a list comes as an array, on SQLite as JSON. One query."""
        connection = connections[using]
        kept = self._kept.get(using) or self._kept.setdefault(using, self._written(connection))
        given = {name: _given(connection, value) for name, value in values.items()}
        parameters = [given[name] for name in kept.parameters]
        with _cursor(connection) as cursor:
            cursor.execute(kept.sql, parameters)
            found: Iterable[Sequence[object]] = cursor.fetchall()
        if kept.converters:
            found = kept.compiler.apply_converters(found, kept.converters)
        many = len(kept.fields)
        return [
            self._found(_made(self._model, using, kept.fields, row), *row[many:]) for row in found
        ]

    def _written(self, connection: BaseDatabaseWrapper) -> _WrittenSql:
        fields = [
            field for field in self._model._meta.concrete_fields if field.name not in self._without
        ]
        columns = ", ".join(f"p.{connection.ops.quote_name(str(field.column))}" for field in fields)
        compiler = self._model._base_manager.using(connection.alias).query.get_compiler(
            connection.alias
        )
        sql = self._write(connection.vendor, columns)
        expressions = [field.get_col(field.model._meta.db_table) for field in fields]
        return _WrittenSql(
            sql=_NAMED.sub("%s", sql),
            parameters=tuple(_NAMED.findall(sql)),
            compiler=compiler,
            converters=compiler.get_converters(expressions),
            fields=tuple(field.attname for field in fields),
        )


def _made(model: type[Row], using: str, fields: Sequence[str], row: Sequence[object]) -> Row:
    """Return a row as the model reads it, past `__init__` and its signals; what has no value is deferred."""
    made = model.__new__(model)
    vars(made).update(zip(fields, row, strict=False), _state=ModelState())
    made._state.adding, made._state.db = False, using
    return made


def _given(connection: BaseDatabaseWrapper, value: Value) -> Value:
    """Return a parameter as the database takes it: SQLite has neither moments nor arrays."""
    if isinstance(value, datetime):
        return cast("str", connection.ops.adapt_datetimefield_value(value))
    if isinstance(value, list) and connection.vendor == "sqlite":
        return json.dumps(value)
    return value


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """Return a cursor that leaves the values to PostgreSQL, which can plan such a statement once.

    Where statements are logged they are written out instead: Django knows no others.
    """
    cursor = connection.cursor()
    if connection.vendor == "postgresql" and not connection.queries_logged:
        from django.db.backends.postgresql.base import ServerBindingCursor

        cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return cursor


def _filled(value: Value) -> Value:
    """Return a list with its last entry repeated until there are 1, 2, 4, 8 ...: few statements are kept."""
    if not isinstance(value, list):
        return value
    return [*value, *value[-1:] * (_size(value) - len(value))]


def _size(value: list[str] | list[int]) -> int:
    return 1 << (len(value) - 1).bit_length()


def _flat(values: dict[str, Value]) -> list[Scalar]:
    return [
        part for each in values.values() for part in (each if isinstance(each, list) else [each])
    ]


def _adapted(using: str, values: list[Scalar]) -> list[Scalar]:
    """Return values that are no lists as the database takes them."""
    connection = connections[using]
    return [cast("Scalar", _given(connection, each)) for each in values]


def _marks(value: Value, number: int) -> Value:
    """Return something of the same kind in place of a value, the `number`th of all."""
    if isinstance(value, list):
        return [_marks(each, number + place) for place, each in enumerate(value)]  # type: ignore
    if isinstance(value, datetime):
        return _LAST_DAY + timedelta(seconds=number)
    return _NUMBER + number if isinstance(value, int) else f"\ue000{number}"
