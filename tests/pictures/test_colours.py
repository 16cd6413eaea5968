"""A picture of any mode looks, once it is kept, as it did in the program that made it."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from newsdesk.images.colours import as_shown
from newsdesk.images.uploads import encode
from tests.workflow.test_images import chunk

CLOSE = 8  # of 255: WebP loses a little
SIZE = (64, 64)


def kept(data):
    """Return the pixels that are kept of a file."""
    image = Image.open(io.BytesIO(encode(io.BytesIO(data))[0]))
    return np.asarray(image.convert("RGBA")).astype(int)


def middle(data):
    return tuple(kept(data)[32, 32])


def near(found, wanted, within=CLOSE):
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=False))


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png(depth, colour, rows, *more):
    """Return a PNG as written by hand: Pillow writes few of the deep ones."""
    height, width = 64, 64
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(more)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def test_a_ramp_of_16_bit_greys_stays_a_ramp():
    levels = np.linspace(0, 65_535, 64).astype(">u2")
    pixels = kept(png(16, 0, [levels.tobytes()] * 64))
    wanted = np.linspace(0, 255, 64)
    for channel in range(3):
        assert np.abs(pixels[32, :, channel] - wanted).max() <= CLOSE
    assert pixels[32, 0, 0] < 10
    assert pixels[32, 63, 0] > 245


@pytest.mark.parametrize(
    ("depth", "colour", "pixel", "wanted"),
    [
        (16, 0, (30_000,), (117, 117, 117, 255)),
        (16, 2, (51_400, 25_700, 5_140), (200, 100, 20, 255)),
        (16, 4, (30_000, 32_896), (117, 117, 117, 128)),
        (16, 6, (51_400, 25_700, 5_140, 32_896), (200, 100, 20, 128)),
    ],
    ids=["grey", "colour", "grey seen through", "colour seen through"],
)
def test_deep_pngs_keep_their_colours(depth, colour, pixel, wanted):
    row = struct.pack(f">{len(pixel)}H", *pixel) * 64
    assert near(middle(png(depth, colour, [row] * 64)), wanted)


@pytest.mark.parametrize(("colour", "clear"), [(0, (30_000,)), (2, (30_000, 20_000, 10_000))])
def test_the_transparent_colour_of_a_deep_png_is_transparent(colour, clear):
    other = (0,) * len(clear)
    row = struct.pack(f">{len(clear)}H", *clear) * 32 + struct.pack(f">{len(clear)}H", *other) * 32
    named = chunk(b"tRNS", struct.pack(f">{len(clear)}H", *clear))
    pixels = kept(png(16, colour, [row] * 64, named))
    assert pixels[32, 5, 3] < 20
    assert pixels[32, 60, 3] > 235


def palette(transparency=None):
    image = Image.new("P", SIZE, 1)
    image.putpalette([0, 0, 0, 200, 100, 20])
    return saved(image, **({} if transparency is None else {"transparency": transparency}))


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (saved(Image.new("1", SIZE, 1)), (255, 255, 255, 255)),
        (saved(Image.new("1", SIZE, 0)), (0, 0, 0, 255)),
        (saved(Image.new("L", SIZE, 90)), (90, 90, 90, 255)),
        (saved(Image.new("LA", SIZE, (90, 128))), (90, 90, 90, 128)),
        (palette(), (200, 100, 20, 255)),
        (palette(1), (200, 100, 20, 0)),
        (palette(bytes([255, 128])), (200, 100, 20, 128)),
        (saved(Image.new("RGBA", SIZE, (200, 100, 20, 128))), (200, 100, 20, 128)),
        (saved(Image.new("CMYK", SIZE, (0, 255, 255, 0)), "JPEG"), (255, 0, 0, 255)),
        (saved(Image.new("CMYK", SIZE, (0, 0, 0, 255)), "JPEG"), (0, 0, 0, 255)),
        (
            saved(Image.new("RGB", SIZE, (200, 100, 20)).convert("YCbCr"), "JPEG"),
            (200, 100, 20, 255),
        ),
        (saved(Image.new("RGB", SIZE, (200, 100, 20)), "AVIF"), (200, 100, 20, 255)),
        (saved(Image.new("L", SIZE, 90), "JPEG"), (90, 90, 90, 255)),
    ],
    ids="1-white 1-black L LA P P-clear P-half RGBA CMYK CMYK-black YCbCr AVIF L-jpeg".split(),
)
def test_files_of_every_mode_keep_their_colours(data, wanted):
    found = middle(data)
    assert abs(found[3] - wanted[3]) <= CLOSE
    if wanted[3]:
        assert near(found, wanted)


@pytest.mark.parametrize(
    "mode", "1 L LA La P PA RGB RGBA RGBa RGBX CMYK YCbCr HSV LAB I I;16 I;16B F".split()
)
def test_every_mode_that_pillow_has_becomes_one_of_the_web(mode):
    colour = (180, 180, 180)
    if mode == "LAB":
        profile = ImageCms.createProfile
        image = ImageCms.profileToProfile(
            Image.new("RGB", SIZE, colour), profile("sRGB"), profile("LAB"), outputMode="LAB"
        )
    elif mode in ("I", "I;16", "I;16B"):
        image = Image.new(mode, SIZE, 180 * 257)
    elif mode == "F":
        image = Image.new(mode, SIZE, 180 / 255)
    elif mode == "1":
        colour, image = (255, 255, 255), Image.new("1", SIZE, 1)
    elif mode in ("La", "RGBa"):
        image = Image.new("LA" if mode == "La" else "RGBA", SIZE, (*colour[: len(mode) - 1], 255))
        image = image.convert(mode)
    elif mode == "P":
        image = Image.new("RGB", SIZE, colour).quantize()
    elif mode == "PA":
        image = Image.new("L", SIZE, 180).convert("P").convert("PA")
    else:
        image = Image.new("RGB", SIZE, colour).convert(mode)
    shown = as_shown(image)
    assert shown.mode in ("RGB", "RGBA")
    assert near(shown.getpixel((30, 30)), colour, within=3)


def display_p3():
    """A profile with other primaries than sRGB's: red and green changed places, which nobody overlooks."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_profile_is_applied_whatever_the_mode(mode):
    image = Image.new("RGB", SIZE, (220, 10, 10)).convert(mode)
    found = middle(saved(image, icc_profile=display_p3()))
    assert near(found, (10, 220, 10), within=12)


@pytest.mark.parametrize(
    ("gamma", "level", "wanted"),
    [(45_455, 100, 100), (100_000, 55, 127), (22_727, 100, 39), (0, 100, 100)],
)
def test_the_gamma_of_a_png_is_applied(gamma, level, wanted):
    named = chunk(b"gAMA", struct.pack(">I", gamma))
    found = middle(png(8, 0, [bytes([level]) * 64] * 64, named))
    assert near(found[:3], (wanted,) * 3)


def test_a_picture_on_its_side_keeps_its_colours_when_it_is_turned():
    image = Image.new("RGB", (64, 32), "white")
    image.paste((200, 100, 20), (0, 0, 32, 32))
    exif = Image.Exif()
    exif[0x0112] = 6  # The top of the picture is at the right of what was stored.
    pixels = kept(saved(image, "PNG", exif=exif))
    assert pixels.shape[:2] == (64, 32)
    assert near(pixels[10, 16], (200, 100, 20))
    assert near(pixels[55, 16], (255, 255, 255))
