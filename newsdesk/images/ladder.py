"""Which files there are of a kept picture: a pure function of its name, size and focal point.

No page asks the storage what exists. Every rung of the ladder has a name from the start; one that has
not been made yet is answered with the next best file (see `stand_ins`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings

Size = tuple[int, int]  # Width and height in pixels.
Focus = tuple[int, int]  # Per cent from the left and from the top.

CENTRE: Focus = (50, 50)


class StoredPicture(TypedDict, total=False):
    """A document's picture as plain data; what is older than the focal point has none."""

    name: str
    width: int
    height: int
    alt: str
    decorative: bool
    caption: str
    credit: str
    focus_x: int
    focus_y: int


# The widths of each shape. A name tells the rung; a smaller picture fills its last rung less.
RUNGS: dict[str, tuple[int, ...]] = {
    "": (480, 800, 1200, 1600),
    "card": (400, 800, 1200),
    "square": (128, 256, 544),
}
# Width to height; the whole picture has its own.
RATIOS = {"card": (8, 5), "square": (1, 1)}
KINDS = ("avif", "webp")

_KEPT = re.compile(r"pictures/[0-9a-f]{2}/([0-9a-f]{32})\.webp")
# What has an address under the media folder: a kept picture or a rung of it.
NAME = (
    r"pictures/[0-9a-f]{2}/[0-9a-f]{32}"
    r"(?:-(?:(?:card|square)-[0-9]{1,3}x[0-9]{1,3}-)?[0-9]{3,4})?\.(?:avif|webp)"
)
_PARTS = re.compile(
    r"(?P<stem>pictures/[0-9a-f]{2}/(?P<key>[0-9a-f]{32}))"
    r"(?:-(?:(?P<shape>card|square)-(?P<x>[0-9]{1,3})x(?P<y>[0-9]{1,3})-)?(?P<rung>[0-9]{3,4}))?"
    r"\.(?P<kind>avif|webp)"
)


@dataclass(frozen=True, slots=True)
class Rung:
    """A file of a picture: its name in media storage and the pixels it has."""

    name: str
    width: int
    height: int


def key_of(name: str) -> str:
    """Return the 32 digits that tell a kept picture from all others, or "" for any other name."""
    found = _KEPT.fullmatch(name)
    return found[1] if found else ""


def name_of(key: str) -> str:
    """Return the name of the kept picture of a key: "pictures/3f/3f2a….webp"."""
    return f"pictures/{key[:2]}/{key}.webp"


def address(name: str) -> str:
    """Return the path of a stored file. Always our own view: it knows who may see the picture."""
    return f"{settings.MEDIA_URL}{name}"


def rungs(
    name: str, size: Size, *, shape: str = "", focus: Focus = CENTRE, kind: str = "webp"
) -> list[Rung]:
    """Return the files of one shape and kind, the smallest first; none for a name that is not ours."""
    if not key_of(name) or min(size) < 1:
        return []
    left, top, right, bottom = crop_box(size, shape, focus)
    width, height = right - left, bottom - top
    part = f"{shape}-{focus[0]}x{focus[1]}-" if shape else ""
    found = []
    for rung in RUNGS[shape]:
        across = min(rung, width)
        down = max(1, round(height * across / width))
        found.append(Rung(f"{name.removesuffix('.webp')}-{part}{rung}.{kind}", across, down))
        if rung >= width:
            break
    return found


def crop_box(size: Size, shape: str, focus: Focus) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the largest part of that shape around the focal point."""
    width, height = size
    if not shape:
        return 0, 0, width, height
    return part_of(size, RATIOS[shape], focus)


def part_of(size: Size, ratio: Size, focus: Focus) -> tuple[int, int, int, int]:
    """Return the box of the largest part of `size` that has `ratio`, as near to `focus` as it can be."""
    width, height = size
    across = max(1, min(width, round(height * ratio[0] / ratio[1])))
    down = max(1, min(height, round(width * ratio[1] / ratio[0])))
    left = _slid(width, across, focus[0])
    top = _slid(height, down, focus[1])
    return left, top, left + across, top + down


def stand_ins(name: str) -> Iterator[str]:
    """Yield the file of that name and, in this order, what may be shown while it is not there.

    Nothing for a name that is on no ladder: `pictures/3f/3f2a….webp` is the kept picture itself.
    """
    parts = _PARTS.fullmatch(name)
    if parts is None:
        return
    shape, rung, kept = parts["shape"] or "", parts["rung"], f"{parts['stem']}.webp"
    if rung is None:
        if name == kept:
            yield kept
        return
    if int(rung) not in RUNGS[shape] or max(int(parts["x"] or 0), int(parts["y"] or 0)) > 100:
        return
    yield from dict.fromkeys((name, f"{name.rpartition('.')[0]}.webp", kept))


def key_in(name: str) -> str:
    """Return the key of the kept picture that a file of the ladder belongs to, or ""."""
    parts = _PARTS.fullmatch(name)
    return parts["key"] if parts else ""


def _slid(whole: int, part: int, focus: int) -> int:
    """Return where a part begins that has the focal point in its middle, as far as it fits."""
    return max(0, min(whole - part, round(whole * focus / 100 - part / 2)))
