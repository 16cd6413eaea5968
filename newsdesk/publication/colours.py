"""Colours that can be read: contrast as WCAG 2.2 defines it, and a colour that is mended until it has it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, #dfn-relative-luminance; links are text: 4.5 : 1 (1.4.3).
"""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# The grounds on which links stand, as static/site/site.css has them: paper, sheet, sunken.
LIGHT = ("#fbf8f2", "#fffefb", "#f2ecdf")
DARK = ("#141210", "#1d1a17", "#25211d")
ENOUGH = 4.5
# What the bar over the masthead has to stand out by: no text, but the mark of the house.
SEEN = 1.6
HOUSE = "#962a1b"
_STEPS = 200

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Accent:
    """An accent colour as it is drawn: links, the bar, and lines under links, in both schemes.

    `notes` say, to the editor, what was mended and why.
    """

    light: str
    dark: str
    bar_light: str
    bar_dark: str
    line_light: str
    line_dark: str
    notes: tuple[str, ...]


@lru_cache(32)
def accent_of(colour: str) -> Accent:
    """Return how a chosen colour is drawn."""
    light, dark = mended(colour, LIGHT, darker=True), mended(colour, DARK, darker=False)
    notes = []
    for name, grounds, drawn in (("light", LIGHT, light), ("dark", DARK, dark)):
        before, after = least(colour, grounds), least(drawn, grounds)
        if drawn != colour:
            notes.append(
                f"On {name} pages {colour} is hard to read ({_ratio(before)}), so links are drawn in"
                f" {drawn} ({_ratio(after)})."
            )
    return Accent(
        light=light,
        dark=dark,
        bar_light=mended(colour, LIGHT, darker=True, enough=SEEN),
        bar_dark=mended(colour, DARK, darker=False, enough=SEEN),
        line_light=mixed(light, LIGHT[0], 0.45),
        line_dark=mixed(dark, DARK[0], 0.5),
        notes=tuple(notes),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def least(colour: str, grounds: Sequence[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def mended(colour: str, grounds: Sequence[str], *, darker: bool, enough: float = ENOUGH) -> str:
    """Return the colour itself, or the nearest of its hue that stands out from all `grounds` enough."""
    if least(colour, grounds) >= enough:
        return colour
    hue, light, full = colorsys.rgb_to_hls(*_rgb(colour))
    end = 0.0 if darker else 1.0
    for step in range(1, _STEPS + 1):
        nearer = light + (end - light) * step / _STEPS
        found = _hex(colorsys.hls_to_rgb(hue, nearer, full))
        if least(found, grounds) >= enough:
            return found
    return _hex((end, end, end))


def mixed(colour: str, ground: str, part: float) -> str:
    """Return `part` of the colour on its ground."""
    pairs = zip(_rgb(colour), _rgb(ground), strict=True)
    red, green, blue = (one * part + other * (1 - part) for one, other in pairs)
    return _hex((red, green, blue))


def _ratio(value: float) -> str:
    return f"{int(value * 10) / 10:g} : 1"


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
