"""Documents as plain data: to JSON, from JSON, and their digest. The kinds of document live in the apps.

A document is a frozen dataclass made of strings, numbers, booleans, dates, other such dataclasses
and tuples of them. Nothing here knows about the database.
"""

import dataclasses
import datetime
import hashlib
import json
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
# A document as JSON holds it. `from_data` says whether it has the shape of one.
Data = dict[str, Any]
Upgrade = Callable[[Data], Data]


class StoredDocument(Protocol):
    """What an edition holds of its document."""

    @property
    def schema(self) -> int: ...
    @property
    def document(self) -> Data: ...


def added(default: T) -> T:
    """Return a field that documents of an older schema do not have.

    While it has its default it is not written. So a page frozen before the field existed keeps its
    digest, and is not taken for one with unpublished changes.
    """
    return dataclasses.field(default=default, metadata={"added": True})


class MalformedDocument(ValueError):
    """Stored data does not have the shape of the document it should be."""


def as_data(document: object) -> Data:
    """Return `document` as what JSON can hold: dicts, lists, strings, numbers, booleans and None.

    Raises TypeError for what is no document nor part of one.
    """
    if not dataclasses.is_dataclass(document) or isinstance(document, type):
        raise TypeError(f"{type(document).__name__} is no document.")
    return {
        field.name: value_as_data(getattr(document, field.name))
        for field in dataclasses.fields(document)
        if not (field.metadata.get("added") and getattr(document, field.name) == field.default)
    }


def value_as_data(value: object) -> object:
    """Return what JSON holds of anything that may stand in a document, and of rows of documents."""
    if dataclasses.is_dataclass(value):
        return as_data(value)
    if isinstance(value, (tuple, list)):
        return [value_as_data(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def from_data(cls: type[T], data: Data) -> T:
    """Build a `cls` from what `as_data` returned. Raises MalformedDocument, naming the field."""
    kind: object = cls
    try:
        return typing.cast("T", _reader(kind)(data, cls.__name__))
    except (TypeError, ValueError, KeyError) as error:
        raise MalformedDocument(str(error)) from error


def upgraded(data: Data, *, schema: int, current: int, upgrades: dict[int, Upgrade]) -> Data:
    """Return stored data in the shape of the current schema. Rows themselves are never migrated.

    `upgrades[n]` turns data of schema n into n + 1. Raises MalformedDocument for a schema unknown here.
    """
    while schema < current and schema in upgrades:
        data, schema = upgrades[schema](data), schema + 1
    if schema != current:
        raise MalformedDocument(
            f"Schema {schema} cannot be read here; the current one is {current}."
        )
    return data


def digest(document: object) -> str:
    """Return the SHA-256 of the document's canonical JSON, as 64 hexadecimal digits."""
    return digest_of_data(as_data(document))


def digest_of_data(data: object) -> str:
    """Return the SHA-256 of plain data in its canonical form."""
    return hashlib.sha256(canonical(data)).hexdigest()


def canonical(data: object) -> bytes:
    """Return plain data written as JSON with sorted keys and no spaces (UTF-8)."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


# Where in a document a value stands: its name, or a part of something, by name or number. It is written
# out for what is malformed alone.
_Where = str | tuple["_Where", str | int]
# Reads a value of some type.
_Reader = Callable[[Any, _Where], object]


@cache
def _reader(kind: object) -> _Reader:
    """Return what reads values of a type: made once, since a page reads hundreds of values."""
    if typing.get_origin(kind) is tuple:
        return _tuple_reader(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        (kind,) = (option for option in typing.get_args(kind) if option is not type(None))
        inner = _reader(kind)
        return lambda value, where: None if value is None else inner(value, where)
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(typing.cast("type", kind))
    if kind is datetime.date:
        return lambda value, where: datetime.date.fromisoformat(value)
    if kind in (str, int, bool):
        return _plain_reader(typing.cast("type", kind))
    return lambda value, where: value


def _tuple_reader(kind: object) -> _Reader:
    inner = _reader(kind)
    return lambda value, where: tuple(
        inner(item, (where, place)) for place, item in enumerate(value)
    )


def _plain_reader(kind: type) -> _Reader:
    def read(value: Any, where: _Where) -> object:
        if type(value) is not kind:
            raise MalformedDocument(
                f"{_said(where)} should be {kind.__name__}, not {type(value).__name__}."
            )
        return value

    return read


def _dataclass_reader(cls: type) -> _Reader:
    hints = typing.get_type_hints(cls)
    readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(cls)}
    names = frozenset(readers)

    def read(value: Any, where: _Where) -> object:
        if unknown := set(value) - names:
            told = ", ".join(sorted(unknown))
            raise MalformedDocument(f"{_said(where)} has unknown fields: {told}.")
        return cls(**{name: readers[name](item, (where, name)) for name, item in value.items()})

    return read


def _said(where: _Where) -> str:
    if isinstance(where, str):
        return where
    inside, part = where
    return f"{_said(inside)}[{part}]" if isinstance(part, int) else f"{_said(inside)}.{part}"
