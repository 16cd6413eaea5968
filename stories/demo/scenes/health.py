"""Health."""

import math

from stories.demo.canvas import Canvas, mix

from .register import scene
from .sky import turn
from .tones import Tone


def _cell(c: Canvas, t: Tone, x: float, y: float, size: float) -> None:
    c.disc(x, y, size * 1.12, t.light, 0.12)
    c.disc(x, y, size, mix(t.low, t.light, 0.45), 0.5)
    c.disc(x, y, size * 0.5, mix(t.accent, t.light, 0.2), 0.65)
    for ring, (count, dot) in {0.74: (22, 0.05), 0.92: (34, 0.032)}.items():
        for a in turn(count):
            c.disc(
                x + size * ring * math.cos(a),
                y + size * ring * math.sin(a),
                size * dot,
                t.light,
                0.85,
            )


@scene
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


@scene
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
