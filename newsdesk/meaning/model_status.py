"""Whether this process can compare by meaning, or by words alone, and why. Loads late and once.

onnxruntime takes a third of a second and 80 MB: a process that never looks for duplicates should
not pay for it, and a desk without the model should start.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from newsdesk.meaning.encoder import Encoder

WORDS_ALONE = "Questions are compared by words alone."


class Meaning(NamedTuple):
    """The encoder, or None and the sentence that says why."""

    encoder: "Encoder | None"
    notice: str


def meaning() -> Meaning:
    """Return the encoder that the settings name: DUPLICATES_MODEL is a path, empty for the package."""
    return _opened(str(getattr(settings, "DUPLICATES_MODEL", "") or ""))


@cache
def _opened(path: str) -> Meaning:
    try:
        module = import_module("newsdesk.meaning.encoder")
    except ImportError as problem:
        missing = f"{problem.name or 'A package'} is not installed."
        return Meaning(None, f"{missing} {WORDS_ALONE}")
    try:
        return Meaning(module.load(path or None), "")
    except module.EncoderUnavailable as problem:
        return Meaning(None, f"{problem} {WORDS_ALONE}")
