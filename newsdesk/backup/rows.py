"""Rows as lines of text and back: the same text for the same row, whatever the database.

Values are those that are stored: nothing is cleaned, stamped or counted on the way. Microseconds stay, which
Django's own JSON drops. The names in a JSON value are sorted, since PostgreSQL keeps them in an order of
its own.
"""

import json
import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Field, Model

from newsdesk.backup.contents import label_of

# So many rows are in memory at a time.
BATCH = 200

# By the type of a column, as Django calls it: from what stands in the line to what Python has.
_READ: dict[str, Callable[[str], object]] = {
    "BinaryField": b64decode,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "TimeField": time.fromisoformat,
    "UUIDField": uuid.UUID,
}

Name = tuple[str, ...]


class Names:
    """What has another number in each database goes by its name: types of content and permissions."""

    def __init__(self) -> None:
        types: dict[int, Name] = {
            each.pk: (each.app_label, each.model) for each in ContentType.objects.order_by("pk")
        }
        permissions = Permission.objects.values_list("pk", "content_type_id", "codename")
        self._names: dict[type[Model], dict[int, Name]] = {
            ContentType: types,
            Permission: {pk: (*types[of], codename) for pk, of, codename in permissions},
        }
        self._numbers: dict[type[Model], dict[Name, int]] = {
            model: {name: pk for pk, name in names.items()} for model, names in self._names.items()
        }

    def of(self, field: Field) -> type[Model] | None:
        """Return what a column points to, if that goes by its name."""
        return next((model for model in self._names if model is field.related_model), None)

    def name(self, model: type[Model], pk: int) -> Name:
        return self._names[model][pk]

    def number(self, model: type[Model], name: Name) -> int:
        """Return the number that this database has for it; what is of code that has gone is made."""
        numbers = self._numbers[model]
        if name not in numbers:
            numbers[name] = self._made(model, name)
            self._names[model][numbers[name]] = name
        return numbers[name]

    def _made(self, model: type[Model], name: Name) -> int:
        if model is ContentType:
            return ContentType.objects.create(app_label=name[0], model=name[1]).pk
        of = self.number(ContentType, name[:2])
        return Permission.objects.create(content_type_id=of, codename=name[2], name=name[2]).pk


class Table:
    """The rows of one model."""

    def __init__(self, model: type[Model], names: Names) -> None:
        self.model = model
        self.label = label_of(model)
        self._names = names
        self._fields: list[Field] = [
            field for field in model._meta.concrete_fields if not field.generated
        ]
        self.columns = [str(field.column) for field in self._fields]
        # Where in a row something stands by its name.
        self._named = [
            (place, target)
            for place, field in enumerate(self._fields)
            if (target := names.of(field))
        ]

    def lines(self) -> Iterator[list[bytes]]:
        """Yield all rows in the order of their keys, some at a time."""
        for rows in self._rows():
            yield [self._line(row) for row in rows]

    def write(self, lines: Iterable[bytes]) -> None:
        """Insert rows from their lines, past models and signals."""
        quoted = ", ".join(map(connection.ops.quote_name, self.columns))
        places = ", ".join(["%s"] * len(self.columns))
        table = connection.ops.quote_name(self.model._meta.db_table)
        insert = f"INSERT INTO {table} ({quoted}) VALUES ({places})"  # noqa: S608
        waiting = iter(lines)
        with connection.cursor() as cursor:
            while some := list(islice(waiting, BATCH)):
                cursor.executemany(insert, [self._values(json.loads(line)) for line in some])

    def _rows(self) -> Iterator[list[tuple]]:
        """Go by the key rather than by a cursor of the server, which a pooler may not allow."""
        wanted = self.model._base_manager.order_by("pk").values_list(
            "pk", *(field.attname for field in self._fields)
        )
        rows = list(wanted[:BATCH])
        while rows:
            yield [row[1:] for row in rows]
            rows = list(wanted.filter(pk__gt=rows[-1][0])[:BATCH])

    def _line(self, row: tuple) -> bytes:
        if self._named:
            named = list(row)
            for place, model in self._named:
                if row[place] is not None:
                    named[place] = self._names.name(model, row[place])
            row = tuple(named)
        text = json.dumps(row, sort_keys=True, separators=(",", ":"), default=_plain)
        return text.encode() + b"\n"

    def _values(self, row: list) -> tuple:
        for place, model in self._named:
            name = row[place]
            if isinstance(name, list):
                row[place] = self._names.number(model, tuple(name))
        values = zip(self._fields, row, strict=True)
        return tuple(self._stored(field, value) for field, value in values)

    def _stored(self, field: Field, value: object) -> object:
        """Return what the database is given: texts as they are, which our own fields would clean."""
        kind = field.get_internal_type()
        if kind == "JSONField":
            return field.get_db_prep_save(value, connection)
        if kind in _READ and isinstance(value, str):
            return field.get_db_prep_save(_READ[kind](value), connection)
        return value


def _plain(value: object) -> str:
    """Return what JSON has no form for, as `_READ` reads it back."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    raise TypeError(f"A backup cannot keep {type(value).__name__}.")
