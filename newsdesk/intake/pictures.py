"""The pictures that stand in a file: their bytes, as they are, for whoever reads it to choose from."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from newsdesk.intake.archive import Archive
from newsdesk.intake.lines import Picture, Unreadable

MOST = 12
MOST_BYTES = 15_000_000  # of all pictures of a file together
# What is smaller is a bullet, a line or a logo.
LEAST_BYTES = 3_000
_USABLE = (".png", ".jpg", ".jpeg", ".webp", ".avif")
_INLINE = re.compile(
    r"data:image/(png|jpe?g|webp|avif);base64,([A-Za-z0-9+/=\s]{4000,14000000})[\"')]",
    re.IGNORECASE,
)


def in_archive(archive: Archive) -> Iterator[Picture]:
    """Yield the pictures of a document that is a zip file, or of a folder, in the order of their names."""
    for name in sorted(archive.names):
        if name.lower().endswith(_USABLE) and LEAST_BYTES <= archive.size(name) <= MOST_BYTES:
            try:
                yield Picture(name.rpartition("/")[2], archive.read(name))
            except Unreadable:
                return  # Damaged, or more than is read of one file: what there is of text stands.


def in_page(source: str) -> Iterator[Picture]:
    """Yield the pictures that a page or a clipboard holds in itself."""
    for number, found in enumerate(_INLINE.finditer(source), start=1):
        try:
            yield Picture(f"image {number}", base64.b64decode(found[2]))
        except (binascii.Error, ValueError):
            continue


def kept(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Return the pictures that are worth choosing from, as many as a screen can show."""
    found: list[Picture] = []
    room = MOST_BYTES
    for picture in pictures:
        if LEAST_BYTES <= len(picture.data) <= room and len(found) < MOST:
            found.append(picture)
            room -= len(picture.data)
    return tuple(found)
