"""What do pictures weigh? Run it as `python -m benchmarks.images`; it needs no server and no browser.

Draws a photograph-like picture and a flat one, keeps them as an upload is kept, and compares what a
reader's browser loads for the lead of a story, a card and a portrait: the one stored WebP, as pages
served it before there were renditions, and the file that srcset and sizes choose now, at 390, 768 and
1440 CSS pixels and at one and two device pixels. Then the time that making the files takes.
"""

import io
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCREENS = ((390, 2), (390, 3), (768, 1), (768, 2), (1440, 1), (1440, 2))
# Width in CSS pixels on each screen, as the stylesheet lays pages out (see `sizes` in the templates).
PLACES = {
    ("", "lead of a story"): {390: 0.92 * 390, 768: 0.92 * 768, 1440: 33 * 16},
    ("card", "lead of the home page"): {390: 0.92 * 390, 768: 0.92 * 768, 1440: 41 * 16},
    ("card", "card in a mosaic"): {390: 0.92 * 390, 768: 0.46 * 768, 1440: 23 * 16},
    ("square", "portrait"): {390: 60, 768: 60, 1440: 60},
}


DRAWN = (
    Path(__file__).parents[1]
    / "newsdesk/site/demo/content/pictures/story-coral-bleaching-84-per-cent.webp"
)


def photograph(size: tuple[int, int]) -> Any:
    """Return a picture with the noise and the detail at every scale that photographs have."""
    from PIL import Image, ImageChops, ImageFilter

    dice = random.Random(7)
    picture = Image.new("RGB", size, (120, 110, 100))
    for scale, strength in ((4, 150), (16, 110), (64, 80), (256, 45), (1024, 24)):
        small = (scale, max(1, scale * size[1] // size[0]))
        noise = Image.frombytes("RGB", small, dice.randbytes(small[0] * small[1] * 3))
        layer = noise.resize(size, Image.Resampling.BICUBIC)
        layer = layer.point([128 + (v - 128) * strength // 256 for v in range(256)] * 3)
        picture = ImageChops.add(picture, layer, offset=-128)
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def pictures() -> Iterator[tuple[str, Any]]:
    from PIL import Image

    yield "photograph, 2000 x 1333", photograph((2_000, 1_333))
    with Image.open(DRAWN) as picture:
        yield f"drawing, {picture.width} x {picture.height}", picture.convert("RGB")


def chosen(files: list[Any], wanted: float) -> Any:
    """Return the file that a browser takes: the smallest that has the pixels, else the largest."""
    return next((rung for rung in files if rung.width >= wanted), files[-1])


def likeness(picture: Any, kind: str) -> str:
    """Return bytes and peak signal-to-noise ratio of a picture 800 pixels wide in our encoding."""
    import numpy
    from PIL import Image

    from newsdesk.images.renditions import encoded

    size = (800, 800 * picture.height // picture.width)
    small = picture.resize(size, Image.Resampling.LANCZOS)
    data = encoded(small, kind)
    again = Image.open(io.BytesIO(data)).convert("RGB")
    error = numpy.asarray(small, dtype=float) - numpy.asarray(again, dtype=float)
    ratio = 10 * numpy.log10(255**2 / (error**2).mean())
    return f"{kind} {len(data) / 1000:.1f} kB at {ratio:.1f} dB"


def measure(name: str, picture: Any) -> None:
    from django.core.files.storage import default_storage

    from newsdesk.images import cards, renditions
    from newsdesk.images.ladder import rungs
    from newsdesk.images.uploads import store

    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    started = time.perf_counter()
    kept = store(io.BytesIO(out.getvalue()))
    taken = {"upload: check and keep": time.perf_counter() - started}
    size = (kept.width, kept.height)
    for kind in ("webp", "avif"):
        started = time.perf_counter()
        made = renditions.complete(kept.name, size, shapes=("", "card"), kinds=(kind,))
        taken[f"publish: {len(made)} files of {kind}"] = time.perf_counter() - started
    renditions.complete(kept.name, size)
    started = time.perf_counter()
    face = cards.Face(title="Why ferries lean", kicker="Explained", site="N", picture=kept.name)
    card = len(cards.drawn("benchmark-1", face))
    taken[f"social card, {card / 1000:.0f} kB"] = time.perf_counter() - started

    before = default_storage.size(kept.name)
    print(f"\n{name}; one WebP of {before / 1000:.0f} kB was served everywhere")
    print(f"{'':24}{'screen':>9}{'before':>10}{'webp':>10}{'avif':>10}{'saved':>8}")
    for (shape, place), widths in PLACES.items():
        for screen, density in SCREENS:
            wanted = widths[screen] * density
            weigh = {}
            for kind in ("webp", "avif"):
                files = rungs(kept.name, size, shape=shape, kind=kind)
                weigh[kind] = default_storage.size(chosen(files, wanted).name)
            # Portraits have no AVIF source: see newsdesk/presentation/images.py.
            now = weigh["webp" if shape == "square" else "avif"]
            print(
                f"{place:24}{screen:>6} x{density}{before / 1000:>7.0f} kB{weigh['webp'] / 1000:>7.1f} kB"
                f"{weigh['avif'] / 1000:>7.1f} kB{1 - now / before:>8.0%}"
            )
    both = ", ".join(likeness(picture, kind) for kind in ("webp", "avif"))
    print(f"likeness to the original at 800 pixels: {both}")
    for what, seconds in taken.items():
        print(f"{what:40}{seconds * 1000:>8.0f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSDESK_VAR": folder, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"}
        import django

        django.setup()
        for name, picture in pictures():
            measure(name, picture)


if __name__ == "__main__":
    main()
