"""What the publish gate finds: a sentence and the field that it is about."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif|svg)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is the form field to jump to, "name" or "analysis:3f2a9c01.body"."""

    field: str
    message: str

    def __str__(self) -> str:
        return self.message


class Described(Protocol):
    @property
    def alt(self) -> str: ...

    @property
    def decorative(self) -> bool: ...


def image_problems(image: Described | None) -> list[Problem]:
    """Return what is wrong with the text alternative of a picture."""
    if image is None or image.decorative:
        return []
    if not image.alt.strip():
        return [Problem("image_alt", "The picture has no text alternative, and is not decorative.")]
    if _FILE_NAME.fullmatch(image.alt.strip()):
        return [Problem("image_alt", "The picture's text alternative is a file name.")]
    return []


@dataclass(frozen=True, slots=True)
class Findings:
    """What the gate says of a document: what stands in its way, and what somebody has to look at."""

    blocking: tuple[Any, ...] = ()
    warnings: tuple[Any, ...] = ()
