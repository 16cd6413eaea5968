"""What several scenes show: skies, stars, trails."""

import math

from stories.demo.canvas import Canvas, Point, mix

from .tones import Tone


def space(c: Canvas, t: Tone, *, stars: int = 150) -> None:
    c.wash((0, mix(t.top, t.near, 0.4)), (1, mix(t.far, t.near, 0.35)))
    c.stars(round(stars * c.right), t.light)


def sky(c: Canvas, t: Tone, horizon: float) -> None:
    c.wash((0, t.top), (0.55, mix(t.top, t.low, 0.5)), (1, t.low), bottom=horizon + 0.02)


def trail(c: Canvas, t: Tone, path: list[Point], *, foot: float = 0.026) -> None:
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


def turn(steps: int) -> list[float]:
    return [math.tau * n / steps for n in range(steps)]
