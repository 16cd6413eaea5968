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
    try:
        return typing.cast("T", _read(cls, data, cls.__name__))
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


@cache
def _fields(cls: type) -> dict[str, object]:
    hints = typing.get_type_hints(cls)
    return {f.name: hints[f.name] for f in dataclasses.fields(cls)}


def _read(kind: object, value: Any, where: str) -> object:
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(_read(inner, item, f"{where}[{n}]") for n, item in enumerate(value))
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        if value is None:
            return None
        (kind,) = (option for option in typing.get_args(kind) if option is not type(None))
        return _read(kind, value, where)
    if dataclasses.is_dataclass(kind):
        known = _fields(typing.cast("type", kind))
        if unknown := set(value) - set(known):
            raise MalformedDocument(f"{where} has unknown fields: {', '.join(sorted(unknown))}.")
        return typing.cast("type", kind)(
            **{name: _read(known[name], item, f"{where}.{name}") for name, item in value.items()}
        )
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    if kind in (str, int, bool) and type(value) is not kind:
        raise MalformedDocument(f"{where} should be {kind.__name__}, not {type(value).__name__}.")
    return value
