"""What flies in space: capsules, stations, probes, landers."""

import math

from stories.demo.canvas import Canvas, Colour, mix

from .planets import continents, earth_curve, globe_of_mars
from .register import scene
from .sky import sky, space, trail, turn
from .tones import Tone


@scene
def ascent(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.9)
    c.stars(40, t.light, bottom=0.4)
    path = [(c.right * (0.3 + 0.5 * (n / 60) ** 1.9), 0.9 - 0.74 * (n / 60)) for n in range(61)]
    trail(c, t, path)
    c.hills(0.86, 0.02, mix(t.far, t.low, 0.35), waves=4)
    c.box(0, 0.885, c.right, 1, t.mid)
    c.ripples(0.89, t.light, 60)
    c.hills(0.975, 0.02, t.near, waves=4)
    c.glow(*path[0], 0.3, t.light, 0.7)


@scene
def station(c: Canvas, t: Tone) -> None:
    space(c, t)
    earth_curve(c, t, 0.72)
    x, y = c.right * 0.5, 0.36
    hull, edge = mix(t.light, t.low, 0.2), mix(t.light, t.mid, 0.55)
    panel = mix(t.accent, t.mid, 0.25)
    c.box(x - 0.4, y - 0.008, x + 0.4, y + 0.008, edge)
    for side in (-1, 1):
        for step in (0.225, 0.345):
            for updown in (-1, 1):
                _solar_wing(c, x + side * step, y + updown * 0.125, 0.045, 0.105, panel, t)
    c.box(x - 0.026, y - 0.13, x + 0.026, y + 0.15, hull, 0.018)
    c.box(x - 0.1, y + 0.035, x + 0.1, y + 0.08, hull, 0.018)
    c.box(x - 0.1, y + 0.06, x + 0.1, y + 0.08, edge, 0.01)
    c.box(x + 0.006, y - 0.13, x + 0.026, y + 0.15, edge, 0.01)
    c.box(x - 0.06, y - 0.09, x + 0.06, y - 0.06, hull, 0.01)


def _solar_wing(
    c: Canvas, x: float, y: float, half: float, tall: float, fill: Colour, t: Tone
) -> None:
    c.box(x - half, y - tall, x + half, y + tall, fill)
    for n in range(1, 8):
        level = y - tall + 2 * tall * n / 8
        c.line([(x - half, level), (x + half, level)], mix(fill, t.near, 0.35), 0.0018)
    c.line([(x, y - tall), (x, y + tall)], mix(t.light, fill, 0.3), 0.004)


@scene
def capsule(c: Canvas, t: Tone) -> None:
    space(c, t)
    earth_curve(c, t, 0.76)
    x, y = c.right * 0.5, 0.4
    hull, shade = mix(t.light, t.low, 0.15), mix(t.light, t.mid, 0.6)
    panel = mix(t.accent, t.mid, 0.15)
    for side in (-1, 1):
        near, far = x + side * 0.085, x + side * 0.36
        c.shape([(near, y + 0.1), (far, y + 0.06), (far, y + 0.14), (near, y + 0.18)], panel)
        for n in range(1, 6):
            place = near + (far - near) * n / 6
            slope = 0.1 - 0.04 * n / 6
            c.line([(place, y + slope), (place, y + slope + 0.08)], mix(panel, t.near, 0.4), 0.003)
    c.disc(x, y - 0.14, 0.075, hull)
    c.shape(
        [(x - 0.05, y - 0.08), (x + 0.05, y - 0.08), (x + 0.1, y + 0.06), (x - 0.1, y + 0.06)], hull
    )
    c.box(x - 0.085, y + 0.05, x + 0.085, y + 0.23, hull, 0.012)
    c.shape(
        [(x + 0.015, y - 0.2), (x + 0.07, y - 0.16), (x + 0.07, y - 0.1), (x + 0.1, y + 0.06)],
        shade,
        strength=0.5,
    )
    c.box(x + 0.03, y + 0.06, x + 0.085, y + 0.23, shade, 0.01)
    c.disc(x - 0.025, y - 0.02, 0.02, t.near)
    c.box(x - 0.03, y - 0.245, x + 0.03, y - 0.2, shade, 0.006)
    c.shape(
        [(x - 0.05, y + 0.23), (x + 0.05, y + 0.23), (x + 0.07, y + 0.27), (x - 0.07, y + 0.27)],
        t.mid,
    )


@scene
def blunt_capsule(c: Canvas, t: Tone) -> None:
    sky(c, t, 1)
    c.stars(60, t.light, bottom=0.4)
    for n in range(26):
        y = 0.74 + 0.26 * n / 26
        c.blob(
            c.chance.random() * c.right,
            y,
            c.chance.uniform(0.06, 0.13),
            mix(t.light, t.far, 0.5 * c.chance.random()),
            0.5,
        )
    x, y = c.right * 0.5, 0.42
    hull, shade = mix(t.light, t.low, 0.1), mix(t.far, t.mid, 0.35)
    nose = [(x + 0.07 * math.cos(a), y - 0.19 - 0.07 * math.sin(a)) for a in turn(60)[:31]]
    c.shape([*nose, (x - 0.15, y + 0.1), (x + 0.15, y + 0.1)], hull)
    c.shape(
        [*nose[:12], (x + 0.02, y - 0.22), (x + 0.05, y + 0.1), (x + 0.15, y + 0.1)],
        shade,
        strength=0.6,
    )
    c.box(x - 0.155, y + 0.09, x + 0.155, y + 0.135, t.near, 0.02)
    c.box(x - 0.125, y + 0.135, x + 0.125, y + 0.3, mix(hull, t.far, 0.35))
    c.box(x + 0.02, y + 0.135, x + 0.125, y + 0.3, mix(t.near, t.mid, 0.4))
    for side in (-1, 1):
        c.shape(
            [
                (x + side * 0.125, y + 0.16),
                (x + side * 0.17, y + 0.22),
                (x + side * 0.17, y + 0.31),
                (x + side * 0.125, y + 0.3),
            ],
            shade,
        )
    for left in (-0.07, -0.005):
        c.box(x + left, y - 0.06, x + left + 0.035, y - 0.01, t.near, 0.012)


@scene
def twin_probes(c: Canvas, t: Tone) -> None:
    space(c, t)
    x, y = c.right * 0.5, 0.5
    c.glow(x, y, 0.5, t.accent, 0.35)
    one = c.orbit(x, y, 0.43, 0.16, -28, mix(t.low, t.mid, 0.25), 0.004)
    two = c.orbit(x, y, 0.43, 0.16, 24, mix(t.low, t.mid, 0.25), 0.004)
    globe_of_mars(c, t, x, y, 0.2)
    for path in (one, two):
        c.line(path[6:84], mix(t.light, t.accent, 0.35), 0.004)
    for path, place, tint in ((one, 62, (112, 164, 214)), (two, 26, (232, 184, 92))):
        px, py = path[place]
        c.glow(px, py, 0.09, tint, 0.7)
        c.box(px - 0.06, py - 0.009, px + 0.06, py + 0.009, tint, 0.003)
        c.box(px - 0.018, py - 0.022, px + 0.018, py + 0.022, t.light, 0.004)


@scene
def lander(c: Canvas, t: Tone) -> None:
    space(c, t)
    c.globe(c.right * 0.78, 0.2, 0.07, (96, 150, 190), t.near, texture=continents(t))
    grey = mix(t.light, t.far, 0.35)
    c.hills(0.68, 0.05, mix(grey, t.near, 0.45))
    c.hills(0.76, 0.05, mix(grey, t.near, 0.15))
    for _ in range(26):
        depth = c.chance.random() ** 1.5
        x, y = c.chance.random() * c.right, 0.8 + 0.2 * depth
        size = 0.008 + 0.04 * depth
        ring = [(x + size * math.cos(a), y + size * 0.3 * math.sin(a)) for a in turn(40)]
        c.shape(ring, mix(grey, t.near, 0.5), strength=0.7)
    x, y = c.right * 0.44, 0.6
    gold, hull = t.accent, mix(t.light, t.low, 0.1)
    for side in (-1, 1):
        c.line([(x + side * 0.08, y), (x + side * 0.2, y + 0.2)], mix(gold, t.near, 0.3), 0.011)
        c.line(
            [(x + side * 0.09, y + 0.1), (x + side * 0.17, y + 0.15)], mix(gold, t.near, 0.3), 0.007
        )
        c.box(x + side * 0.2 - 0.032, y + 0.195, x + side * 0.2 + 0.032, y + 0.21, hull, 0.006)
        c.shape(
            [
                (x + side * 0.11, y),
                (x + side * 0.3, y - 0.05),
                (x + side * 0.3, y + 0.02),
                (x + side * 0.11, y + 0.06),
            ],
            mix(t.top, t.low, 0.35),
        )
    c.box(x - 0.115, y - 0.02, x + 0.115, y + 0.11, gold, 0.014)
    c.box(x + 0.03, y - 0.02, x + 0.115, y + 0.11, mix(gold, t.near, 0.25), 0.014)
    c.shape(
        [(x - 0.075, y - 0.02), (x + 0.075, y - 0.02), (x + 0.05, y - 0.13), (x - 0.05, y - 0.13)],
        hull,
    )
    c.shape(
        [(x + 0.02, y - 0.02), (x + 0.075, y - 0.02), (x + 0.05, y - 0.13), (x + 0.015, y - 0.13)],
        mix(hull, t.mid, 0.45),
    )
    c.line([(x, y - 0.13), (x, y - 0.2)], hull, 0.005)
    c.disc(x, y - 0.2, 0.012, hull)
