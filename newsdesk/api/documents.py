"""What all answers of the API have in common: heads of pages, texts, links, pictures, notes, lists.

`SCHEMA` grows when a field is added; a field is taken away or means something else only under /api/v2/.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from ninja import Schema

from newsdesk.catalogue.models import Page
from newsdesk.pages.document_image import Image
from newsdesk.pages.notes import Correction
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.api_address import api_address, public_kind
from newsdesk.presentation.heads import absolute, checked, rich
from newsdesk.presentation.images import Picture, picture_of

SCHEMA: Literal[2] = 2


class Text(Schema):
    """A rich text twice. Links inside `html` may be paths of the site."""

    html: str
    plain: str

    @classmethod
    def of(cls, html: str) -> Self:
        return cls(html=rich(html), plain=plain(html))


class PageLink(Schema):
    """A page that another names, as readers see it now."""

    id: str
    kind: str
    title: str
    address: str
    api: str

    @classmethod
    def of(cls, page: Page) -> Self:
        return cls(
            id=page.uid,
            kind=public_kind(page.kind),
            title=page.title,
            address=absolute(page.path),
            api=api_address(page),
        )

    @classmethod
    def of_each(cls, pages: Iterable[Page]) -> list[Self]:
        """Return a link for each page, once where several references lead to it."""
        return [cls.of(page) for page in {page.key: page for page in pages}.values()]


class TagLink(Schema):
    """A tag: its wording, the `slug` that lists are narrowed by, the page that lists it."""

    name: str
    slug: str
    address: str


class SectionLink(Schema):
    """The section that a story is in, by its name of today; `slug` narrows lists."""

    name: str
    slug: str
    address: str


class PictureFile(Schema):
    """A picture; `address` is one file of up to 1,200 pixels, `alt` empty where it only decorates."""

    address: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str

    @classmethod
    def of(cls, picture: Picture | None) -> Self | None:
        if picture is None:
            return None
        large = picture.large
        return cls(
            address=absolute(large.src),
            width=large.width,
            height=large.height,
            alt=picture.alt,
            caption=picture.caption,
            credit=picture.credit,
        )


class Note(Schema):
    """A correction or clarification that stands on a page."""

    label: str
    note: str
    wrong: str
    right: str
    at: datetime

    @classmethod
    def of_each(cls, notes: Iterable[Correction]) -> list[Self]:
        return [
            cls(label=each.label, note=each.note, wrong=each.wrong, right=each.right, at=each.at)
            for each in notes
        ]


class Head(Schema):
    """What every page has. `edition` is its number among those that readers could see.

    `published_at` is that of the first edition, `updated_at` that of the last one that changed anything of
    substance, `checked_at` when somebody last read it again since.
    """

    id: str
    kind: str
    title: str
    summary: str
    address: str
    api: str
    edition: int
    published_at: datetime
    updated_at: datetime
    checked_at: datetime | None


def head_of(page: Page) -> dict[str, object]:
    """Return the fields of a Head."""
    return {
        "id": page.uid,
        "kind": public_kind(page.kind),
        "title": page.title,
        "summary": page.summary,
        "address": absolute(page.path),
        "api": api_address(page),
        "edition": page.number,
        "published_at": page.published_at,
        "updated_at": page.updated_at,
        "checked_at": checked(page),
    }


class Card(Head):
    """A page as lists have it."""

    image: PictureFile | None
    bylines: list[str]

    @classmethod
    def of(cls, page: Page) -> Self:
        return cls(
            **head_of(page),  # type: ignore[arg-type]
            image=PictureFile.of(picture_of(page.card.get("image"))),
            bylines=page.card.get("bylines", []),
        )


class PageDocument(Head):
    """A page whole. `merged_from` is the id that was asked for, where that page was merged into this one.

    `as_of` is the time that was asked for: then `edition` is what readers saw at it.
    """

    schema_version: int = SCHEMA
    merged_from: str | None = None
    as_of: datetime | None = None
    tags: list[TagLink]
    image: PictureFile | None
    corrections: list[Note]


class CardList(Schema):
    """A part of a list; `next` is the whole address of the part after it, None at the end."""

    schema_version: int = SCHEMA
    items: list[Card]
    next: str | None


def picture_in(image: Image | None) -> PictureFile | None:
    """Return the picture of a document."""
    return PictureFile.of(picture_of(image))
