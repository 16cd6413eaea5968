"""Pictures of any mode made what a browser shows: eight bits a channel, sRGB, transparent or not."""

import io
from contextlib import suppress

import numpy as np
from PIL import Image, ImageCms

# The modes in which a profile's colours come, by the name that the profile has for them.
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_DEEP = ("I", "I;16", "I;16L", "I;16B", "I;16N")
_SRGB_GAMMA = 1 / 2.2
# Browsers take a gamma this near to that of sRGB for the same.
_SAME_GAMMA = 0.05


def as_shown(image: Image.Image) -> Image.Image:
    """Return `image` as RGB, or as RGBA where parts of it can be seen through.

    Its profile, its gamma and the depth of its greys are applied, since they are not kept with it.
    """
    image = _eight_bits(image)
    alpha = _alpha(image)
    colours = _by_profile(image) or _by_gamma(image)
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture of 16-bit greys or of floating-point numbers as one of 256 greys.

    Pillow's own conversion cuts off at 255, which leaves a white picture.
    """
    if image.mode not in (*_DEEP, "F"):
        return image
    values = np.asarray(image.convert("F") if image.mode == "F" else image.convert("I"))
    top = 65_535.0
    if image.mode == "F":
        top = 1.0 if not values.size or float(values.max()) <= 1 else 255.0
    grey = Image.fromarray(np.clip(np.rint(values * (255 / top)), 0, 255).astype(np.uint8), "L")
    grey.info = {name: value for name, value in image.info.items() if name != "transparency"}
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey = grey.convert("LA")
        grey.putalpha(Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8), "L"))
        grey.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return grey


def _alpha(image: Image.Image) -> Image.Image | None:
    """Return how much of each pixel can be seen through, None where nothing can."""
    if not image.has_transparency_data:
        return None
    clear = image.info.get("transparency")
    if isinstance(clear, tuple) and max(clear) > 255:
        # Of 16-bit colours Pillow keeps the upper half, and of the transparent one all of it.
        image = image.copy()
        image.info["transparency"] = tuple(part >> 8 for part in clear)
    return _straight(image).convert("RGBA").getchannel("A")


def _straight(image: Image.Image) -> Image.Image:
    """Return a picture whose colours are not multiplied by their transparency."""
    return image.convert({"RGBa": "RGBA", "La": "LA"}.get(image.mode, image.mode))


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":
        return _converted(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))) or image
    image = _straight(image)
    if image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    plain = image.copy()
    plain.info.pop("transparency", None)
    return plain.convert("RGB")


def _by_profile(image: Image.Image) -> Image.Image | None:
    """Return the colours by the profile that came with the picture, None where none can be used."""
    profile = image.info.get("icc_profile")
    if not profile:
        return None
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _SPACES.get(own.profile.xcolor_space.strip())
        if mode == "CMYK" and image.mode == "CMYK":
            return _converted(image, own)
        if mode == "L" and image.mode in ("1", "L", "LA", "La"):
            return _converted(_rgb(image).convert("L"), own)
        if mode == "RGB" and image.mode not in ("CMYK", "LAB"):
            return _converted(_rgb(image), own)
    return None


def _converted(image: Image.Image, own: ImageCms.ImageCmsProfile) -> Image.Image | None:
    srgb = ImageCms.createProfile("sRGB")
    return ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")


def _by_gamma(image: Image.Image) -> Image.Image:
    """Return the colours with the gamma that a PNG names, if it is not the one of sRGB anyway."""
    colours, gamma = _rgb(image), image.info.get("gamma")
    if not isinstance(gamma, float) or "srgb" in image.info or gamma <= 0:
        return colours
    if abs(gamma - _SRGB_GAMMA) < _SAME_GAMMA:
        return colours
    power = _SRGB_GAMMA / gamma
    return colours.point([round(255 * (level / 255) ** power) for level in range(256)] * 3)
