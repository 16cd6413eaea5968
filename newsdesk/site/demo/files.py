"""TOML files of the demo desk as tables, each with the words that say where it stands. Pure."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

# As TOML says it: each file is read with the dataclasses that it is made into.
Table = dict[str, Any]
T = TypeVar("T")


class BrokenContent(ValueError):
    """A file of the demo desk does not say what it should; the message names file and place."""


class UnknownReference(BrokenContent):
    """A file names a page, an author or an outlet that no file describes."""


@dataclass(frozen=True, slots=True)
class File:
    """One file by its name, with what it says."""

    name: str
    data: Table

    @classmethod
    def read(cls, path: Path) -> "File":
        try:
            with path.open("rb") as file:
                return cls(path.name, tomllib.load(file))
        except (OSError, ValueError) as error:
            raise BrokenContent(f"{path.name} cannot be read: {error}") from error

    def tables(self, name: str) -> Iterator[tuple[Table, str]]:
        """Yield each `[[name]]` with the words that say where it stands."""
        for number, table in enumerate(self.data.get(name, ()), start=1):
            label = next((table[k] for k in ("slug", "username", "name") if k in table), number)
            yield dict(table), f"{self.name}, {name} “{label}”"


def plain(cls: type[T], table: Table, where: str) -> T:
    """Build a dataclass from a table; lists become tuples."""
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    try:
        return cls(**values)
    except TypeError as error:
        raise BrokenContent(f"{where}: {str(error).split('__init__() ')[-1]}.") from error


def one_of(value: str, allowed: Iterable[str], where: str) -> str:
    if value not in allowed:
        raise BrokenContent(f"{where}: “{value}” is none of {', '.join(allowed)}.")
    return value


def html(text: str) -> str:
    """Return rich text for what a file says: blocks apart by a blank line, each a paragraph.

    A block that starts with a tag is kept as it is.
    """
    blocks = (" ".join(block.split()) for block in text.strip().split("\n\n"))
    return "".join(
        block
        if block.startswith(("<h3", "<ul", "<ol", "<blockquote", "<p>"))
        else f"<p>{block}</p>"
        for block in blocks
        if block
    )


def part_id(*place: object) -> str:
    """Return the id of a part, the same in every run: eight hexadecimal digits."""
    return hashlib.sha256("/".join(map(str, place)).encode()).hexdigest()[:8]
