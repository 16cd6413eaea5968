"""Pictures are told by their content, bounded, turned upright and stripped before they are kept."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image

from newsdesk.publishing.images import MAX_BYTES, MAX_SIDE, encode, store
from tests.pages import picture


def enormous_png():
    """A PNG of 20,000 by 20,000 pixels in a few hundred bytes of header and a little data."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 2_501)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pictures_of_the_web_are_kept_as_webp(format):
    data, width, height = encode(picture(format))
    assert (width, height) == (40, 20)
    assert Image.open(io.BytesIO(data)).format == "WEBP"


def test_where_a_picture_was_taken_is_forgotten():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "A camera maker"
    data, _, _ = encode(picture(exif=exif))
    assert not Image.open(io.BytesIO(data)).getexif()


def test_a_picture_lying_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    _, width, height = encode(picture(exif=exif))
    assert (width, height) == (20, 40)


def test_a_large_picture_is_made_smaller():
    _, width, height = encode(picture(size=(MAX_SIDE * 2, MAX_SIDE)))
    assert (width, height) == (MAX_SIDE, MAX_SIDE // 2)


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not a readable"),
        (io.BytesIO(b""), "not a readable"),
        (io.BytesIO(picture().getvalue()[:100]), "not a readable"),
        (picture("GIF"), "not a readable"),
        (enormous_png(), "40 million"),
        (io.BytesIO(b"\xff" * (MAX_BYTES + 1)), "15 MB"),
    ],
    ids=["svg", "empty", "cut off", "gif", "enormous", "heavy"],
)
def test_what_is_no_sound_picture_is_refused_in_a_sentence(file, complaint):
    with pytest.raises(ValidationError, match=complaint):
        encode(file)


def test_the_name_in_storage_is_our_own():
    kept = store(picture())
    assert kept.name.startswith("pictures/")
    assert kept.name.endswith(".webp")
    assert default_storage.exists(kept.name)
