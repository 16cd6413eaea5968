"""Draws the demo desk's pictures: one function for each scene. The tools are in canvas.py.

The same scene, tone and seed give the same picture. There are no words in the pictures.
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from stories.demo.canvas import Canvas, Colour, Point, colour, mix

STORY_SIZE = (1600, 900)
ENTITY_SIZE = (800, 800)


class UnknownScene(LookupError):
    """No function draws a scene of that name, or no tone is called so."""


@dataclass(frozen=True, slots=True)
class Tone:
    """Seven colours that go together: sky from the top to the horizon, ground from far to near."""

    top: Colour
    low: Colour
    far: Colour
    mid: Colour
    near: Colour
    light: Colour
    accent: Colour


TONES = {
    name: Tone(*(colour(code) for code in codes.split()))
    for name, codes in {
        "night": "0a1230 2f4a7d 20305c 16234a 0b1430 f2e8d5 e3b06e",
        "dawn": "4a6a8f f4cfae 93a3ba 5f7794 2c4260 fff2df dd7d52",
        "ember": "2a1c35 dd8350 8f4d48 5e3442 281a2c ffe3bd f0a45a",
        "rose": "22233a b98d97 76627c 4e4662 272639 f4e8e3 d8968f",
        "sea": "0c3a5a 66b7b5 2b7b8d 18596f 0a3146 ecf6ef e58c6c",
        "stone": "cfc4b3 f4ede1 b9ad9b 8d8173 4b453e fffaf1 a9653f",
        "alpine": "7c9cbd e8edef a9bccb 6c859a 31465a ffffff d98f62",
        "harbour": "1e2e4d e2a87d 5c6683 3a486b 1a2640 ffe7c0 f0a95e",
    }.items()
}
DEFAULT_TONES = {
    "steppe-launch": "ember",
    "booster-landing": "dawn",
    "far-side": "night",
    "reef-lead": "sea",
    "bank-lead": "stone",
    "glacier-lead": "alpine",
    "harbour-lead": "harbour",
    "health-lead": "rose",
}

Scene = Callable[[Canvas, Tone], None]
SCENES: dict[str, Scene] = {}


def draw(scene: str, tone: str, size: tuple[int, int], seed: str) -> Image.Image:
    """Return the drawn picture. Raises UnknownScene."""
    tone = tone or DEFAULT_TONES.get(scene, "")
    if scene not in SCENES or tone not in TONES:
        raise UnknownScene(f"Nothing draws the scene “{scene}” in the tone “{tone}”.")
    canvas = Canvas(*size, seed=f"{scene}/{tone}/{seed}")
    SCENES[scene](canvas, TONES[tone])
    return canvas.finished()


def as_file(picture: Image.Image) -> io.BytesIO:
    """Return the picture as a file that can be stored; quick to write, since it is encoded again."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=0)
    file.seek(0)
    return file


def _scene(function: Scene) -> Scene:
    SCENES[function.__name__.replace("_", "-")] = function
    return function


# Skies, planets, spacecraft


def _space(c: Canvas, t: Tone, *, stars: int = 150) -> None:
    c.wash((0, mix(t.top, t.near, 0.4)), (1, mix(t.far, t.near, 0.35)))
    c.stars(round(stars * c.right), t.light)


def _sky(c: Canvas, t: Tone, horizon: float) -> None:
    c.wash((0, t.top), (0.55, mix(t.top, t.low, 0.5)), (1, t.low), bottom=horizon + 0.02)


def _earth_curve(c: Canvas, t: Tone, top: float, radius: float = 1.6) -> None:
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


@_scene
def ringed_planet(c: Canvas, t: Tone) -> None:
    _space(c, t)
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


@_scene
def orbits(c: Canvas, t: Tone) -> None:
    _space(c, t, stars=110)
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


@_scene
def ascent(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.9)
    c.stars(40, t.light, bottom=0.4)
    path = [(c.right * (0.3 + 0.5 * (n / 60) ** 1.9), 0.9 - 0.74 * (n / 60)) for n in range(61)]
    _trail(c, t, path)
    c.hills(0.86, 0.02, mix(t.far, t.low, 0.35), waves=4)
    c.box(0, 0.885, c.right, 1, t.mid)
    c.ripples(0.89, t.light, 60)
    c.hills(0.975, 0.02, t.near, waves=4)
    c.glow(*path[0], 0.3, t.light, 0.7)


def _trail(c: Canvas, t: Tone, path: list[Point], *, foot: float = 0.026) -> None:
    """A rocket's trail along `path`, broad where it is old, white-hot at the head."""
    left, right = [], []
    for n, (x, y) in enumerate(path):
        age = 1 - n / (len(path) - 1)
        width = 0.003 + foot * age**0.8 * (1 + 0.25 * math.sin(n * 1.1))
        left.append((x - width, y))
        right.append((x + width, y))
    c.shape([*left, *reversed(right)], mix(t.light, t.low, 0.25), strength=0.75)
    core = [(x + (a - x) * 0.45, y) for (x, y), (a, _) in zip(path, right, strict=True)]
    c.shape([*path, *reversed(core)], t.light, strength=0.8)
    x, y = path[-1]
    c.glow(x, y, 0.13, t.accent, 0.8)
    c.glow(x, y, 0.05, t.light, 1)
    c.disc(x, y, 0.006, (255, 255, 255))


@_scene
def station(c: Canvas, t: Tone) -> None:
    _space(c, t)
    _earth_curve(c, t, 0.72)
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


@_scene
def capsule(c: Canvas, t: Tone) -> None:
    _space(c, t)
    _earth_curve(c, t, 0.76)
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


@_scene
def blunt_capsule(c: Canvas, t: Tone) -> None:
    _sky(c, t, 1)
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
    nose = [(x + 0.07 * math.cos(a), y - 0.19 - 0.07 * math.sin(a)) for a in _turn(60)[:31]]
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


@_scene
def crescent(c: Canvas, t: Tone) -> None:
    _space(c, t)
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


@_scene
def twin_probes(c: Canvas, t: Tone) -> None:
    _space(c, t)
    x, y = c.right * 0.5, 0.5
    c.glow(x, y, 0.5, t.accent, 0.35)
    one = c.orbit(x, y, 0.43, 0.16, -28, mix(t.low, t.mid, 0.25), 0.004)
    two = c.orbit(x, y, 0.43, 0.16, 24, mix(t.low, t.mid, 0.25), 0.004)
    _mars(c, t, x, y, 0.2)
    for path in (one, two):
        c.line(path[6:84], mix(t.light, t.accent, 0.35), 0.004)
    for path, place, tint in ((one, 62, (112, 164, 214)), (two, 26, (232, 184, 92))):
        px, py = path[place]
        c.glow(px, py, 0.09, tint, 0.7)
        c.box(px - 0.06, py - 0.009, px + 0.06, py + 0.009, tint, 0.003)
        c.box(px - 0.018, py - 0.022, px + 0.018, py + 0.022, t.light, 0.004)


def _mars(c: Canvas, t: Tone, x: float, y: float, radius: float) -> None:
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


@_scene
def mars(c: Canvas, t: Tone) -> None:
    _space(c, t)
    c.glow(c.right * 0.5, 0.5, 0.6, t.accent, 0.3)
    _mars(c, t, c.right * 0.5, 0.5, 0.36)


@_scene
def moon(c: Canvas, t: Tone) -> None:
    _space(c, t)
    x, y = c.right * 0.5, 0.5
    c.glow(x, y, 0.62, t.low, 0.6)
    grey = mix(t.light, t.mid, 0.12)
    c.globe(x, y, 0.35, grey, t.near, light=(-0.6, -0.3), texture=_maria(t))


@_scene
def moon_path(c: Canvas, t: Tone) -> None:
    _space(c, t)
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
    c.globe(*earth, 0.15, mix(t.low, (70, 140, 190), 0.6), t.near, texture=_continents(t))
    c.globe(*lunar, 0.085, mix(t.light, t.mid, 0.15), t.near, texture=_maria(t))
    c.disc(*path[48], 0.012, t.light)
    c.glow(*path[48], 0.06, t.light, 0.8)


def _continents(t: Tone) -> Callable[[Canvas], None]:
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


@_scene
def lander(c: Canvas, t: Tone) -> None:
    _space(c, t)
    c.globe(c.right * 0.78, 0.2, 0.07, (96, 150, 190), t.near, texture=_continents(t))
    grey = mix(t.light, t.far, 0.35)
    c.hills(0.68, 0.05, mix(grey, t.near, 0.45))
    c.hills(0.76, 0.05, mix(grey, t.near, 0.15))
    for _ in range(26):
        depth = c.chance.random() ** 1.5
        x, y = c.chance.random() * c.right, 0.8 + 0.2 * depth
        size = 0.008 + 0.04 * depth
        ring = [(x + size * math.cos(a), y + size * 0.3 * math.sin(a)) for a in _turn(40)]
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


def _turn(steps: int) -> list[float]:
    return [math.tau * n / steps for n in range(steps)]


@_scene
def far_side(c: Canvas, t: Tone) -> None:
    _space(c, t, stars=190)
    earth = (c.right * 0.815, 0.2)
    c.glow(*earth, 0.24, t.low, 0.8)
    c.globe(*earth, 0.062, (92, 148, 192), t.near, light=(-0.6, 0.1), texture=_continents(t))
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


# Launch sites


def _rocket(c: Canvas, t: Tone, x: float, foot: float, tall: float, wide: float) -> None:
    hull, shade = mix(t.light, t.low, 0.15), mix(t.light, t.mid, 0.55)
    top = foot - tall
    nose = [(x + wide * math.cos(a), top - 2.4 * wide * max(0, math.sin(a))) for a in _turn(60)]
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


@_scene
def rocket_pad(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.84)
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


@_scene
def steppe_pad(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.82)
    c.stars(60, t.light, bottom=0.45)
    c.disc(c.right * 0.7, 0.77, 0.075, mix(t.light, t.accent, 0.2))
    c.glow(c.right * 0.7, 0.77, 0.5, t.light, 0.45)
    for place, top in ((0.2, 0.52), (0.36, 0.4), (0.47, 0.56)):
        _tower(c, c.right * place, top, 0.85, 0.018, t.near)
    _steppe(c, t)


@_scene
def steppe_launch(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.84)
    c.stars(170, t.light, bottom=0.5)
    x = c.right * 0.62
    c.glow(x, 0.85, 0.75, t.light, 0.65)
    for place, top in ((0.545, 0.6), (0.59, 0.53), (0.652, 0.56), (0.3, 0.72), (0.335, 0.7)):
        _tower(c, c.right * place, top, 0.86, 0.011 if place > 0.5 else 0.007, t.near)
    _trail(c, t, [(x + 0.3 * (n / 70) ** 3.2, 0.84 - 0.66 * n / 70) for n in range(71)], foot=0.02)
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


@_scene
def coast_pad(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.66)
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


@_scene
def booster_landing(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.7)
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


# Sea and weather


@_scene
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
            for a in _turn(120)
        ]
        c.shape(ring, mix(t.low, t.top, n / 12), strength=0.55)
        c.line([*ring, ring[0]], mix(t.light, t.low, 0.35), 0.0032)
    c.blob(c.right * 0.16, 0.82, 0.2, mix(t.accent, t.light, 0.35), strength=0.9, dents=7)
    c.blob(c.right * 0.93, 0.93, 0.13, mix(t.accent, t.light, 0.35), strength=0.9, dents=7)


@_scene
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
        [(x + 1.25 * size * math.cos(a), foot - size * max(0, math.sin(a))) for a in _turn(60)],
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


@_scene
def reef(c: Canvas, t: Tone) -> None:
    _reef(c, t, bleached_from=1.2)
    _fish(c, mix(t.accent, t.light, 0.5), 16, (c.right * 0.62, 0.3))


@_scene
def bleached_reef(c: Canvas, t: Tone) -> None:
    _reef(c, t, bleached_from=-0.45)


@_scene
def reef_lead(c: Canvas, t: Tone) -> None:
    _reef(c, t, bleached_from=0.4)
    _fish(c, mix(t.accent, t.light, 0.45), 18, (c.right * 0.24, 0.32))


@_scene
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


# Towns, money, mountains


@_scene
def columns(c: Canvas, t: Tone) -> None:
    c.wash((0, mix(t.top, t.mid, 0.25)), (1, t.low))
    _columns(c, t, 5, top=0.2, foot=0.86)
    c.shape([(0, 0), (c.right, 0), (c.right, 0.1), (0, 0.1)], t.far)
    c.box(0, 0.1, c.right, 0.125, mix(t.far, t.near, 0.35))
    c.box(0, 0.125, c.right, 0.2, mix(t.low, t.far, 0.5))


def _columns(c: Canvas, t: Tone, count: int, *, top: float, foot: float, lit: int = 99) -> None:
    step = c.right / count
    for n in range(count):
        x, wide = step * (n + 0.5), step * 0.25
        base = mix(t.light, t.low, 0.3) if n < lit else mix(t.far, t.mid, 0.3)
        c.shape(
            [(x - wide, foot), (x + wide, foot), (x + wide * 2.2 + 0.1, 1.01), (x + 0.04, 1.01)],
            t.mid,
            strength=0.35 if n < lit else 0.15,
        )
        for k in range(8):
            left = x - wide + 2 * wide * k / 8
            roundness = 0.1 + 0.55 * (k / 7) ** 1.6
            c.box(left, top, left + wide / 4 + 0.001, foot, mix(base, t.mid, roundness))
            c.line([(left, top), (left, foot)], mix(base, t.near, 0.12 + roundness * 0.4), 0.0025)
        for y, grow in ((top, 1.35), (foot - 0.035, 1.3)):
            c.box(x - wide * grow, y, x + wide * grow, y + 0.035, mix(base, t.mid, 0.2), 0.006)


@_scene
def bank_lead(c: Canvas, t: Tone) -> None:
    c.wash((0, mix(t.mid, t.near, 0.25)), (0.75, mix(t.far, t.mid, 0.4)), (1, t.far))
    c.glow(c.right * 0.1, 0.2, 1.3, t.light, 0.55)
    c.wash((0, mix(t.far, t.low, 0.5)), (1, mix(t.far, t.mid, 0.3)), top=0.86)
    _columns(c, t, 9, top=0.2, foot=0.88, lit=5)
    c.box(0, 0.0, c.right, 0.1, mix(t.far, t.mid, 0.35))
    c.box(0, 0.1, c.right, 0.118, mix(t.mid, t.near, 0.4))
    c.box(0, 0.118, c.right, 0.2, mix(t.low, t.far, 0.75))
    c.line([(0, 0.2), (c.right, 0.2)], mix(t.mid, t.near, 0.3), 0.004)
    c.shape(
        [(c.right * 0.58, 0), (c.right, 0), (c.right, 1), (c.right * 0.66, 1)],
        t.near,
        strength=0.28,
    )


@_scene
def nine(c: Canvas, t: Tone) -> None:
    c.wash((0, t.top), (1, t.low))
    x, y = c.right * 0.5, 0.5
    c.glow(x, y, 0.7, t.light, 0.8)
    c.orbit(x, y, 0.3, 0.3, 0, mix(t.far, t.low, 0.4), 0.004)
    for n in range(9):
        turn = math.tau * n / 9 - math.pi / 2
        px, py = x + 0.3 * math.cos(turn), y + 0.3 * math.sin(turn)
        fill = t.near if n < 5 else t.light
        c.disc(px + 0.008, py + 0.012, 0.078, t.mid, 0.35)
        c.disc(px, py, 0.075, fill)
        c.orbit(px, py, 0.062, 0.062, 0, mix(fill, t.accent, 0.55), 0.003)
    c.disc(x, y, 0.09, t.accent)
    c.disc(x, y, 0.05, mix(t.accent, t.light, 0.3))


def _mountains(c: Canvas, t: Tone, *, foot: float) -> None:
    _sky(c, t, 0.75)
    c.glow(c.right * 0.75, 0.18, 0.5, t.light, 0.8)
    line = c.peaks(foot - 0.22, 0.32, mix(t.far, t.low, 0.45))
    _snow(c, t, line, 0.1)
    c.veil(t.low, top=foot - 0.35, bottom=foot, strength=0.55)


def _snow(c: Canvas, t: Tone, line: list[Point], deep: float) -> None:
    """Snow under a skyline: deepest on the summits, with a ragged lower edge."""
    highest = min(y for _, y in line)
    run: list[tuple[Point, Point]] = []
    for x, y in [*line, (line[-1][0], 9.0)]:
        thick = (deep - (y - highest) * 0.62) * (0.75 + 0.5 * c.chance.random())
        if thick > 0.004:
            run.append(((x, y), (x, y + thick)))
        elif run:
            c.shape(
                [*(top for top, _ in run), *(low for _, low in reversed(run))],
                t.light,
                strength=0.85,
            )
            run = []


def _pines(c: Canvas, y: float, size: float, fill: Colour, count: int) -> None:
    for _ in range(count):
        x = c.chance.random() * c.right
        tall = size * c.chance.uniform(0.6, 1.1)
        foot = y + c.chance.uniform(-0.01, 0.025)
        for n in range(3):
            half, level = tall * (0.15 + 0.06 * n), foot - tall * (0.72 - 0.25 * n)
            c.shape(
                [
                    (x - half, level + tall * 0.25),
                    (x + half, level + tall * 0.25),
                    (x, level - tall * 0.28),
                ],
                fill,
            )


@_scene
def glacier(c: Canvas, t: Tone) -> None:
    _mountains(c, t, foot=0.7)
    _ice_tongue(c, t, c.right * 0.5, 0.26, 0.92, 0.2)
    c.shape(
        [(0, 0.3), (c.right * 0.2, 0.42), (c.right * 0.34, 0.72), (c.right * 0.3, 1.01), (0, 1.01)],
        t.mid,
    )
    c.shape(
        [
            (c.right, 0.24),
            (c.right * 0.82, 0.4),
            (c.right * 0.68, 0.7),
            (c.right * 0.74, 1.01),
            (c.right, 1.01),
        ],
        mix(t.mid, t.near, 0.6),
    )
    c.hills(0.95, 0.05, t.near)


def _ice_tongue(c: Canvas, t: Tone, x: float, top: float, foot: float, wide: float) -> None:
    ice, blue = mix(t.light, t.far, 0.2), mix(t.far, (92, 150, 186), 0.6)
    left, right = [], []
    for n in range(31):
        share = n / 30
        y, bend = top + (foot - top) * share, 0.06 * math.sin(share * 3.4)
        half = wide * (0.3 + 0.7 * share) * (1 + 0.06 * math.sin(n * 1.9))
        left.append((x + bend - half, y))
        right.append((x + bend + half, y))
    c.shape([*left, *reversed(right)], ice)
    for n in range(2, 30):
        (a, y), (b, _) = left[n], right[n]
        for _ in range(3):
            start = a + (b - a) * c.chance.uniform(0.04, 0.7)
            end = min(b, start + (b - a) * c.chance.uniform(0.1, 0.28))
            dip = 0.012 + 0.012 * c.chance.random()
            c.shape(
                [
                    (start, y),
                    ((start + end) / 2, y + dip),
                    (end, y),
                    ((start + end) / 2, y + dip * 0.25),
                ],
                blue,
                strength=0.75,
            )


@_scene
def glacier_lead(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.8)
    c.glow(c.right * 0.2, 0.2, 0.7, t.light, 0.8)
    _snow(c, t, c.peaks(0.5, 0.4, mix(t.far, t.low, 0.35)), 0.13)
    c.veil(t.low, top=0.3, bottom=0.75, strength=0.6)
    x = c.right * 0.56
    summits = [
        (x - 0.62, 0.5),
        (x - 0.42, 0.36),
        (x - 0.27, 0.17),
        (x - 0.16, 0.27),
        (x - 0.04, 0.1),
        (x + 0.08, 0.25),
        (x + 0.24, 0.14),
        (x + 0.4, 0.36),
        (x + 0.66, 0.46),
    ]
    rock = c.crag([(x - 1.1, 1.3), (x - 1.1, 0.8), *summits, (x + 1.2, 0.8), (x + 1.2, 1.3)], t.mid)
    shaded = mix(t.mid, t.near, 0.5)
    c.crag(
        [
            (x - 0.04, 0.1),
            (x + 0.03, 0.34),
            (x + 0.12, 0.5),
            (x + 0.08, 0.7),
            (x + 0.3, 1.1),
            (x + 1.2, 1.1),
            (x + 0.66, 0.46),
            (x + 0.4, 0.36),
            (x + 0.24, 0.14),
            (x + 0.08, 0.25),
        ],
        shaded,
    )
    c.crag(
        [
            (x - 0.27, 0.17),
            (x - 0.2, 0.42),
            (x - 0.24, 0.62),
            (x - 0.12, 0.8),
            (x - 0.04, 0.6),
            (x - 0.16, 0.27),
        ],
        mix(t.mid, t.near, 0.28),
    )
    ridge = sorted(point for point in rock if point[1] < 0.5)
    _ice_tongue(c, t, x + 0.02, 0.25, 0.6, 0.1)
    _snow(c, t, ridge, 0.13)
    for _ in range(150):
        place = (x + c.chance.gauss(0.05, 0.09), c.chance.uniform(0.58, 0.84))
        c.blob(
            *place,
            c.chance.uniform(0.004, 0.014),
            mix(t.near, t.far, c.chance.random() * 0.6),
            dents=4,
        )
    green = (98, 122, 96)
    c.hills(0.82, 0.06, mix(green, t.mid, 0.45))
    _pines(c, 0.85, 0.075, mix(t.near, (44, 74, 66), 0.5), 70)
    c.hills(0.9, 0.05, green)
    _houses(c, t, 0.938, [0.12, 0.16, 0.21, 0.25, 0.3, 0.34], church=0.275)
    c.hills(0.975, 0.03, mix(green, t.near, 0.6))


def _houses(c: Canvas, t: Tone, foot: float, places: list[float], *, church: float) -> None:
    wood, roof = (104, 74, 56), (64, 50, 46)
    for n, place in enumerate(places):
        x, low = c.right * place, foot + 0.012 * (n % 3)
        wide, tall = 0.026 + 0.006 * (n % 2), 0.036 + 0.008 * (n % 3)
        c.box(x - wide, low - tall, x + wide, low, wood)
        c.shape(
            [(x - wide * 1.3, low - tall), (x + wide * 1.3, low - tall), (x, low - tall - 0.034)],
            roof,
        )
        for side in (-0.5, 0.35):
            c.box(
                x + wide * side,
                low - tall * 0.65,
                x + wide * side + 0.008,
                low - tall * 0.4,
                t.accent,
            )
    x = c.right * church
    c.box(x - 0.013, foot - 0.11, x + 0.013, foot + 0.01, mix(t.light, t.low, 0.3))
    c.shape([(x - 0.017, foot - 0.11), (x + 0.017, foot - 0.11), (x, foot - 0.18)], roof)


@_scene
def village(c: Canvas, t: Tone) -> None:
    _mountains(c, t, foot=0.74)
    _snow(c, t, c.peaks(0.62, 0.3, t.mid), 0.05)
    c.veil(t.low, top=0.45, bottom=0.8, strength=0.35)
    green = (98, 122, 96)
    c.hills(0.78, 0.05, mix(green, t.mid, 0.4))
    _pines(c, 0.8, 0.09, mix(t.near, (44, 74, 66), 0.5), 30)
    c.hills(0.86, 0.04, green)
    _houses(c, t, 0.885, [0.2, 0.31, 0.42, 0.62, 0.72, 0.82], church=0.53)
    c.hills(0.96, 0.03, mix(green, t.near, 0.5))


@_scene
def valley(c: Canvas, t: Tone) -> None:
    _mountains(c, t, foot=0.66)
    _snow(c, t, c.peaks(0.55, 0.26, mix(t.far, t.mid, 0.6)), 0.05)
    c.veil(t.low, top=0.35, bottom=0.7, strength=0.5)
    green = (112, 136, 104)
    c.wash((0, mix(green, t.low, 0.35)), (1, mix(green, t.near, 0.35)), top=0.66)
    left, right = [], []
    for n in range(41):
        share = n / 40
        x = c.right * 0.52 + 0.2 * share**0.7 * math.sin(share * 7.5)
        half = 0.003 + 0.085 * share**2
        left.append((x - half, 0.66 + 0.35 * share))
        right.append((x + half, 0.66 + 0.35 * share))
    c.shape([*left, *reversed(right)], mix(t.low, (120, 164, 188), 0.6))
    c.shape([(0, 0.42), (c.right * 0.3, 0.67), (c.right * 0.16, 0.8), (0, 0.9)], t.mid)
    c.shape(
        [(c.right, 0.36), (c.right * 0.68, 0.67), (c.right * 0.84, 0.78), (c.right, 0.88)],
        mix(t.mid, t.near, 0.5),
    )


# Harbour


def _town(c: Canvas, t: Tone, foot: float) -> list[tuple[float, float]]:
    """Houses along the water; return their lit windows."""
    lights = []
    x = 0.0
    while x < c.right:
        wide, tall = c.chance.uniform(0.035, 0.075), c.chance.uniform(0.05, 0.14)
        fill = mix(t.mid, t.far, c.chance.random() * 0.5)
        c.box(x, foot - tall, x + wide, foot, fill)
        if c.chance.random() < 0.65:
            c.shape(
                [(x, foot - tall), (x + wide, foot - tall), (x + wide / 2, foot - tall - 0.03)],
                fill,
            )
        for row in range(int(tall / 0.03)):
            for column in range(int(wide / 0.018)):
                if c.chance.random() < 0.42:
                    spot = (x + 0.008 + column * 0.018, foot - tall + 0.012 + row * 0.03)
                    c.box(*spot, spot[0] + 0.006, spot[1] + 0.01, mix(t.light, t.accent, 0.4))
                    lights.append(spot)
        x += wide + 0.001
    return lights


def _harbour(c: Canvas, t: Tone, *, shore: float) -> None:
    _sky(c, t, shore)
    c.stars(40, t.light, bottom=0.3)
    c.glow(c.right * 0.3, shore, 0.6, t.light, 0.45)
    c.hills(shore - 0.1, 0.09, mix(t.far, t.low, 0.35))
    c.hills(shore - 0.04, 0.05, mix(t.far, t.mid, 0.3))
    lights = _town(c, t, shore)
    c.wash((0, mix(t.low, t.mid, 0.35)), (0.4, t.mid), (1, t.near), top=shore)
    for x, y in lights:
        length = 0.03 + 0.09 * c.chance.random()
        depth = shore + 0.006 + (shore - y) * 0.5
        c.box(x, depth, x + 0.004, depth + length * 0.4, mix(t.accent, t.mid, 0.45))
    c.ripples(shore, mix(t.light, t.low, 0.3), round(110 * c.right))


def _ferry(c: Canvas, t: Tone, x: float, water: float, long: float) -> None:
    hull, deck = mix(t.light, t.low, 0.12), mix(t.light, t.far, 0.35)
    glass = mix(t.light, t.accent, 0.45)
    c.shape(
        [
            (x - long, water - long * 0.2),
            (x + long, water - long * 0.2),
            (x + long * 0.84, water),
            (x - long * 0.84, water),
        ],
        hull,
    )
    c.box(x - long * 0.86, water - long * 0.04, x + long * 0.86, water, mix(t.near, t.accent, 0.35))
    c.box(x - long * 0.78, water - long * 0.4, x + long * 0.78, water - long * 0.2, deck, 0.008)
    for n in range(13):
        left = x - long * 0.72 + n * long * 0.112
        c.box(left, water - long * 0.355, left + long * 0.075, water - long * 0.26, glass, 0.002)
    c.box(x - long * 0.26, water - long * 0.54, x + long * 0.26, water - long * 0.4, hull, 0.006)
    c.box(
        x - long * 0.21,
        water - long * 0.51,
        x + long * 0.21,
        water - long * 0.45,
        mix(t.near, t.mid, 0.4),
        0.003,
    )
    c.line([(x, water - long * 0.54), (x, water - long * 0.7)], hull, 0.004)
    c.shape(
        [
            (x - long * 0.84, water),
            (x + long * 0.84, water),
            (x + long * 0.7, water + long * 0.16),
            (x - long * 0.7, water + long * 0.16),
        ],
        hull,
        strength=0.22,
    )
    for n in range(13):
        left = x - long * 0.7 + n * long * 0.11
        c.box(
            left,
            water + long * 0.05,
            left + 0.005,
            water + long * (0.14 + 0.1 * c.chance.random()),
            mix(t.accent, t.mid, 0.35),
        )
    c.shape(
        [
            (x - long * 0.84, water - 0.004),
            (x - long * 2.1, water + 0.012),
            (x - long * 0.84, water + 0.01),
        ],
        t.light,
        strength=0.35,
    )


@_scene
def harbour(c: Canvas, t: Tone) -> None:
    _harbour(c, t, shore=0.62)
    for place, tall in ((0.18, 0.2), (0.27, 0.16), (0.74, 0.23), (0.85, 0.18)):
        x = c.right * place
        c.line([(x, 0.74 - tall), (x, 0.75)], t.near, 0.005)
        c.line([(x, 0.74 - tall), (x + 0.06, 0.74)], t.near, 0.002)
        c.shape(
            [(x - 0.06, 0.745), (x + 0.07, 0.74), (x + 0.05, 0.775), (x - 0.045, 0.775)], t.near
        )


@_scene
def ferry(c: Canvas, t: Tone) -> None:
    _harbour(c, t, shore=0.56)
    _ferry(c, t, c.right * 0.52, 0.77, 0.32)


@_scene
def harbour_lead(c: Canvas, t: Tone) -> None:
    _harbour(c, t, shore=0.58)
    _ferry(c, t, c.right * 0.6, 0.79, 0.3)


@_scene
def fjord(c: Canvas, t: Tone) -> None:
    _sky(c, t, 0.62)
    c.glow(c.right * 0.5, 0.55, 0.5, t.light, 0.6)
    c.peaks(0.55, 0.22, mix(t.far, t.low, 0.5))
    c.wash((0, mix(t.low, t.mid, 0.3)), (1, t.near), top=0.62)
    c.ripples(0.62, t.light, 120)
    for side, fill in ((-1, t.mid), (1, mix(t.mid, t.near, 0.5))):
        edge = c.right / 2 + side * c.right / 2
        rim = [(0.02, 0.1), (0.14, 0.2), (0.2, 0.18), (0.3, 0.4), (0.36, 0.6), (0.39, 0.66)]
        c.shape(
            [(edge, 0.06), *((edge - side * a * c.right, b) for a, b in rim), (edge, 0.72)], fill
        )
    _ferry(c, t, c.right * 0.52, 0.74, 0.11)


# Health


def _cell(c: Canvas, t: Tone, x: float, y: float, size: float) -> None:
    c.disc(x, y, size * 1.12, t.light, 0.12)
    c.disc(x, y, size, mix(t.low, t.light, 0.45), 0.5)
    c.disc(x, y, size * 0.5, mix(t.accent, t.light, 0.2), 0.65)
    for ring, (count, dot) in {0.74: (22, 0.05), 0.92: (34, 0.032)}.items():
        for a in _turn(count):
            c.disc(
                x + size * ring * math.cos(a),
                y + size * ring * math.sin(a),
                size * dot,
                t.light,
                0.85,
            )


@_scene
def cells(c: Canvas, t: Tone) -> None:
    c.wash((0, mix(t.far, t.low, 0.3)), (1, t.mid))
    for x, y, size in (
        (0.28, 0.3, 0.2),
        (0.76, 0.24, 0.12),
        (0.66, 0.66, 0.25),
        (0.2, 0.78, 0.14),
        (0.95, 0.9, 0.12),
    ):
        _cell(c, t, c.right * x, y, size)


@_scene
def health_lead(c: Canvas, t: Tone) -> None:
    c.wash((0, mix(t.far, t.low, 0.45)), (1, mix(t.mid, t.far, 0.4)))
    c.glow(c.right * 0.3, 0.3, 0.9, t.light, 0.4)
    for x, y, size in (
        (0.14, 0.32, 0.2),
        (0.33, 0.74, 0.27),
        (0.52, 0.26, 0.16),
        (0.68, 0.6, 0.24),
        (0.87, 0.24, 0.19),
        (0.92, 0.86, 0.15),
    ):
        _cell(c, t, c.right * x, y, size)
