"""Type for drawn pictures: which font has a letter, how wide words are, where lines break."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from django.conf import settings
from PIL import ImageDraw, ImageFont

HOUSE = ("source-serif-4-latin.woff2", "source-serif-4-latin-ext.woff2")
# Looked for where the system keeps its fonts, for scripts that the house's own do not have.
SYSTEM = (
    "NotoSerif-Bold.ttf",
    "DejaVuSerif-Bold.ttf",
    "DejaVuSans-Bold.ttf",
    "NotoNaskhArabic-Bold.ttf",
    "NotoSansHebrew-Bold.ttf",
    "NotoSansDevanagari-Bold.ttf",
    "NotoSansBengali-Bold.ttf",
    "NotoSansThai-Bold.ttf",
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Bold.ttc",
    "wqy-zenhei.ttc",
)

LEADING = 1.12  # From line to line, in sizes of the type.

Font = ImageFont.FreeTypeFont
Run = tuple[str, Font]


@lru_cache(maxsize=64)
def fonts(size: int, weight: int) -> tuple[Font, ...]:
    """Return the fonts that there are, the house's own first."""
    found = []
    for file in HOUSE:
        font = ImageFont.truetype(settings.BASE_DIR / "static" / "site" / "fonts" / file, size)
        font.set_variation_by_axes([weight])
        found.append(font)
    for name in SYSTEM:
        try:
            found.append(ImageFont.truetype(name, size))
        except OSError:
            continue
    return tuple(found)


def can_set(text: str) -> bool:
    """Tell whether every letter and digit of `text` is in some font: no reader should see boxes."""
    return all(_font_of(c) is not None for c in text if c.isalnum())


def settable(text: str) -> str:
    """Return `text` in one line without the symbols that no font has."""
    kept = (c for c in unicodedata.normalize("NFC", text) if _joins(c) or _font_of(c) is not None)
    return " ".join("".join(kept).split())


def runs(text: str, size: int, weight: int) -> Iterator[Run]:
    """Yield the pieces of `text` that one font can set, with that font."""
    faces = fonts(size, weight)
    places: list[int] = []
    for character in text:
        own = None if _joins(character) else _font_of(character)
        places.append((places[-1] if places else 0) if own is None else own)
    for place, group in groupby(zip(text, places, strict=True), key=lambda pair: pair[1]):
        yield "".join(character for character, _ in group), faces[place]


def width(text: str, size: int, weight: int) -> float:
    return sum(font.getlength(piece) for piece, font in runs(text, size, weight))


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    *,
    size: int,
    weight: int,
    fill: str,
) -> None:
    """Write one line; `at` is the left end of its baseline."""
    x, y = at
    for piece, font in runs(text, size, weight):
        draw.text((x, y), piece, font=font, fill=fill, anchor="ls")
        x += font.getlength(piece)


def lines(text: str, *, size: int, weight: int, room: float) -> list[str]:
    """Break `text` into lines that fit into `room` pixels; a word that does not fit is broken."""
    found = [""]
    for word in _words(text, size, weight, room):
        longer = f"{found[-1]} {word}".strip()
        if width(longer, size, weight) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return [line for line in found if line]


def fitted(
    text: str, *, sizes: Iterable[int], weight: int, room: float, tall: float
) -> tuple[int, list[str]]:
    """Return the largest of `sizes`, given from large to small, at which the lines are not too `tall`.

    One line always fits. Where even the smallest size is too large, the text ends in an ellipsis. A
    size that breaks no word is preferred to one that does.
    """
    size, most, found = 0, 1, [text]
    for size in sizes:
        most = max(1, int(tall / (size * LEADING)))
        found = lines(text, size=size, weight=weight, room=room)
        whole = all(width(word, size, weight) <= room for word in text.split())
        if len(found) <= most and whole:
            return size, _evened(found, size=size, weight=weight, room=room)
    if len(found) > most:
        last = found[most - 1]
        while last and width(f"{last}…", size, weight) > room:
            last = last[:-1].rstrip()
        found = [*found[: most - 1], f"{last}…"]
    return size, found


def _evened(found: list[str], *, size: int, weight: int, room: float) -> list[str]:
    """Return as many lines in as little width as they need, so that no last line is a single word."""
    text = " ".join(found)
    for share in range(60, 100, 4):
        narrow = lines(text, size=size, weight=weight, room=room * share / 100)
        if len(narrow) <= len(found) and " ".join(narrow) == text:
            return narrow
    return found


def _words(text: str, size: int, weight: int, room: float) -> Iterator[str]:
    for word in text.split():
        while width(word, size, weight) > room:
            fits = len(word)
            while fits > 1 and width(word[:fits], size, weight) > room:
                fits -= 1
            yield word[:fits]
            word = word[fits:]
        if word:
            yield word


def _joins(character: str) -> bool:
    """Tell whether a character belongs to the one before: an accent, a space, a joiner."""
    return character.isspace() or unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(maxsize=4096)
def _font_of(character: str) -> int | None:
    """Return the place of the first font that has a character, or None.

    Pillow tells no font's characters; one that is missing is drawn like one that cannot be there.
    """
    for place, font in enumerate(fonts(40, 400)):
        if _drawing(font, character) != _drawing(font, "\U0010ffff"):
            return place
    return None


def _drawing(font: Font, character: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(character)
    return mask.size, bytes(mask)
