"""Planets, moons and orbits."""

import math
from collections.abc import Callable

from stories.demo.canvas import Canvas, mix

from .register import scene
from .sky import space
from .tones import Tone


def earth_curve(c: Canvas, t: Tone, top: float, radius: float = 1.6) -> None:
    """The edge of a large globe that fills the foot of the picture, with a thin bright air."""
    x, y = c.right * 0.46, top + radius
    for n, share in enumerate((0.25, 0.5, 0.85)):
        c.disc(x, y, radius + 0.028 - 0.011 * n, mix(t.near, t.low, share))
    c.disc(x, y, radius, mix(t.mid, t.low, 0.28))
    for n in range(9):
        drift = c.chance.uniform(-0.2, 0.5)
        c.blob(
            c.right * (n + 0.5) / 9,
            top + 0.13 + 0.3 * c.chance.random(),
            0.05 + 0.05 * c.chance.random(),
            mix(t.light, t.low, 0.35 + 0.3 * drift),
            strength=0.16,
        )
    c.veil(t.near, top=top + 0.1, bottom=1.01, strength=0.75)


def _bands(t: Tone) -> Callable[[Canvas], None]:
    def texture(face: Canvas) -> None:
        for n in range(9):
            y = n / 8 + face.chance.uniform(-0.03, 0.03)
            shade = mix(t.accent, face.chance.choice([t.light, t.far, t.low]), 0.35)
            swing = face.chance.uniform(0.01, 0.03)
            upper = [(x / 20, y + swing * math.sin(x / 3 + n)) for x in range(21)]
            lower = [(x, y + 0.07) for x, y in reversed(upper)]
            face.shape([*upper, *lower], shade, strength=0.75)

    return texture


def _maria(t: Tone) -> Callable[[Canvas], None]:
    """Dark plains and craters of the near side."""

    def texture(face: Canvas) -> None:
        dark = mix(t.light, t.far, 0.5)
        for x, y, size in (
            (0.36, 0.3, 0.15),
            (0.52, 0.4, 0.11),
            (0.3, 0.52, 0.14),
            (0.66, 0.3, 0.1),
        ):
            face.blob(x, y, size, dark, strength=0.5, dents=9)
        _craters(face, t, 34, smallest=0.006, largest=0.035)

    return texture


def _craters(face: Canvas, t: Tone, count: int, *, smallest: float, largest: float) -> None:
    for _ in range(count):
        size = smallest + (largest - smallest) * face.chance.random() ** 3
        x, y = face.chance.random() * face.right, face.chance.random()
        face.disc(x + size * 0.1, y + size * 0.1, size * 1.06, t.light, strength=0.4)
        face.disc(x, y, size, mix(t.light, t.far, 0.55), strength=0.5)
        face.disc(
            x + size * 0.18, y + size * 0.18, size * 0.76, mix(t.light, t.far, 0.3), strength=0.5
        )


@scene
def ringed_planet(c: Canvas, t: Tone) -> None:
    space(c, t)
    x, y, radius = c.right * 0.52, 0.44, 0.25
    c.glow(x, y, 0.62, t.low, 0.55)
    ring = c.orbit(x, y, 0.47, 0.11, -16, mix(t.accent, t.light, 0.4), 0.012)
    c.orbit(x, y, 0.42, 0.095, -16, mix(t.accent, t.near, 0.3), 0.008)
    c.globe(x, y, radius, mix(t.accent, t.light, 0.25), t.near, texture=_bands(t))
    c.line(ring[:91], mix(t.accent, t.light, 0.4), 0.012)
    front = [(x + (px - x) * 0.894, y + (py - y) * 0.894) for px, py in ring[:91]]
    c.line(front, mix(t.accent, t.light, 0.1), 0.008)
    c.hills(0.9, 0.05, mix(t.near, t.top, 0.3))
    c.hills(0.95, 0.05, mix(t.near, (0, 0, 0), 0.35))
    path = [(c.right * n / 60, 0.8 - 0.62 * (n / 60) ** 2.2) for n in range(61)]
    c.line(path, mix(t.light, t.low, 0.3), 0.003)
    c.glow(*path[52], 0.05, t.light, 0.9)
    c.disc(*path[52], 0.009, t.light)


@scene
def orbits(c: Canvas, t: Tone) -> None:
    space(c, t, stars=110)
    x, y = c.right * 0.5, 0.52
    c.glow(x, y, 0.55, t.low, 0.7)
    paths = [
        c.orbit(x, y, across, up, tilt, mix(t.light, t.mid, 0.35 + 0.15 * n), 0.004)
        for n, (across, up, tilt) in enumerate(
            ((0.3, 0.12, -22), (0.39, 0.2, 14), (0.47, 0.13, 52))
        )
    ]
    c.globe(x, y, 0.17, mix(t.light, t.accent, 0.45), t.near, texture=_bands(t))
    for path in paths:
        c.line(path[8:84], mix(t.light, t.accent, 0.25), 0.004)
    for path, place, size in ((paths[0], 40, 0.014), (paths[1], 60, 0.019), (paths[2], 20, 0.012)):
        c.glow(*path[place], size * 4, t.light, 0.7)
        c.disc(*path[place], size, t.light)


@scene
def crescent(c: Canvas, t: Tone) -> None:
    space(c, t)
    x, y = c.right * 0.5, 0.5
    c.glow(x, y, 0.55, t.low, 0.55)
    path = c.orbit(x, y, 0.46, 0.13, -20, mix(t.light, t.mid, 0.45), 0.004)
    c.globe(
        x,
        y,
        0.28,
        mix(t.light, t.mid, 0.1),
        t.near,
        light=(-1.05, -0.1),
        reach=0.35,
        texture=_maria(t),
    )
    c.line(path[4:86], mix(t.light, t.accent, 0.3), 0.004)
    c.glow(*path[60], 0.07, t.light, 0.8)
    c.disc(*path[60], 0.014, t.accent)


def globe_of_mars(c: Canvas, t: Tone, x: float, y: float, radius: float) -> None:
    rust = mix(t.accent, t.far, 0.45)

    def texture(face: Canvas) -> None:
        for _ in range(16):
            place = (face.chance.random(), face.chance.uniform(0.2, 0.85))
            tint = face.chance.choice([mix(rust, t.mid, 0.5), mix(rust, t.light, 0.3)])
            face.blob(*place, face.chance.uniform(0.05, 0.2), tint, strength=0.3)
        face.shape(
            [(0.3, 0.52), (0.72, 0.47), (0.74, 0.5), (0.5, 0.54)],
            mix(rust, t.near, 0.5),
            strength=0.5,
        )
        face.blob(0.5, 0.02, 0.12, t.light, strength=0.9)
        face.blob(0.52, 1.0, 0.08, t.light, strength=0.7)

    c.globe(x, y, radius, rust, t.near, texture=texture)


@scene
def mars(c: Canvas, t: Tone) -> None:
    space(c, t)
    c.glow(c.right * 0.5, 0.5, 0.6, t.accent, 0.3)
    globe_of_mars(c, t, c.right * 0.5, 0.5, 0.36)


@scene
def moon(c: Canvas, t: Tone) -> None:
    space(c, t)
    x, y = c.right * 0.5, 0.5
    c.glow(x, y, 0.62, t.low, 0.6)
    grey = mix(t.light, t.mid, 0.12)
    c.globe(x, y, 0.35, grey, t.near, light=(-0.6, -0.3), texture=_maria(t))


@scene
def moon_path(c: Canvas, t: Tone) -> None:
    space(c, t)
    earth, lunar = (c.right * 0.25, 0.74), (c.right * 0.76, 0.27)
    path = []
    for n in range(181):
        turn = math.tau * n / 180
        along = 0.47 * math.cos(turn)
        aside = 0.15 * math.sin(turn) * (1 + 0.15 * math.cos(turn))
        cos, sin = math.cos(-0.745), math.sin(-0.745)
        path.append((c.right * 0.53 + along * cos - aside * sin, 0.475 + along * sin + aside * cos))
    c.glow(*earth, 0.4, t.low, 0.6)
    c.glow(*lunar, 0.3, t.light, 0.3)
    c.line(path, mix(t.light, t.accent, 0.4), 0.005)
    c.globe(*earth, 0.15, mix(t.low, (70, 140, 190), 0.6), t.near, texture=continents(t))
    c.globe(*lunar, 0.085, mix(t.light, t.mid, 0.15), t.near, texture=_maria(t))
    c.disc(*path[48], 0.012, t.light)
    c.glow(*path[48], 0.06, t.light, 0.8)


def continents(t: Tone) -> Callable[[Canvas], None]:
    def texture(face: Canvas) -> None:
        for _ in range(6):
            place = (face.chance.uniform(0.1, 0.9), face.chance.uniform(0.15, 0.85))
            face.blob(
                *place, face.chance.uniform(0.08, 0.18), mix(t.accent, (90, 130, 90), 0.6), 0.7
            )
        for _ in range(9):
            place = (face.chance.random(), face.chance.random())
            face.blob(*place, face.chance.uniform(0.03, 0.09), t.light, 0.5)

    return texture


@scene
def far_side(c: Canvas, t: Tone) -> None:
    space(c, t, stars=190)
    earth = (c.right * 0.815, 0.2)
    c.glow(*earth, 0.24, t.low, 0.8)
    c.globe(*earth, 0.062, (92, 148, 192), t.near, light=(-0.6, 0.1), texture=continents(t))
    grey = mix(t.light, t.far, 0.12)

    def texture(face: Canvas) -> None:
        for _ in range(60):
            place = (face.chance.random(), face.chance.random() * 0.6)
            tint = face.chance.choice([mix(grey, t.far, 0.35), t.light])
            face.blob(*place, face.chance.uniform(0.015, 0.07), tint, 0.16, dents=9)
        for x, y, size in ((0.46, 0.3, 0.075), (0.5, 0.34, 0.05), (0.4, 0.36, 0.04)):
            face.blob(x, y, size, mix(grey, t.mid, 0.5), 0.42, dents=10)
        _craters(face, t, 460, smallest=0.003, largest=0.026)

    c.globe(c.right * 0.36, 0.98, 0.86, grey, t.near, light=(-0.3, -0.55), texture=texture)
