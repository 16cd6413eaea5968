"""Makes the files that the ladder names. Called by jobs and a command, never for a reader."""

import io
import logging
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image

from newsdesk.images.ladder import (
    CENTRE,
    KINDS,
    RUNGS,
    Focus,
    Rung,
    Size,
    StoredPicture,
    crop_box,
    rungs,
    stand_ins,
)
from newsdesk.images.storage import StoreFailed

logger = logging.getLogger("newsdesk.images")

# Of equal likeness to the original (benchmarks/images.py): AVIF at speed 6 needs a third fewer bytes than
# WebP and three times as long, at speed 8 a fifth fewer and as long.
ENCODERS = {
    "avif": ("AVIF", {"quality": 48, "speed": 6}),
    "webp": ("WEBP", {"quality": 76, "method": 4}),
}


class Lost(Exception):
    """The kept picture itself is not in storage, or cannot be read."""


def all_rungs(
    name: str,
    size: Size,
    focus: Focus = CENTRE,
    *,
    shapes: Iterable[str] = tuple(RUNGS),
    kinds: Iterable[str] = KINDS,
) -> Iterator[tuple[str, Rung, str]]:
    """Yield shape, file and kind of everything that there should be of a picture."""
    for shape in shapes:
        for kind in kinds:
            for rung in rungs(name, size, shape=shape, focus=focus, kind=kind):
                yield shape, rung, kind


def complete(
    name: str,
    size: Size,
    focus: Focus = CENTRE,
    *,
    shapes: Iterable[str] = tuple(RUNGS),
    kinds: Iterable[str] = KINDS,
) -> list[str]:
    """Make what is missing of a picture; return the names made. Raises Lost, or StoreFailed."""
    missing = [
        (shape, rung, kind)
        for shape, rung, kind in all_rungs(name, size, focus, shapes=shapes, kinds=kinds)
        if not default_storage.exists(rung.name)
    ]
    if not missing:
        return []
    picture = opened(name)
    made = []
    scaled: dict[tuple[str, int], Image.Image] = {}
    for shape, rung, kind in missing:
        at = (shape, rung.width)
        if at not in scaled:
            box = crop_box(picture.size, shape, focus)
            scaled[at] = picture.resize(
                (rung.width, rung.height), Image.Resampling.LANCZOS, box=box, reducing_gap=3
            )
        keep(rung.name, encoded(scaled[at], kind))
        made.append(rung.name)
    return made


def complete_published(shapes: Iterable[str], image: StoredPicture) -> None:
    """Make what is missing of a published picture; log that it is lost or broken: pages do without.

    `shapes` are those in which its page is shown with it, `image` a document's picture as plain data.
    Raises StoreFailed.
    """
    name, size = image.get("name", ""), (image.get("width") or 0, image.get("height") or 0)
    focus = (image.get("focus_x", CENTRE[0]), image.get("focus_y", CENTRE[1]))
    try:
        complete(name, size, focus, shapes=shapes)
    except (Lost, ValueError) as error:
        logger.warning("No renditions of %s: %s", name, error)


def best_file(name: str) -> tuple[File, str] | None:
    """Return the open file of that name, or of the best that stands in for it, with the name it has.

    Raises StoreFailed.
    """
    for candidate in stand_ins(name):
        try:
            return default_storage.open(candidate), candidate
        except FileNotFoundError:
            continue
    return None


def opened(name: str) -> Image.Image:
    """Return a kept picture, decoded. Raises Lost, or StoreFailed where nobody can tell."""
    try:
        with default_storage.open(name) as file, Image.open(file, formats=("WEBP",)) as image:
            image.load()
            return image.convert("RGBA" if image.has_transparency_data else "RGB")
    except StoreFailed:
        raise
    except (OSError, ValueError) as error:
        raise Lost(f"{name} cannot be read: {error}") from error


def encoded(picture: Image.Image, kind: str) -> bytes:
    """Return a picture as bytes of "avif" or "webp"."""
    out = io.BytesIO()
    name, options = ENCODERS[kind]
    picture.save(out, name, **options)
    return out.getvalue()


def keep(name: str, data: bytes) -> None:
    """Keep a file under exactly that name; when somebody else was first, theirs is as good.

    Raises StoreFailed.
    """
    kept = default_storage.save(name, ContentFile(data))
    if kept != name:
        default_storage.delete(kept)


def forget(name: str) -> None:
    """Delete a kept picture with all that was made of it. Raises StoreFailed."""
    folder, _, file = name.rpartition("/")
    try:
        _, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    stem = file.removesuffix(".webp")
    for each in files:
        if each == file or each.startswith(f"{stem}-"):
            default_storage.delete(f"{folder}/{each}")
