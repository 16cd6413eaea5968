"""Colours that go together."""

from dataclasses import dataclass

from stories.demo.canvas import Colour, colour


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
