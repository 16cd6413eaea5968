"""Pictures as they come in: checked, turned upright, stripped of metadata, re-encoded, kept."""

import io
import logging
import re
import uuid
import warnings
from dataclasses import dataclass
from typing import IO

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from newsdesk.images.colours import as_shown
from newsdesk.images.ladder import key_of, name_of
from newsdesk.images.storage import StoreFailed

logger = logging.getLogger("newsdesk.images")

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
# Narrower ones are taken, and are blurred on large screens.
GOOD_WIDTH = 1_200
# What the field of a picture says of these to static/desk/chosen-file.js, which looks before it is sent.
LIMITS_IN_FORMS = {
    "accept": "image/jpeg,image/png,image/webp,image/avif",
    "data-most-bytes": MAX_BYTES,
    "data-most-pixels": MAX_PIXELS,
}

# What people choose that is no picture of these kinds: how it begins, where, and what to say of it.
_OTHERS = (
    (
        rb"GIF8[79]a",
        "This is a GIF. Moving images are not shown: save the one you need as JPEG or PNG",
    ),
    (
        rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)",
        "iPhone photos (HEIC) cannot be used. Export the photo as JPEG",
    ),
    (rb"II\*\0|MM\0\*", "TIFF images cannot be used. Save the image as JPEG or PNG"),
    (rb"BM", "BMP images cannot be used. Save the image as JPEG or PNG"),
    (rb"%PDF", "This is a PDF document. Save the image in it as JPEG or PNG"),
    (rb"\s*(?:<\?xml[^>]*>\s*)?<svg", "SVG drawings cannot be used. Save the drawing as PNG"),
)

_SIGNER = signing.Signer(salt="newsdesk.images.uploads")


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture in media storage: its name there, and its size in pixels."""

    name: str
    width: int
    height: int


def encode(file: IO[bytes]) -> tuple[bytes, int, int]:
    """Return `file` as WebP bytes of at most MAX_SIDE pixels a side, with width and height.

    The kind of file is told by its content. Raises ValidationError with a sentence for the editor.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError("The image is larger than 15 MB.")
    out = io.BytesIO()
    try:
        with _open(data) as image:
            picture = as_shown(ImageOps.exif_transpose(image))
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        # A fresh picture: what the decoder noted beside the pixels stays behind with the old one.
        bare = Image.new(picture.mode, picture.size)
        bare.paste(picture)
        bare.save(out, "WEBP", quality=82, method=4)
    except ValidationError:
        raise
    # Not a list of types: on hostile files Pillow's decoders raise whatever they happen to raise, and
    # no upload may end in a server error.
    except Exception as error:
        raise ValidationError(_what_it_is(data)) from error
    return out.getvalue(), picture.width, picture.height


def picture_in(file: IO[bytes]) -> Image.Image:
    """Return the pixels of `file`, upright, in RGB or RGBA. Raises ValidationError as `encode` does."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError("The image is larger than 15 MB.")
    try:
        with _open(data) as image:
            return as_shown(ImageOps.exif_transpose(image))
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(_what_it_is(data)) from error


def _what_it_is(data: bytes) -> str:
    """Return what to say of a file that cannot be used."""
    for beginning, sentence in _OTHERS:
        if re.match(beginning, data[:500], re.DOTALL):
            return f"{sentence} and choose it again."
    return "This is not a readable JPEG, PNG, WebP or AVIF image."


def _open(data: bytes) -> Image.Image:
    """Open a picture without decoding it; refuse one that would need too much memory."""
    too_large = ValidationError("The image has more than 40 million pixels.")
    with warnings.catch_warnings():
        # Pillow raises above twice its own limit and only warns below it: ours is lower than both.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise too_large from error
    if image.width * image.height > MAX_PIXELS:
        raise too_large
    return image


def new_name() -> str:
    """Return an unguessable storage name: "pictures/3f/3f2a….webp"."""
    return name_of(uuid.uuid4().hex)


def store(file: IO[bytes]) -> StoredImage:
    """Check, encode and keep the picture. Raises ValidationError, also when it cannot be written."""
    return keep(*encode(file))


def keep(data: bytes, width: int, height: int) -> StoredImage:
    """Keep a picture as `encode` gave it. Raises ValidationError where it cannot be written."""
    try:
        name = default_storage.save(new_name(), ContentFile(data))
    except StoreFailed as error:
        logger.warning("An image could not be kept: %s", error)
        raise ValidationError(
            "The image could not be kept: there may be no room left, or the store of images does not"
            " answer. Nothing was changed by it."
        ) from error
    return StoredImage(name, width, height)


def ticket(image: StoredImage) -> str:
    """Return a signed note of a kept picture, for a form to bring back."""
    return _SIGNER.sign_object([image.name, image.width, image.height])


def redeem(note: str) -> StoredImage | None:
    """Return the picture of a `ticket` that is still in storage, else None.

    SECURITY: unsigned, the field would let anybody put any stored picture, of any draft, on a page.
    """
    try:
        name, width, height = _SIGNER.unsign_object(note)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    kept = StoredImage(name, width, height)
    if not key_of(name):
        return None
    try:
        return kept if default_storage.exists(name) else None
    except StoreFailed as error:
        # It was kept when the note was written; what was typed beside it must not wait for the store.
        logger.warning("Nobody can tell whether %s is still there: %s", name, error)
        return kept
