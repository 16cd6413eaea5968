"""Drawing tools for the demo desk's pictures: washes, ridges, globes, glows. What is drawn is in scenes/.

Places are given in units of the picture's height, from the top left corner, so that one scene fits
a square and a wide picture. Everything is drawn at twice its size and scaled down at the end.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

OVERSIZE = 2
# Pillow's radial gradient reaches 255 in the corners and this in the middle of an edge.
GRADIENT_EDGE = 180

Colour = tuple[int, int, int]
Point = tuple[float, float]


def colour(code: str) -> Colour:
    """Return "1f2a44" as a triple."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that is `share` of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Canvas:
    """A picture in the making. `chance` gives the same numbers for the same seed."""

    def __init__(self, width: int, height: int, seed: str) -> None:
        self.size = (width, height)
        self.unit = height * OVERSIZE
        self.right = width / height
        self.image = Image.new("RGB", (width * OVERSIZE, height * OVERSIZE))
        self.draw = ImageDraw.Draw(self.image)
        self.chance = random.Random(seed)  # noqa: S311 - chance for a drawing

    def finished(self) -> Image.Image:
        """Return the picture at its final size, faintly grained so that gradients show no bands."""
        picture = self.image.reduce(OVERSIZE)
        width, height = self.size
        grain = Image.frombytes("L", self.size, self.chance.randbytes(width * height))
        grain = grain.filter(ImageFilter.BoxBlur(1)).point(lambda v: 124 + v // 32)
        return ImageChops.add(picture, Image.merge("RGB", [grain] * 3), offset=-128)

    def px(self, point: Point) -> Point:
        return point[0] * self.unit, point[1] * self.unit

    # Surfaces

    def wash(self, *stops: tuple[float, Colour], top: float = 0, bottom: float = 1) -> None:
        """Fill a band with a vertical gradient through `stops`: pairs of position 0..1 and colour."""
        strip = Image.new("RGB", (1, 256))
        for row in range(256):
            strip.putpixel((0, row), _between(stops, row / 255))
        height = max(1, round((bottom - top) * self.unit))
        band = strip.resize((self.image.width, height), Image.Resampling.BILINEAR)
        self.image.paste(band, (0, round(top * self.unit)))

    def veil(self, tint: Colour, *, top: float, bottom: float, strength: float) -> None:
        """Lay a mist over a band, growing from nothing at `top` to `strength` 0..1 at `bottom`."""
        height = max(1, round((bottom - top) * self.unit))
        mask = Image.linear_gradient("L").resize((self.image.width, height))
        self.image.paste(tint, (0, round(top * self.unit)), mask.point(lambda v: v * strength))

    def shape(self, points: Iterable[Point], fill: Colour, *, strength: float = 1) -> None:
        """Fill a polygon."""
        corners = [self.px(point) for point in points]
        if strength >= 1:
            self.draw.polygon(corners, fill=fill)
            return
        left, top = (math.floor(min(values)) for values in zip(*corners, strict=True))
        right, bottom = (math.ceil(max(values)) for values in zip(*corners, strict=True))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        moved = [(x - left, y - top) for x, y in corners]
        ImageDraw.Draw(mask).polygon(moved, fill=round(255 * strength))
        self.image.paste(fill, (left, top), mask)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        fill: Colour,
        round_by: float = 0,
    ) -> None:
        corners = (*self.px((left, top)), *self.px((right, bottom)))
        self.draw.rounded_rectangle(corners, radius=round_by * self.unit, fill=fill)

    def line(self, points: Sequence[Point], stroke: Colour, width: float) -> None:
        pixels = [self.px(point) for point in points]
        self.draw.line(pixels, fill=stroke, width=max(1, round(width * self.unit)), joint="curve")

    def disc(self, x: float, y: float, radius: float, fill: Colour, strength: float = 1) -> None:
        if strength < 1:
            turn = [math.tau * n / 90 for n in range(90)]
            ring = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn]
            self.shape(ring, fill, strength=strength)
            return
        self.draw.ellipse(
            (*self.px((x - radius, y - radius)), *self.px((x + radius, y + radius))), fill=fill
        )

    def glow(self, x: float, y: float, radius: float, tint: Colour, strength: float = 1) -> None:
        """Light that fades out from a point."""
        side = max(2, round(2 * radius * self.unit))
        mask = Image.radial_gradient("L").point(
            lambda v: round(255 * strength * (1 - min(1, v / GRADIENT_EDGE)) ** 2)
        )
        mask = mask.resize((side, side), Image.Resampling.BICUBIC)
        corner = (round((x - radius) * self.unit), round((y - radius) * self.unit))
        self.image.paste(tint, corner, mask)

    # Things

    def globe(
        self,
        x: float,
        y: float,
        radius: float,
        base: Colour,
        shadow: Colour,
        *,
        light: Point = (-0.45, -0.4),
        reach: float = 0.86,
        texture: Callable[["Canvas"], None] | None = None,
    ) -> None:
        """A ball lit from `light`, in radii from its centre; shadow begins `reach` radii from there.

        `texture` paints the unit square that the ball is cut from.
        """
        side = max(2, round(2 * radius * self.unit / OVERSIZE))
        face = Canvas(side, side, str(self.chance.random()))
        face.draw.rectangle((0, 0, *face.image.size), fill=base)
        if texture:
            texture(face)
        width = face.image.width
        face.image.paste(shadow, (0, 0), _shade(light, reach).resize((width, width)))
        mask = Image.new("L", face.image.size)
        ImageDraw.Draw(mask).ellipse((0, 0, width - 1, width - 1), fill=255)
        place = (round((x - radius) * self.unit), round((y - radius) * self.unit))
        self.image.paste(face.image, place, mask)

    def stars(self, count: int, tint: Colour, *, bottom: float = 1) -> None:
        for _ in range(count):
            x = self.chance.random() * self.right
            y = self.chance.random() ** 1.3 * bottom
            size = 0.0007 + 0.0016 * self.chance.random() ** 4
            self.disc(x, y, size, tint, strength=0.35 + 0.6 * self.chance.random())

    def orbit(
        self,
        x: float,
        y: float,
        across: float,
        up: float,
        tilt: float,
        stroke: Colour,
        width: float,
    ) -> list[Point]:
        """Draw a tilted ellipse, `tilt` in degrees; return its points."""
        cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
        points = []
        for n in range(181):
            a, b = across * math.cos(math.tau * n / 180), up * math.sin(math.tau * n / 180)
            points.append((x + a * cos - b * sin, y + a * sin + b * cos))
        self.line(points, stroke, width)
        return points

    def hills(self, y: float, height: float, fill: Colour, *, waves: int = 3) -> list[Point]:
        """A soft skyline across the picture, down to its foot; return the skyline."""
        parts = [
            (self.chance.uniform(0.6, 1.6) * (n + 1), self.chance.random() * math.tau, 1 / (n + 1))
            for n in range(waves)
        ]
        line = []
        for n in range(161):
            x = self.right * n / 160
            rise = sum(size * math.sin(rate * x * 2.2 + phase) for rate, phase, size in parts)
            line.append((x, y - height * rise / 2))
        self.shape([*line, (self.right, 1.01), (0, 1.01)], fill)
        return line

    def peaks(
        self, y: float, height: float, fill: Colour, *, rough: float = 0.55, steps: int = 7
    ) -> list[Point]:
        """A jagged skyline by splitting it in halves `steps` times; return the skyline."""
        levels = [self.chance.uniform(-0.4, 1), self.chance.uniform(0.2, 1), 0.1]
        size = 1.0
        for _ in range(steps):
            size *= rough
            halves = []
            for one, other in pairwise(levels):
                halves += [one, (one + other) / 2 + self.chance.uniform(-size, size)]
            levels = [*halves, levels[-1]]
        last = len(levels) - 1
        line = [(self.right * n / last, y - height * level) for n, level in enumerate(levels)]
        self.shape([*line, (self.right, 1.01), (0, 1.01)], fill)
        return line

    def ripples(self, top: float, tint: Colour, count: int, *, bottom: float = 1) -> None:
        """Short level strokes on water, longer and further apart towards the viewer."""
        for _ in range(count):
            near = self.chance.random() ** 1.6
            x = self.chance.random() * self.right
            y = top + (bottom - top) * near
            length = (0.015 + 0.11 * near) * self.chance.uniform(0.4, 1)
            half = 0.0008 + 0.0022 * near
            line = [(x - length, y), (x, y - half), (x + length, y), (x, y + half)]
            self.shape(line, tint, strength=0.15 + 0.3 * self.chance.random())

    def crag(self, outline: Sequence[Point], fill: Colour, *, rough: float = 0.12) -> list[Point]:
        """Fill a polygon whose edges are broken like rock; return its outline."""
        edge: list[Point] = list(outline)
        for _ in range(4):
            broken = []
            for one, other in zip(edge, [*edge[1:], edge[0]], strict=True):
                reach = rough * math.dist(one, other)
                shift = (self.chance.uniform(-reach, reach), self.chance.uniform(-reach, reach))
                middle = ((one[0] + other[0]) / 2 + shift[0], (one[1] + other[1]) / 2 + shift[1])
                broken += [one, middle]
            edge = broken
        self.shape(edge, fill)
        return edge

    def blob(
        self, x: float, y: float, radius: float, fill: Colour, strength: float = 1, dents: int = 5
    ) -> None:
        """A disc with an uneven rim."""
        waves = [
            (n, self.chance.random() * math.tau, self.chance.random()) for n in range(2, dents)
        ]
        points = []
        for step in range(72):
            turn = math.tau * step / 72
            swell = sum(size * math.sin(n * turn + phase) / n for n, phase, size in waves)
            far = radius * (1 + 0.3 * swell)
            points.append((x + far * math.cos(turn), y + far * math.sin(turn)))
        self.shape(points, fill, strength=strength)


def _shade(light: Point, reach: float) -> Image.Image:
    """Return a small mask of the shadow on a ball: 0 within `reach` radii of `light`, then darker."""
    side = 160
    mask = Image.new("L", (side, side))
    for row in range(side):
        for column in range(side):
            place = (2 * (column + 0.5) / side - 1, 2 * (row + 0.5) / side - 1)
            depth = (math.dist(place, light) - reach) * 258
            mask.putpixel((column, row), max(0, min(255, round(depth))))
    return mask


def _between(stops: Sequence[tuple[float, Colour]], place: float) -> Colour:
    for (low, one), (high, other) in pairwise(stops):
        if place <= high:
            return mix(one, other, max(0.0, (place - low) / ((high - low) or 1)))
    return stops[-1][1]
