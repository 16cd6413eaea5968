"""Pictures as they come in: checked, turned upright, stripped of metadata, re-encoded, kept."""

import io
import uuid
import warnings
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")


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
        raise ValidationError("The picture is larger than 15 MB.")
    try:
        with _open(data) as image:
            picture = ImageOps.exif_transpose(image)
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This is not a readable JPEG, PNG, WebP or AVIF picture.") from error
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue(), picture.width, picture.height


def _open(data: bytes) -> Image.Image:
    """Open a picture without decoding it; refuse one that would need too much memory."""
    too_large = ValidationError("The picture has more than 40 million pixels.")
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
    key = uuid.uuid4().hex
    return f"pictures/{key[:2]}/{key}.webp"


def store(file: IO[bytes]) -> StoredImage:
    """Check, encode and keep the picture. Raises ValidationError."""
    data, width, height = encode(file)
    return StoredImage(default_storage.save(new_name(), ContentFile(data)), width, height)
