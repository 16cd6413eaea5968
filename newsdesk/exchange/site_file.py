"""The file of an export: lines of JSON with pictures beside them, in a folder or in a zip."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.names import PICTURE, Outward
from newsdesk.images.ladder import name_of
from newsdesk.intake.lines import Unreadable
from newsdesk.pages.documents import canonical

LINES, PICTURES = "site.jsonl", "pictures"
LONGEST_LINE = 20_000_000
LARGEST_PICTURE = 30_000_000
_PIECE = 1 << 20
_MOST_RATIO, _MOST_BYTES = 200, 5_000_000_000  # of lines in a zip, unpacked


def write_folder(folder: Path, lines: Iterable[Data], names: Outward) -> int:
    """Write lines and the pictures that they name into an empty folder; return how many lines.

    The file of lines has its name once all of it is there. Raises FileExistsError.
    """
    new_folder(folder)
    count = 0
    draft = folder / f".{LINES}.part"
    with draft.open("wb") as file:
        for line in lines:
            file.write(canonical(line) + b"\n")
            count += 1
    for digest, name in names.pictures():
        (folder / PICTURES).mkdir(exist_ok=True)
        target = folder / PICTURES / f"{digest}.webp"
        if not target.exists():
            with default_storage.open(name) as source, target.open("wb") as copy:
                _copied(source, copy)
    for digest, png in names.logos.items():
        (folder / PICTURES).mkdir(exist_ok=True)
        (folder / PICTURES / f"{digest}.png").write_bytes(png)
    os.replace(draft, folder / LINES)
    return count


def new_folder(folder: Path) -> None:
    """Make a folder, or take one that is empty. Raises FileExistsError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: an export is written into a new folder.")


def write_zip(stream: IO[bytes], lines: Iterable[Data], names: Outward) -> None:
    """Write the same as a zip, from its beginning to its end."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open(_member(LINES), "w", force_zip64=True) as file:
            for line in lines:
                file.write(canonical(line) + b"\n")
        written = set()
        for digest, name in names.pictures():
            if digest not in written:
                written.add(digest)
                with (
                    default_storage.open(name) as source,
                    packed.open(_member(f"{PICTURES}/{digest}.webp"), "w") as copy,
                ):
                    _copied(source, copy)
        for digest, png in names.logos.items():
            packed.writestr(_member(f"{PICTURES}/{digest}.png"), png)


def _member(name: str) -> zipfile.ZipInfo:
    # The same desk gives the same file: no time of day in it.
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _copied(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(_PIECE):
        target.write(piece)


def is_site(path: Path) -> bool:
    """Tell by its beginning whether a file or folder is an export of ours."""
    if path.is_dir():
        return (path / LINES).is_file()
    try:
        with SiteFile(path)._opened() as file:
            return file.read(400).startswith(b'{"form":')
    except (OSError, zipfile.BadZipFile, KeyError):
        return False


class SiteFile:
    """An export that is read, from its beginning to its end and as often as needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stored: dict[str, str] = {}
        self.stored_now: list[str] = []

    def lines(self) -> Iterator[tuple[int, Data]]:
        """Yield each line with its number, from 1. Raises Unreadable for a line that is none of ours."""
        with self._opened() as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Unreadable(f"Line {number} is longer than any page: it is no export.")
                yield number, _data(line, number)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self.path.is_dir():
            with (self.path / LINES).open("rb") as file:
                yield file
        elif zipfile.is_zipfile(self.path):
            with zipfile.ZipFile(self.path) as packed:
                _judge(packed.getinfo(LINES))
                with packed.open(LINES) as member:
                    yield member
        else:
            with self.path.open("rb") as file:
                yield file

    def picture(self, told: str) -> str:
        """Return the name under which the picture "sha256:…" is kept here, storing it the first time.

        Its name follows from its digest. Raises Unreadable where it is not there, or is another.
        """
        if not told.startswith(PICTURE):
            return ""
        digest = told.removeprefix(PICTURE)
        if digest not in self._stored:
            name = name_of(digest[:32])
            if not default_storage.exists(name):
                self._store(digest, name)
            self._stored[digest] = name
        return self._stored[digest]

    def _store(self, digest: str, name: str) -> None:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise Unreadable(f"“{digest[:80]}” is no digest of an image.")
        data = self._picture_bytes(digest)
        if hashlib.sha256(data).hexdigest() != digest:
            raise Unreadable(f"The image {digest} is damaged: its bytes are others.")
        if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
            raise Unreadable(f"The image {digest} is no WebP image, as a desk keeps them.")
        default_storage.save(name, ContentFile(data))
        self.stored_now.append(name)

    def _picture_bytes(self, digest: str) -> bytes:
        name = f"{PICTURES}/{digest}.webp"
        try:
            if zipfile.is_zipfile(self.path) and self.path.is_file():
                with zipfile.ZipFile(self.path) as packed, packed.open(name) as file:
                    data = file.read(LARGEST_PICTURE + 1)
            else:
                folder = self.path if self.path.is_dir() else self.path.parent
                with (folder / name).open("rb") as picture:
                    data = picture.read(LARGEST_PICTURE + 1)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise Unreadable(f"The image {digest} is not beside the lines.") from error
        if len(data) > LARGEST_PICTURE:
            raise Unreadable(f"The image {digest} is larger than any that a desk keeps.")
        return data

    def forget_pictures(self) -> None:
        """Take away again what was stored for pages that were not taken in."""
        for name in self.stored_now:
            default_storage.delete(name)
        self.stored_now.clear()


def _judge(info: zipfile.ZipInfo) -> None:
    """Refuse, by the directory of a zip, what would unpack to more than pages do."""
    bomb = info.file_size > 2_000_000 and info.file_size > _MOST_RATIO * max(info.compress_size, 1)
    if bomb or info.file_size > _MOST_BYTES:
        raise Unreadable("The zip would unpack to far more than it is: no desk wrote it.")


def _data(line: bytes, number: int) -> Data:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"Line {number} is damaged: it is no JSON.") from error
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise Unreadable(f"Line {number} is no line of an export.")
    return found
