"""What stands round a document as plain data in a link's row, and back: pages, real ones and pages to
come, and notes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TypedDict

from newsdesk.catalogue.models import Page
from newsdesk.pages.notes import Correction


class FrozenPage(TypedDict):
    """What a template shows of a page as JSON can hold it; dates as ISO 8601, None where there is none."""

    kind: str
    key: str
    path: str
    title: str
    summary: str
    card: dict[str, object]
    number: int | None
    published_at: str | None
    updated_at: str | None


def frozen(page: Page) -> FrozenPage:
    return FrozenPage(
        kind=page.kind,
        key=page.key,
        path=page.path,
        title=page.title,
        summary=page.summary,
        card=page.card,
        number=page.number,
        published_at=page.published_at.isoformat() if page.published_at else None,
        updated_at=page.updated_at.isoformat() if page.updated_at else None,
    )


def thawed(data: FrozenPage) -> Page:
    """Return an unsaved page from what `frozen` returned."""
    published, updated = data["published_at"], data["updated_at"]
    dates = {
        "published_at": datetime.fromisoformat(published) if published else None,
        "updated_at": datetime.fromisoformat(updated) if updated else None,
    }
    return Page(**{**data, **dates})


def frozen_by_key(pages: Mapping[str, Page]) -> list[list[str | FrozenPage]]:
    """Return pairs of key and page: after a merge several keys may lead to one page."""
    return [[key, frozen(page)] for key, page in pages.items()]


def thawed_by_key(pairs: Iterable[tuple[str, FrozenPage]]) -> dict[str, Page]:
    return {key: thawed(data) for key, data in pairs}


def frozen_note(note: Correction) -> dict[str, str]:
    """Return a note as JSON can hold it."""
    return asdict(note) | {"at": note.at.isoformat()}


def thawed_note(data: Mapping[str, str]) -> Correction:
    """Return the note from what `frozen_note` returned."""
    words = {name: text for name, text in data.items() if name != "at"}
    return Correction(**words, at=datetime.fromisoformat(data["at"]))
