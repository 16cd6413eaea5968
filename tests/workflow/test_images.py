"""Pictures are told by their content, bounded, turned upright and stripped before they are kept."""

import contextlib
import io
import os
import struct
import subprocess
import sys
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from newsdesk.images.uploads import MAX_BYTES, MAX_SIDE, encode, store
from tests.house.rules import ROOT
from tests.pages import picture


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def enormous_png():
    """A PNG of 20,000 by 20,000 pixels in a few hundred bytes of header and a little data."""
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


def text_bomb():
    """A small PNG with a comment that unpacks to 200 MB."""
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    png = picture("PNG").getvalue()
    comment = chunk(b"zTXt", b"Comment\0\0" + packed)
    return io.BytesIO(png[:33] + comment + png[33:])


def animation(kind):
    """A picture of many frames."""
    frames = [Image.new("RGB", (40, 20), (n, n, n)) for n in range(50)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG drawings"),
        (io.BytesIO(b""), "not a readable"),
        (io.BytesIO(picture().getvalue()[:100]), "not a readable"),
        (picture("GIF"), "This is a GIF"),
        (enormous_png(), "40 million"),
        (io.BytesIO(b"\xff" * (MAX_BYTES + 1)), "15 MB"),
        (text_bomb(), "not a readable"),
        (animation("GIF"), "Moving images are not shown"),
        (io.BytesIO(b"\0\0\0\x18ftypheic" + bytes(40)), "Export the photo as JPEG"),
    ],
    ids=[
        "svg",
        "empty",
        "cut off",
        "gif",
        "enormous",
        "heavy",
        "text bomb",
        "gif animation",
        "heic",
    ],
)
def test_what_is_no_sound_picture_is_refused_in_a_sentence(file, complaint):
    with pytest.raises(ValidationError, match=complaint):
        encode(file)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_off_or_spoilt_picture_is_refused_or_mended_but_never_a_server_error(kind, share):
    whole = picture(kind, size=(300, 200)).getvalue()
    cut = int(len(whole) * share)
    for data in (whole[:cut], whole[:cut] + b"\xff\0" * 40 + whole[cut:]):
        # Any other exception would be a server error.
        with contextlib.suppress(ValidationError):
            encode(io.BytesIO(data))


def test_what_hides_behind_a_picture_is_left_behind():
    page = b"<html><script>alert(1)</script>"
    data, _, _ = encode(io.BytesIO(picture().getvalue() + page))
    assert b"script" not in data
    comment, _, _ = encode(picture(comment=page))
    assert b"script" not in comment


def test_only_the_first_frame_of_an_animation_is_kept():
    data, _, _ = encode(animation("WEBP"))
    assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) == 1


def test_colours_of_another_profile_become_those_of_the_web():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for icc in (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), profile, b"x"):
        data, _, _ = encode(picture("PNG", icc_profile=icc))
        kept = Image.open(io.BytesIO(data))
        assert "icc_profile" not in kept.info
        assert kept.convert("RGB").getpixel((5, 5))[0] < 30  # Teal has no red.


CHILD = """
import resource, sys
from django.core.exceptions import ValidationError
from newsdesk.images.uploads import encode
room = 64 * 1024 * 1024
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + room, used + room))
try:
    encode(sys.stdin.buffer)
except ValidationError as error:
    print(error.messages[0])
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs Linux's /proc")
def test_an_enormous_picture_is_refused_before_it_takes_memory():
    command = [sys.executable, "-c", CHILD]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsdesk.settings"}
    run = subprocess.run(
        command, input=enormous_png().getvalue(), capture_output=True, env=environment, cwd=ROOT
    )
    assert "more than 40 million pixels" in run.stdout.decode(), run.stderr.decode()


def test_the_name_in_storage_is_our_own():
    kept = store(picture())
    assert kept.name.startswith("pictures/")
    assert kept.name.endswith(".webp")
    assert default_storage.exists(kept.name)
