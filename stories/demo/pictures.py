"""Draws the demo desk's pictures. The scenes are in scenes/, the tools in canvas.py.

The same scene, tone and seed give the same picture. There are no words in the pictures.
"""

import io

from PIL import Image

from stories.demo.canvas import Canvas
from stories.demo.scenes import (  # noqa: F401  Each adds its scenes to the list.
    harbour,
    health,
    land,
    launches,
    planets,
    sea,
    spacecraft,
)
from stories.demo.scenes.register import SCENES
from stories.demo.scenes.tones import DEFAULT_TONES, TONES

STORY_SIZE = (1600, 900)
ENTITY_SIZE = (800, 800)


class UnknownScene(LookupError):
    """No function draws a scene of that name, or no tone is called so."""


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
