"""The image of a document, whatever kind of page it is."""

from dataclasses import dataclass, replace
from typing import cast

from newsdesk.images.ladder import StoredPicture
from newsdesk.pages.documents import Data, added, as_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture as stored: `name` is its key in media storage; `width` and `height` are pixels.

    `focus_x` and `focus_y` say where what matters in it is: per cent from the left and from the top.
    """

    name: str
    width: int
    height: int
    alt: str = ""
    decorative: bool = False
    caption: str = ""
    credit: str = ""
    focus_x: int = added(50)
    focus_y: int = added(50)


def as_decorative(image: Image | None) -> Image | None:
    """Return a picture that tells nothing, so that nothing has to be told of it."""
    return replace(image, decorative=True) if image else None


def image_data(image: Image | None) -> StoredPicture | None:
    """Return a picture as the catalogue keeps it."""
    return cast("StoredPicture", as_data(image)) if image else None


def with_focus(data: Data) -> Data:
    """Schema 2 says where the focal point of a picture is; before, it was the middle."""
    image = data.get("image")
    middle = {"focus_x": 50, "focus_y": 50}
    return data | {"image": {**middle, **image}} if isinstance(image, dict) else data
