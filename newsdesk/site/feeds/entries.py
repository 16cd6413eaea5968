"""Entries of feeds: a page in full, a correction, and what is told of a withdrawn page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Enclosure

from newsdesk.catalogue.models import Page
from newsdesk.images.sizes import sizes_of
from newsdesk.kinds.register import kind_named
from newsdesk.pages.document_image import Image
from newsdesk.pages.public_page import References
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.images import picture_of
from newsdesk.site.corrections import Notice
from newsdesk.site.feeds.formats import Entry, xml


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What an entry has from a page's edition: the whole text as HTML, tags, the picture."""

    content: str
    tags: tuple[str, ...] = ()
    image: Image | None = None


def entries_of(pages: Iterable[Page], outlets: Mapping[str, str]) -> list[Entry]:
    """Return the entries of pages of dated kinds, in their order, with their whole text.

    `outlets` is what the catalogue shows for the names of outlets. A query for each kind.
    """
    shown = list(pages)
    texts = _texts(shown, outlets)
    sizes = sizes_of([text.image.name for text in texts.values() if text.image])
    return [_entry(page, texts[page.key], sizes=sizes) for page in shown]


def permanent_id(page: Page) -> str:
    """Return the page's tag URI (RFC 4151): it stays when headline, slug or host name change."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{page.published_at:%Y-%m-%d}:{page.uid}"


def _texts(pages: Iterable[Page], outlets: Mapping[str, str]) -> dict[str, Text]:
    """Return the whole text of pages by key. A query for each kind."""
    by_kind: dict[str, dict[int, Page]] = {}
    for page in pages:
        by_kind.setdefault(page.kind, {})[page.edition] = page
    found = {}
    for name, shown in by_kind.items():
        kind = kind_named(name)
        for edition in kind.editions.filter(pk__in=shown):
            public = kind.public_page(
                document=kind.read(edition),
                page=shown[edition.pk],
                references=References(names=outlets),
            )
            found[shown[edition.pk].key] = Text(
                content=public.feed_html(), tags=public.feed_tags, image=public.feed_image
            )
    return found


def _entry(page: Page, text: Text, *, sizes: Mapping[str, int] = MappingProxyType({})) -> Entry:
    return {
        "title": xml(page.title),
        "link": absolute(page.path),
        "description": xml(page.summary),
        "author_name": xml(", ".join(page.card.get("bylines", ()))) or None,
        "categories": [xml(tag) for tag in text.tags],
        "pubdate": page.published_at,
        "updateddate": page.updated_at,
        "unique_id": permanent_id(page),
        "unique_id_is_permalink": False,
        "content": xml(text.content),
        "enclosures": _enclosures(text.image, sizes),
    }


def _enclosures(image: Image | None, sizes: Mapping[str, int]) -> list[Enclosure]:
    """Return the picture of an entry, if its file is there: RSS 2.0 wants its length in bytes."""
    picture = picture_of(image)
    if picture is None or picture.name not in sizes:
        return []
    return [Enclosure(absolute(picture.src), str(sizes[picture.name]), "image/webp")]


def tombstone(page: Page) -> Entry:
    """Return the entry of a withdrawn page. SECURITY: nothing that was withdrawn, title and path too."""
    words = {"reason": page.gone_reason}
    return _entry(
        Page(
            uid=page.uid,
            title="Withdrawn",
            path=reverse("home"),
            summary=page.gone_reason,
            published_at=page.published_at,
            updated_at=page.visible_until or page.updated_at,
        ),
        Text(content=render_to_string("tombstone.html", words)),
    )


def correction_entry(notice: Notice) -> Entry:
    """Return the entry of a public note on a page."""
    page = Page(
        uid=notice.uid,
        title=f"{notice.label}: {notice.page.title}",
        path=notice.page.path,
        summary=notice.note,
        published_at=notice.at,
        updated_at=notice.at,
    )
    content = render_to_string("correction_item.html", {"notice": notice})
    return _entry(page, Text(content=content))
