"""Social cards: a headline set in the house's type, beside its picture, as networks show it with a link."""

import hashlib
import io
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass, replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from newsdesk.images.fonts import LEADING, can_set, fitted, settable, write
from newsdesk.images.ladder import CENTRE, Focus, key_of, part_of
from newsdesk.images.renditions import Lost, opened
from newsdesk.images.storage import StoreFailed
from newsdesk.publication.current import png_of

logger = logging.getLogger("newsdesk.images")

SIZE = (1200, 630)
# Raise it when the drawing changes: kept cards of the old look are then drawn again.
DESIGN = 1

PAPER, INK, ACCENT, RULE = "#fbf8f2", "#1d1a16", "#962a1b", "#dcd3c2"
MARGIN = 64
BAR = 14
TOP = 122  # Where the headline begins.
PICTURE = 470  # The width of the picture at the right edge.
FOOT = 92  # The height of the strip with the publication's name, or its logo.
LOGO_TALL = 52
SIZES = range(88, 39, -4)
BOLD, HEAVY = 680, 780
LONGEST = 300  # Characters of a headline that are looked at.


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a card says: `kicker` is a word above the headline, `picture` a kept picture's name or "", `logo`
    that of the publication's own, which stands for its name, or "".
    """

    title: str
    kicker: str
    site: str
    picture: str = ""
    focus: Focus = CENTRE
    accent: str = ACCENT
    logo: str = ""


def drawn(owner: str, face: Face) -> bytes:
    """Return the JPEG of a card, from storage or drawn now; of each `owner` only the last is kept."""
    folder = f"cards/{owner}"
    digest = hashlib.sha256(repr((DESIGN, astuple(face))).encode("utf-8", "surrogatepass"))
    name = f"{folder}/{digest.hexdigest()[:32]}.jpg"
    try:
        with suppress(FileNotFoundError), default_storage.open(name) as file:
            return file.read()
        data = _jpeg(draw(face))
    except StoreFailed as error:
        # Not kept: it has no picture, and the next one will.
        logger.warning("No image on the card %s: %s", name, error)
        return _jpeg(draw(replace(face, picture="")))
    try:
        older = _files(folder)
        default_storage.save(name, ContentFile(data))
        for file_name in older:
            default_storage.delete(f"{folder}/{file_name}")
    except StoreFailed as error:
        logger.warning("The card %s could not be kept: %s", name, error)
    return data


def _jpeg(card: Image.Image) -> bytes:
    out = io.BytesIO()
    card.save(out, "JPEG", quality=88, subsampling=0, optimize=True)
    return out.getvalue()


def draw(face: Face) -> Image.Image:
    """Draw a card. A headline in letters that no font has gives way to the publication's name.

    One query for a logo. Raises StoreFailed.
    """
    card = Image.new("RGB", SIZE, PAPER)
    room = SIZE[0] - 2 * MARGIN
    if (picture := _picture(face)) is not None:
        card.paste(picture, (SIZE[0] - PICTURE, 0))
        room -= PICTURE - 16
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, SIZE[0], BAR - 1), fill=face.accent)
    if face.kicker:
        write(pen, (MARGIN, BAR + 78), face.kicker, size=30, weight=BOLD, fill=face.accent)
    title, site = face.title[:LONGEST], settable(face.site)
    logo = _logo(face, room)
    if logo is not None:
        _rule(pen, room)
        card.paste(logo, (MARGIN, SIZE[1] - (FOOT + logo.height) // 2), logo)
    elif can_set(title):
        _rule(pen, room)
        _name(pen, site, room)
    _headline(pen, settable(title) if can_set(title) else site, room)
    return card


def _headline(pen: ImageDraw.ImageDraw, title: str, room: int) -> None:
    tall = SIZE[1] - FOOT - 30 - TOP
    size, found = fitted(title, sizes=SIZES, weight=BOLD, room=room, tall=tall)
    for number, text in enumerate(found):
        y = TOP + size * (0.86 + number * LEADING)
        write(pen, (MARGIN, y), text, size=size, weight=BOLD, fill=INK)


def _rule(pen: ImageDraw.ImageDraw, room: int) -> None:
    y = SIZE[1] - FOOT
    pen.line((MARGIN, y, MARGIN + room, y), fill=RULE, width=2)


def _logo(face: Face, room: int) -> Image.Image | None:
    """Return the logo in the size in which it stands on a card, None where there is none."""
    data = png_of(face.logo) if face.logo else None
    if data is None:
        return None
    with Image.open(io.BytesIO(data), formats=("PNG",)) as found:
        logo = found.convert("RGBA")
    part = min(LOGO_TALL / logo.height, room / logo.width)
    size = (max(1, round(logo.width * part)), max(1, round(logo.height * part)))
    return logo.resize(size, Image.Resampling.LANCZOS)


def _name(pen: ImageDraw.ImageDraw, site: str, room: int) -> None:
    y = SIZE[1] - FOOT
    size, found = fitted(site, sizes=range(40, 19, -2), weight=HEAVY, room=room, tall=0)
    for text in found:
        write(pen, (MARGIN, y + 58), text, size=size, weight=HEAVY, fill=INK)


def _picture(face: Face) -> Image.Image | None:
    """Return the part of the picture around its focal point, as tall as the card."""
    if not key_of(face.picture):
        return None
    try:
        whole = opened(face.picture)
    except Lost:
        return None
    size = (PICTURE, SIZE[1])
    box = part_of(whole.size, size, face.focus)
    part = whole.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)
    if part.mode != "RGBA":
        return part
    ground = Image.new("RGB", size, PAPER)
    ground.paste(part, mask=part.getchannel("A"))
    return ground


def _files(folder: str) -> Iterable[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
