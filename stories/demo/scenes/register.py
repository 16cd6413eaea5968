"""The list of scenes, by the names that the demo's files know them by."""

from collections.abc import Callable

from stories.demo.canvas import Canvas

from .tones import Tone

Scene = Callable[[Canvas, Tone], None]
SCENES: dict[str, Scene] = {}


def scene(function: Scene) -> Scene:
    """Put a function on the list: `far_side` draws "far-side"."""
    SCENES[function.__name__.replace("_", "-")] = function
    return function
