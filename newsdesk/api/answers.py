"""The shapes of answers that hold no single page: where to begin, corrections, what a search found."""

from datetime import datetime

from ninja import Schema

from newsdesk.api.documents import SCHEMA, Card, PageLink


class Link(Schema):
    """A list of this API."""

    name: str
    address: str


class Index(Schema):
    """Where to begin."""

    schema_version: int = SCHEMA
    version: str
    lists: list[Link]
    documentation: str
    description: str


class CorrectionItem(Schema):
    """A public correction or clarification, and the page that it stands on."""

    id: str
    label: str
    note: str
    at: datetime
    page: PageLink


class CorrectionList(Schema):
    schema_version: int = SCHEMA
    items: list[CorrectionItem]
    next: str | None


class Hit(Card):
    """A page found; `passage` is the text that holds what was asked for."""

    passage: str


class HitList(Schema):
    """A part of what was found, the best first. `meant` is what was searched for where the words were put
    right, else empty; `total` is how many there are, as far as they are counted.
    """

    schema_version: int = SCHEMA
    items: list[Hit]
    total: int
    meant: str
    next: str | None
