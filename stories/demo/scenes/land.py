"""Towns, money, mountains."""

import math

from stories.demo.canvas import Canvas, Colour, Point, mix

from .register import scene
from .sky import sky
from .tones import Tone


@scene
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


@scene
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


@scene
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
    sky(c, t, 0.75)
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


@scene
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


@scene
def glacier_lead(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.8)
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


@scene
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


@scene
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
