"""Tables: CSV in whatever encoding and with whatever separator, and lists of JSON, row by row."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from newsdesk.intake.decode import composed, decoded
from newsdesk.intake.exports import parsed
from newsdesk.intake.lines import Unreadable

MOST_ROWS = 200_000
MOST_JSON = 15_000_000  # bytes; read as a whole
_HEAD = 65_536
_PIECE = 1 << 20
_SEPARATORS = ",;\t|"
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, object]


def rows_of(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield each row by the names of its columns, in small letters, with its number, from 1.

    Cells are texts; in JSON they may be lists. Raises Unreadable.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _json(path) if start.startswith((b"[", b"{")) else _csv(path)
    for number, row in enumerate(found, start=1):
        if number > MOST_ROWS:
            raise Unreadable(f"The table has more than {MOST_ROWS:,} rows: take it in in parts.")
        yield number, row


def columns_of(path: Path) -> frozenset[str]:
    """Return the names of the columns of a table. Raises Unreadable where it has none."""
    _, row = next(rows_of(path), (0, {}))
    return frozenset(row)


def cell(value: object) -> str:
    """Return a text for a cell of CSV, which no spreadsheet runs: "=1+1" becomes "'=1+1"."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(path: Path) -> Iterator[Row]:
    encoding = _encoding(path)
    try:
        with path.open("r", encoding=encoding, newline="", errors="strict") as file:
            yield from _of_lines(file)
    except UnicodeDecodeError as error:
        raise Unreadable("The table is damaged: it goes on in another encoding.") from error


def _of_lines(file: io.TextIOWrapper) -> Iterator[Row]:
    head = file.readline(_HEAD)
    separator = max(_SEPARATORS, key=head.count)
    names = [
        composed(name).strip().casefold()
        for name in next(csv.reader([head], delimiter=separator), [])
    ]
    if not any(names):
        raise Unreadable("The first line of the table has to name its columns.")
    reader = csv.reader(file, delimiter=separator)
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            raise Unreadable(
                f"Line {reader.line_num + 1} of the table cannot be read: {error}."
            ) from error
        if values is None:
            return
        if len(values) > len(names) and any(values[len(names) :]):
            raise Unreadable(
                f"Line {reader.line_num + 1} of the table has more cells than there are columns."
            )
        if any(value.strip() for value in values):
            pairs = zip(names, values, strict=False)
            yield {name: _text(value) for name, value in pairs if name}


def _text(value: str) -> str:
    """Return what a cell says: without what an export put before a formula, and what cannot be seen."""
    value = composed(value).strip()
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value


def _encoding(path: Path) -> str:
    """Return the encoding of a whole file, which is read once for that. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in head:
            decoded(head[: len(head) // 2 * 2])  # says so where it is no text
            return "utf-16-be" if head[:2].startswith(b"\x00") else "utf-16-le"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                decoder.decode(head)
                head = file.read(_PIECE)
            decoder.decode(b"", final=True)
            return "utf-8-sig"
        except UnicodeDecodeError:
            return "cp1252"


def _json(path: Path) -> Iterator[Row]:
    if path.stat().st_size > MOST_JSON:
        raise Unreadable(
            f"The list is larger than {MOST_JSON // 1_000_000} MB: take it in in parts, or as CSV."
        )
    found = parsed(path.read_bytes())
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else [found]
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unreadable("The JSON file is no list of rows with names.")
    for row in found:
        yield {str(name).strip().casefold(): _value(value) for name, value in row.items()}


def _value(value: object) -> object:
    if isinstance(value, str):
        return composed(value).strip()
    if isinstance(value, list | dict) or value is None:
        return value
    return str(value)
