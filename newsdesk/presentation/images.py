"""Pictures as public pages show them: addresses, sizes and shapes. No queries, and no look at the storage."""

from dataclasses import dataclass

from newsdesk.catalogue.entries import Target
from newsdesk.images.ladder import CENTRE, Focus, Rung, StoredPicture, address, key_of, rungs
from newsdesk.pages.document_image import Image
from newsdesk.pages.documents import as_data

# What browsers get that know nothing of srcset: the largest file up to this width.
PLAIN_WIDTH = 800
PORTRAIT_WIDTH = 256
# What feed readers and search engines get.
LARGE_WIDTH = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A picture in one shape, for `_picture.html`: srcset values, and the size of the largest file.

    `place` names classes of the stylesheet that keep the focal point in sight where CSS cuts further.
    """

    src: str
    width: int
    height: int
    avif: str = ""
    webp: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with the address of its file; `alt` is empty where it adds nothing to be told."""

    src: str
    width: int
    height: int
    name: str = ""
    focus: Focus = CENTRE
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @property
    def whole(self) -> Shape:
        return self._shape("")

    @property
    def card(self) -> Shape:
        return self._shape("card")

    @property
    def square(self) -> Shape:
        return self._shape("square")

    @property
    def portrait(self) -> Shape:
        """A thumbnail, of which a page has dozens: two small files, not worth a second format."""
        files = self._rungs("square", "webp", upto=PORTRAIT_WIDTH)
        if not files:
            return self.square
        first, last = files[0], files[-1]
        src, webp = address(first.name), _srcset(files)
        return Shape(src=src, width=last.width, height=last.height, webp=webp)

    @property
    def large(self) -> Shape:
        """The whole picture as one file of a moderate size, for those who cannot choose."""
        fitting = self._rungs("", "webp", upto=LARGE_WIDTH)
        if not fitting:
            return Shape(src=self.src, width=self.width, height=self.height)
        last = fitting[-1]
        return Shape(src=address(last.name), width=last.width, height=last.height)

    def _shape(self, shape: str) -> Shape:
        webp = self._rungs(shape, "webp")
        if not webp:
            return Shape(src=self.src, width=self.width, height=self.height, place=self._place)
        plain = [rung for rung in webp if rung.width <= PLAIN_WIDTH] or webp[:1]
        return Shape(
            src=address(plain[-1].name),
            width=webp[-1].width,
            height=webp[-1].height,
            avif=_srcset(self._rungs(shape, "avif")),
            webp=_srcset(webp),
            place=self._place,
        )

    def _rungs(self, shape: str, kind: str, *, upto: int = 10_000) -> list[Rung]:
        size = (self.width, self.height)
        found = rungs(self.name, size, shape=shape, focus=self.focus, kind=kind)
        return [rung for rung in found if rung.width <= upto]

    @property
    def _place(self) -> str:
        across, down = (round(part / 10) for part in self.focus)
        return "" if (across, down) == (5, 5) else f"fx-{across} fy-{down}"


def picture_of(image: Image | StoredPicture | None) -> Picture | None:
    """Return the picture of a document or of a catalogue card."""
    data = as_data(image) if isinstance(image, Image) else image
    if not data or not data.get("name") or not data.get("width") or not data.get("height"):
        return None
    return Picture(
        src=address(data["name"]),
        width=data["width"],
        height=data["height"],
        name=data["name"],
        focus=(data.get("focus_x", CENTRE[0]), data.get("focus_y", CENTRE[1])),
        alt="" if data.get("decorative") else data.get("alt", ""),
        caption=data.get("caption", ""),
        credit=data.get("credit", ""),
    )


def shown_in(*images: Image | None) -> tuple[Target, ...]:
    """Return references to the pictures of a page's public editions: by them readers may have the files."""
    keys = dict.fromkeys(key_of(image.name) for image in images if image)
    return tuple(Target(key=f"picture:{key}") for key in keys if key)


def _srcset(files: list[Rung]) -> str:
    return ", ".join(f"{address(rung.name)} {rung.width}w" for rung in files)
