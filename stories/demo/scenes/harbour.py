"""Harbour."""

from stories.demo.canvas import Canvas, mix

from .register import scene
from .sky import sky
from .tones import Tone


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
    sky(c, t, shore)
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


@scene
def harbour(c: Canvas, t: Tone) -> None:
    _harbour(c, t, shore=0.62)
    for place, tall in ((0.18, 0.2), (0.27, 0.16), (0.74, 0.23), (0.85, 0.18)):
        x = c.right * place
        c.line([(x, 0.74 - tall), (x, 0.75)], t.near, 0.005)
        c.line([(x, 0.74 - tall), (x + 0.06, 0.74)], t.near, 0.002)
        c.shape(
            [(x - 0.06, 0.745), (x + 0.07, 0.74), (x + 0.05, 0.775), (x - 0.045, 0.775)], t.near
        )


@scene
def ferry(c: Canvas, t: Tone) -> None:
    _harbour(c, t, shore=0.56)
    _ferry(c, t, c.right * 0.52, 0.77, 0.32)


@scene
def harbour_lead(c: Canvas, t: Tone) -> None:
    _harbour(c, t, shore=0.58)
    _ferry(c, t, c.right * 0.6, 0.79, 0.3)


@scene
def fjord(c: Canvas, t: Tone) -> None:
    sky(c, t, 0.62)
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
