"""Rockets, and where they start and land."""

import math

from stories.demo.canvas import Canvas, Colour, mix

from .register import scene
from .sky import sky, trail, turn
from .tones import Tone


def _rocket(c: Canvas, t: Tone, x: float, foot: float, tall: float, wide: float) -> None:
    hull, shade = mix(t.light, t.low, 0.15), mix(t.light, t.mid, 0.55)
    top = foot - tall
    nose = [(x + wide * math.cos(a), top - 2.4 * wide * max(0, math.sin(a))) for a in turn(60)]
    c.shape([p for p in nose if p[1] <= top + 1e-9], hull)
    c.box(x - wide, top, x + wide, foot, hull)
    c.box(x + wide * 0.25, top, x + wide, foot, shade)
    c.box(x - wide, top + tall * 0.36, x + wide, top + tall * 0.39, t.near)
    c.box(x - wide, top + tall * 0.06, x + wide, top + tall * 0.075, t.accent)


def _tower(c: Canvas, x: float, top: float, foot: float, wide: float, stroke: Colour) -> None:
    c.line([(x - wide, top), (x - wide, foot)], stroke, 0.006)
    c.line([(x + wide, top), (x + wide, foot)], stroke, 0.006)
    floors = max(3, round((foot - top) / (wide * 2.2)))
    for n in range(floors + 1):
        y = top + (foot - top) * n / floors
        c.line([(x - wide, y), (x + wide, y)], stroke, 0.004)
        if n < floors:
            below = top + (foot - top) * (n + 1) / floors
            c.line([(x - wide, y), (x + wide, below)], stroke, 0.0025)


@scene
def rocket_pad(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.84)
    c.stars(30, t.light, bottom=0.35)
    x = c.right * 0.52
    c.disc(c.right * 0.24, 0.66, 0.1, mix(t.light, t.low, 0.25))
    c.glow(c.right * 0.24, 0.66, 0.42, t.light, 0.5)
    c.hills(0.8, 0.03, mix(t.far, t.low, 0.4), waves=4)
    c.hills(0.84, 0.02, t.far, waves=4)
    _tower(c, x - 0.13, 0.2, 0.86, 0.026, t.near)
    c.line([(x - 0.11, 0.42), (x - 0.04, 0.42)], t.near, 0.008)
    c.line([(x - 0.11, 0.62), (x - 0.04, 0.62)], t.near, 0.008)
    _rocket(c, t, x, 0.84, 0.52, 0.042)
    c.box(x - 0.22, 0.84, x + 0.2, 0.87, mix(t.near, t.mid, 0.4))
    c.hills(0.9, 0.015, t.near, waves=3)
    for _ in range(12):
        place = x + c.chance.uniform(-0.14, 0.16)
        c.blob(place, 0.85, c.chance.uniform(0.02, 0.05), t.light, strength=0.2)


def _steppe(c: Canvas, t: Tone) -> None:
    c.hills(0.79, 0.012, mix(t.far, t.low, 0.3), waves=5)
    c.hills(0.825, 0.014, t.mid, waves=5)
    c.wash((0, mix(t.mid, t.near, 0.45)), (1, t.near), top=0.85)
    for _ in range(240):
        depth = c.chance.random() ** 1.4
        x, y = c.chance.random() * c.right, 0.86 + 0.14 * depth
        lean = c.chance.uniform(-0.006, 0.006)
        tall = 0.006 + 0.02 * depth
        c.line(
            [(x, y), (x + lean, y - tall)],
            mix(t.near, t.accent, 0.15 + 0.25 * c.chance.random()),
            0.0015,
        )


@scene
def steppe_pad(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.82)
    c.stars(60, t.light, bottom=0.45)
    c.disc(c.right * 0.7, 0.77, 0.075, mix(t.light, t.accent, 0.2))
    c.glow(c.right * 0.7, 0.77, 0.5, t.light, 0.45)
    for place, top in ((0.2, 0.52), (0.36, 0.4), (0.47, 0.56)):
        _tower(c, c.right * place, top, 0.85, 0.018, t.near)
    _steppe(c, t)


@scene
def steppe_launch(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.84)
    c.stars(170, t.light, bottom=0.5)
    x = c.right * 0.62
    c.glow(x, 0.85, 0.75, t.light, 0.65)
    for place, top in ((0.545, 0.6), (0.59, 0.53), (0.652, 0.56), (0.3, 0.72), (0.335, 0.7)):
        _tower(c, c.right * place, top, 0.86, 0.011 if place > 0.5 else 0.007, t.near)
    trail(c, t, [(x + 0.3 * (n / 70) ** 3.2, 0.84 - 0.66 * n / 70) for n in range(71)], foot=0.02)
    for _ in range(46):
        spread = c.chance.gauss(0, 0.13)
        size = c.chance.uniform(0.015, 0.055) * (1 - min(0.8, abs(spread) * 2.2))
        c.blob(
            x + spread,
            0.845 - size * 0.4,
            size,
            mix(t.light, t.low, c.chance.random() * 0.6),
            strength=0.4,
        )
    _steppe(c, t)
    c.glow(x, 0.88, 0.5, t.accent, 0.4)


@scene
def coast_pad(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.66)
    c.disc(c.right * 0.3, 0.6, 0.085, t.light)
    c.glow(c.right * 0.3, 0.6, 0.5, t.light, 0.6)
    c.wash((0, mix(t.low, t.far, 0.4)), (1, t.mid), top=0.65)
    c.ripples(0.66, t.light, 130, bottom=0.95)
    c.hills(0.845, 0.05, mix(t.near, t.mid, 0.5), waves=2)
    x = c.right * 0.68
    _tower(c, x, 0.36, 0.85, 0.026, t.near)
    _rocket(c, t, x + 0.075, 0.84, 0.34, 0.024)
    light = c.right * 0.16
    c.shape(
        [
            (light - 0.024, 0.86),
            (light + 0.024, 0.86),
            (light + 0.015, 0.62),
            (light - 0.015, 0.62),
        ],
        t.light,
    )
    for n in range(3):
        c.box(light - 0.022, 0.66 + n * 0.07, light + 0.022, 0.69 + n * 0.07, t.near)
    c.box(light - 0.018, 0.585, light + 0.018, 0.62, t.near, 0.004)
    c.glow(light, 0.6, 0.09, t.light, 0.9)
    c.hills(0.9, 0.03, t.near, waves=3)


@scene
def booster_landing(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.7)
    c.disc(c.right * 0.24, 0.62, 0.075, t.light)
    c.glow(c.right * 0.24, 0.62, 0.6, t.light, 0.6)
    for n in range(12):
        x, y = c.chance.random() * c.right, c.chance.uniform(0.28, 0.6)
        length = c.chance.uniform(0.1, 0.3)
        c.shape(
            [(x - length, y), (x, y - 0.006), (x + length, y), (x, y + 0.006)],
            t.light,
            strength=0.14 + 0.012 * n,
        )
    c.wash((0, mix(t.low, t.far, 0.3)), (0.35, t.far), (1, t.near), top=0.69)
    c.ripples(0.7, t.light, 260)
    x, foot = c.right * 0.6, 0.5
    c.shape([(x - 0.34, 0.76), (x + 0.34, 0.76), (x + 0.29, 0.83), (x - 0.29, 0.83)], t.near)
    c.box(x - 0.36, 0.74, x + 0.36, 0.765, mix(t.near, t.mid, 0.4))
    c.box(x + 0.25, 0.66, x + 0.31, 0.745, mix(t.near, t.mid, 0.25), 0.005)
    c.glow(x, 0.72, 0.36, t.accent, 0.6)
    for half, tint, strength in (
        (0.032, t.accent, 0.6),
        (0.019, t.light, 0.85),
        (0.008, (255, 255, 255), 1),
    ):
        c.shape(
            [
                (x - half * 0.6, foot),
                (x + half * 0.6, foot),
                (x + half, 0.7),
                (x, 0.742),
                (x - half, 0.7),
            ],
            tint,
            strength=strength,
        )
    for _ in range(26):
        spread = c.chance.gauss(0, 0.12)
        c.blob(
            x + spread,
            0.735 - c.chance.random() * 0.02,
            c.chance.uniform(0.012, 0.035),
            t.light,
            strength=0.3,
        )
    _booster(c, t, x, foot)


def _booster(c: Canvas, t: Tone, x: float, foot: float) -> None:
    hull, shade = mix(t.light, t.low, 0.1), mix(t.far, t.mid, 0.4)
    c.box(x - 0.03, foot - 0.36, x + 0.03, foot, hull, 0.004)
    c.box(x + 0.007, foot - 0.36, x + 0.03, foot, shade, 0.004)
    c.box(x - 0.03, foot - 0.36, x + 0.03, foot - 0.315, t.near, 0.004)
    c.box(x - 0.03, foot - 0.1, x + 0.03, foot - 0.088, t.near)
    for side in (-1, 1):
        c.shape(
            [
                (x + side * 0.03, foot - 0.3),
                (x + side * 0.066, foot - 0.285),
                (x + side * 0.03, foot - 0.262),
            ],
            t.near,
        )
        c.shape(
            [
                (x + side * 0.03, foot - 0.09),
                (x + side * 0.085, foot + 0.045),
                (x + side * 0.028, foot),
            ],
            mix(t.near, t.mid, 0.3),
        )
