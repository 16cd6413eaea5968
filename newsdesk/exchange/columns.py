"""The columns of a row that stand beside its document, as plain data and back: no keys, no digests."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.contrib.auth.models import User
from django.db.models import Field, FileField, Model

from newsdesk.comparison.labels import Fields
from newsdesk.comparison.three_way_merge import Data

# Columns that no export has, and why: a key or a digest of this database, or made of other columns; what a
# page was merged into stands in the line of the merge.
LEFT_OUT = frozenset(
    ("id", "uid", "digest", "approved_digest", "folded", "merged_into", "shown_as")
)


class UnknownColumn(TypeError):
    """A column of a kind that an export has no form for."""


def beside(model: type[Model], fields: Fields = ()) -> list[Field]:
    """Return the columns of a model that no field of its document has; `image_alt` is of `image`."""
    told = {field.name for field in fields}
    return [
        column
        for column in model._meta.concrete_fields
        if column.name not in LEFT_OUT
        and column.name not in told
        and column.name.split("_")[0] not in told & {"image"}
    ]


def written(
    row: Model,
    columns: list[Field],
    name_of: Callable[[int], str],
    picture: Callable[[str], str] | None = None,
) -> Data:
    """Return what columns hold, by name; people go by what `name_of` says for their key, pictures by what
    `picture` says for the name of their file.
    """
    told = {
        column.name: _written(row, column, name_of) for column in columns if not _is_file(column)
    }
    files = [column for column in columns if _is_file(column)]
    for column in files:
        name = str(getattr(row, column.attname))
        if picture is None:
            raise UnknownColumn(f"An export cannot keep {column}.")
        told[column.name] = picture(name) if name else ""
    return told


def _written(row: Model, column: Field, name_of: Callable[[int], str]) -> object:
    value = getattr(row, column.attname)
    if value is None or (isinstance(value, str | bool | int) and not column.is_relation):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if column.related_model is User:
        return name_of(value)
    if column.get_internal_type() == "JSONField":
        return value
    raise UnknownColumn(f"An export cannot keep {column}.")


def read(
    data: Data,
    columns: list[Field],
    person: Callable[[str], User],
    picture: Callable[[str], str] | None = None,
) -> Data:
    """Return values by column as a row takes them. Raises KeyError, TypeError or ValueError for others."""
    found = {}
    for column in columns:
        if column.name in data:
            value = data[column.name]
            kept = picture(str(value)) if picture and _is_file(column) else value
            found[column.attname] = _read(column, kept, person)
    return found


def _is_file(column: Field) -> bool:
    return isinstance(column, FileField)


def _read(column: Field, value: object, person: Callable[[str], User]) -> object:
    if value is None:
        return None
    if column.related_model is User:
        return person(str(value)).pk
    kind = column.get_internal_type()
    if kind == "DateTimeField":
        return instant(value)
    if kind == "DateField":
        return date.fromisoformat(str(value))
    return column.to_python(value)


def moment(at: datetime) -> str:
    """Return a time as an export writes it, to the microsecond and in UTC."""
    return at.astimezone(UTC).isoformat()


def instant(text: object) -> datetime:
    """Return the time that `moment` wrote. Raises ValueError for what says nothing of its zone."""
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return found
