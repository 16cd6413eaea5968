"""Logos and icons as they come in: checked, made PNG of a size that pages show, kept in the database."""

import hashlib
import io
from typing import IO

from django.core.exceptions import ValidationError
from PIL import Image

from newsdesk.images.uploads import picture_in
from newsdesk.publication.models import PublicationPicture

# Pixels: of a logo, for screens of three times the density; of an icon, for each who asks for one.
LOGO = (960, 240)
ICON_SIDES = (512, 192, 180, 48, 32)
LEAST_ICON = 180
SMALLEST_LOGO = 16


def keep_logo(file: IO[bytes]) -> str:
    """Keep a logo and return its name. Raises ValidationError with a sentence."""
    picture = picture_in(file)
    picture.thumbnail(LOGO, Image.Resampling.LANCZOS)
    if min(picture.size) < SMALLEST_LOGO:
        raise ValidationError(
            "The logo is too narrow to be seen: choose one of 16 pixels at least."
        )
    return _keep(picture, _stem(picture))


def keep_icon(file: IO[bytes]) -> str:
    """Keep an icon in all its sizes and return the name of the largest. Raises ValidationError."""
    picture = picture_in(file)
    width, height = picture.size
    if abs(width - height) > max(width, height) // 50:
        raise ValidationError(f"The icon is {width} by {height} pixels: choose a square one.")
    if min(width, height) < LEAST_ICON:
        raise ValidationError(
            f"The icon is {width} pixels wide: choose one of {LEAST_ICON} pixels at least."
        )
    stem, sides = _stem(picture), ((side, side) for side in ICON_SIDES)
    largest, *_ = [_keep(picture.resize(size, Image.Resampling.LANCZOS), stem) for size in sides]
    return largest


def _keep(picture: Image.Image, stem: str) -> str:
    name = f"{stem}-{picture.width}x{picture.height}"
    PublicationPicture.objects.get_or_create(name=name, defaults={"data": _png(picture)})
    return name


def _stem(picture: Image.Image) -> str:
    return hashlib.sha256(picture.mode.encode() + picture.tobytes()).hexdigest()[:32]


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    # A fresh picture: what the decoder noted beside the pixels stays behind with the old one.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()
