"""Writes a desk into a stream, while people work on it."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import IO

from newsdesk.backup import desk, numbers, pictures
from newsdesk.backup.archive import Manifest, Rows, Writer, member_of
from newsdesk.backup.contents import models
from newsdesk.backup.rows import Names, Table
from newsdesk.backup.snapshot import snapshot

# Is told what is being written.
Told = Callable[[str], None]


def save(stream: IO[bytes], told: Told) -> Manifest:
    """Write everything; return what was written. Pictures that are not in the storage are told there."""
    writer = Writer(stream)
    try:
        manifest = _put_all(writer, told)
    except BaseException:
        writer.abandon()
        raise
    writer.close(manifest)
    return manifest


def _put_all(writer: Writer, told: Told) -> Manifest:
    named: set[str] = set()
    with snapshot():
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            made_by=desk.system_user(),
            versions=desk.versions(),
            settings=desk.settings_named(),
            migrations=desk.migrations(),
        )
        given = numbers.highest(models())
        names = Names()
        for model in models():
            table = Table(model, names)
            told(f"rows of {table.label}")
            manifest.models[table.label] = _put_rows(writer, table, given.get(model, 0), named)
    for name in pictures.files_of(named):
        told(name)
        if (file := pictures.opened(name)) is not None:
            manifest.files[name] = writer.put(name, pictures.pieces(file), packed=False)
        elif name in named:
            manifest.missing.append(name)
    return manifest


def _put_rows(writer: Writer, table: Table, highest: int, named: set[str]) -> Rows:
    counted = itertools.count()

    def pieces() -> Iterator[bytes]:
        for lines in table.lines():
            for line in lines:
                next(counted)
                named.update(pictures.named_in(line))
            yield b"".join(lines)

    member = writer.put(member_of(table.label), pieces())
    return Rows(
        bytes=member.bytes,
        sha256=member.sha256,
        rows=next(counted),
        columns=table.columns,
        highest=highest,
    )
