"""Sea and weather."""

import math

from stories.demo.canvas import Canvas, Colour, Point, colour, mix

from .register import scene
from .sky import turn
from .tones import Tone


@scene
def isobars(c: Canvas, t: Tone) -> None:
    c.wash((0, t.top), (1, t.far))
    x, y = c.right * 0.62, 0.42
    for n in range(11, 0, -1):
        size = 0.065 * n
        ring = [
            (
                x + size * (1.15 + 0.12 * math.sin(3 * a + n / 4)) * math.cos(a),
                y + size * (0.9 + 0.1 * math.sin(2 * a - n / 5)) * math.sin(a),
            )
            for a in turn(120)
        ]
        c.shape(ring, mix(t.low, t.top, n / 12), strength=0.55)
        c.line([*ring, ring[0]], mix(t.light, t.low, 0.35), 0.0032)
    c.blob(c.right * 0.16, 0.82, 0.2, mix(t.accent, t.light, 0.35), strength=0.9, dents=7)
    c.blob(c.right * 0.93, 0.93, 0.13, mix(t.accent, t.light, 0.35), strength=0.9, dents=7)


@scene
def warm_sea(c: Canvas, t: Tone) -> None:
    cool = (38, 84, 120)
    c.wash((0, mix(cool, t.top, 0.5)), (1, cool))
    for n in range(8):
        share = n / 7
        far = c.right * (0.06 + 0.11 * n)
        edge = [
            (far + 0.5 * ((y / 40 - 0.52) * 2) ** 2 + 0.025 * math.sin(y / 3 + n * 1.7), y / 40)
            for y in range(41)
        ]
        tint = mix(
            mix(cool, t.accent, min(1, share * 1.3)), (214, 78, 52), max(0, share - 0.6) * 1.6
        )
        c.shape([*edge, (c.right, 1), (c.right, 0)], tint, strength=0.8)
    for n in range(14):
        y = 0.05 + n / 14
        c.line(
            [(c.right * k / 40, y + 0.012 * math.sin(k / 2.2 + n * 1.3)) for k in range(41)],
            mix(t.light, t.accent, 0.5),
            0.0016,
        )


def _coral(c: Canvas, x: float, foot: float, tall: float, fill: Colour, *, lean: float = 0) -> None:
    """A branching coral: each stem forks until it is short."""
    stack = [(x, foot, math.pi / 2 + lean, tall, 0.019 * tall / 0.2)]
    while stack:
        left, low, turn, size, width = stack.pop()
        tip = (left + size * 0.42 * math.cos(turn), low - size * 0.42 * math.sin(turn))
        c.line([(left, low), tip], fill, width * 2)
        c.disc(*tip, width, fill)
        if size > 0.06:
            for fork in (-0.5, 0.1, 0.55):
                if c.chance.random() < 0.88:
                    bend = turn + fork + c.chance.uniform(-0.18, 0.18)
                    stack.append((*tip, bend, size * c.chance.uniform(0.6, 0.74), width * 0.74))


def _boulder(c: Canvas, x: float, foot: float, size: float, fill: Colour, t: Tone) -> None:
    c.shape(
        [(x + 1.25 * size * math.cos(a), foot - size * max(0, math.sin(a))) for a in turn(60)],
        fill,
    )
    for n in range(16):
        a = math.pi * (n + 0.5) / 16
        reach = c.chance.uniform(0.3, 0.9)
        c.disc(
            x + 1.2 * size * reach * math.cos(a),
            foot - size * reach * math.sin(a),
            size * 0.06,
            mix(fill, t.near, 0.3),
            0.6,
        )


def _under_water(c: Canvas, t: Tone) -> None:
    c.wash((0, mix(t.low, t.light, 0.35)), (0.3, t.far), (1, t.near))
    for _ in range(9):
        x, wide = c.chance.random() * c.right, c.chance.uniform(0.02, 0.07)
        drift = c.chance.uniform(0.12, 0.3)
        c.shape(
            [(x, -0.01), (x + wide, -0.01), (x + wide * 3 + drift, 0.85), (x + drift, 0.85)],
            t.light,
            strength=0.07,
        )


def _fish(c: Canvas, fill: Colour, count: int, centre: Point) -> None:
    for _ in range(count):
        x, y = centre[0] + c.chance.gauss(0, 0.13), centre[1] + c.chance.gauss(0, 0.05)
        s = c.chance.uniform(0.008, 0.014)
        c.shape([(x - s, y), (x, y - s * 0.5), (x + s, y), (x, y + s * 0.5)], fill)
        c.shape([(x - s * 0.7, y), (x - s * 1.6, y - s * 0.5), (x - s * 1.6, y + s * 0.5)], fill)


LIVING = ("c9574a", "d98c4a", "b9476b", "d8b04c", "8a5a8f")


def _reef(c: Canvas, t: Tone, *, bleached_from: float) -> None:
    """Corals in three rows; from `bleached_from` 0..1 of the width to the right they turn white."""
    _under_water(c, t)
    pale = (240, 236, 226)
    for row, (foot, size, haze) in enumerate(
        ((0.76, 0.2, 0.62), (0.87, 0.27, 0.34), (1.03, 0.34, 0))
    ):
        c.hills(foot - 0.02, 0.04, mix(mix(t.near, t.mid, 0.3), t.far, haze), waves=4)
        count = round(c.right * (11 - 2 * row))
        for n in range(count):
            x = c.right * (n + c.chance.random()) / count
            white = max(0.0, min(1.0, (x / c.right - bleached_from) * 3.2))
            fill = mix(mix(colour(c.chance.choice(LIVING)), pale, white), t.far, haze)
            if c.chance.random() < 0.34:
                _boulder(c, x, foot, size * c.chance.uniform(0.2, 0.34), fill, t)
            else:
                _coral(
                    c,
                    x,
                    foot,
                    size * c.chance.uniform(0.45, 1.1),
                    fill,
                    lean=c.chance.uniform(-0.25, 0.25),
                )


@scene
def reef(c: Canvas, t: Tone) -> None:
    _reef(c, t, bleached_from=1.2)
    _fish(c, mix(t.accent, t.light, 0.5), 16, (c.right * 0.62, 0.3))


@scene
def bleached_reef(c: Canvas, t: Tone) -> None:
    _reef(c, t, bleached_from=-0.45)


@scene
def reef_lead(c: Canvas, t: Tone) -> None:
    _reef(c, t, bleached_from=0.4)
    _fish(c, mix(t.accent, t.light, 0.45), 18, (c.right * 0.24, 0.32))


@scene
def reef_air(c: Canvas, t: Tone) -> None:
    c.wash((0, t.top), (1, t.mid))
    for _ in range(17):
        x, y, size = c.chance.random() * c.right, c.chance.random(), c.chance.uniform(0.05, 0.14)
        for grow, tint, strength in (
            (1.7, t.far, 0.5),
            (1.3, t.low, 0.55),
            (0.95, mix(t.low, t.light, 0.55), 0.6),
            (0.55, mix(t.light, (226, 205, 160), 0.6), 0.75),
        ):
            c.blob(x, y, size * grow, tint, strength, dents=6)
    c.ripples(0, t.light, 90)
