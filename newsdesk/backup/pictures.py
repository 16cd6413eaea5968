"""The files of pictures that rows name: found in the rows' text, read from and written to the media storage.

A name is never given to another picture and a kept picture never written again, so that what is read after
the rows is what they meant.
"""

import hashlib
import re
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from newsdesk.backup.archive import CHUNK, Unusable
from newsdesk.images.ladder import key_in

_KEPT = re.compile(rb"pictures/[0-9a-f]{2}/[0-9a-f]{32}\.webp")
# How the note of a picture that is not saved yet begins in an autosaved form: see `uploads.ticket`.
_NOTE = re.compile(rb"WyJwaWN0dXJlcy[A-Za-z0-9_-]+")


def named_in(line: bytes) -> set[str]:
    """Return the names of kept pictures in a row, wherever they stand in it."""
    notes = [urlsafe_b64decode(note + b"===") for note in _NOTE.findall(line)]
    return {name.decode() for text in (line, *notes) for name in _KEPT.findall(text)}


def files_of(names: Iterable[str]) -> Iterator[str]:
    """Yield kept pictures, and after each folder's the sizes that were made of them."""
    folders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        folders[name.rpartition("/")[0]].append(name)
    for folder, kept in folders.items():
        yield from kept
        keys = {key_in(name) for name in kept}
        for file in sorted(_listed(folder)):
            if (name := f"{folder}/{file}") not in kept and key_in(name) in keys:
                yield name


def opened(name: str) -> File | None:
    """Return the open file of that name, None where it is not there."""
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return None


def pieces(file: IO[bytes] | File) -> Iterator[bytes]:
    with file:
        while some := file.read(CHUNK):
            yield some


def digest(file: IO[bytes] | File) -> str:
    found = hashlib.sha256()
    for some in pieces(file):
        found.update(some)
    return found.hexdigest()


def store(name: str, file: IO[bytes]) -> None:
    """Keep a file under exactly that name. Raises Unusable."""
    kept = default_storage.save(name, File(file))
    if kept != name:
        default_storage.delete(kept)
        raise Unusable(f"Another program has written {name} into the media storage.")


def _listed(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
