"""The pages of docs/handbook: which there are, in the order of their table of contents.

`README.md` is the table of contents, so that it is one on any host of the repository, too. A page that
it does not link is none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString

from newsdesk.handbook.page_html import Heading, RenderedPage, rendered

_CONTENTS = "README"
_LINK = re.compile(r"\]\(([a-z0-9-]+)\.md(?:#[\w-]+)?\)")


class NoSuchPage(Exception):
    """The handbook has no page of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandbookPage:
    """A page of the handbook. `slug` is its file's name without the ending, "" for the table of contents.

    `headings` are those of its sections, for a list on top; `before` and `after` are the slugs and titles of
    its neighbours, None at the ends.
    """

    slug: str
    title: str
    body: SafeString
    headings: tuple[Heading, ...]
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


def folder() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "handbook"


def slugs() -> tuple[str, ...]:
    """Return the names of all pages but the table of contents, in its order."""
    return tuple(dict.fromkeys(_LINK.findall(_text(_CONTENTS))))


def handbook_page(slug: str) -> HandbookPage:
    """Return a page by its slug, the table of contents by "". Raises NoSuchPage."""
    order = slugs()
    if slug and slug not in order:
        raise NoSuchPage(slug)
    page = _read(slug or _CONTENTS)
    place = order.index(slug) if slug in order else -1
    beside = [(each, _read(each).title) for each in order]
    return HandbookPage(
        slug=slug,
        title=page.title,
        body=page.body,
        headings=page.headings,
        before=beside[place - 1] if place > 0 else None,
        after=beside[place + 1] if 0 <= place < len(order) - 1 else None,
    )


def _text(slug: str) -> str:
    return (folder() / f"{slug}.md").read_text(encoding="utf-8")


def _read(slug: str) -> RenderedPage:
    try:
        changed = (folder() / f"{slug}.md").stat().st_mtime_ns
    except FileNotFoundError as error:
        raise NoSuchPage(slug) from error
    return _kept(slug, changed)


@lru_cache(maxsize=64)
def _kept(slug: str, changed: int) -> RenderedPage:
    """Return a page as HTML; it is made anew where its file has changed."""
    return rendered(_text(slug), own=slugs())
