"""Entries of feeds: a page in full, a correction, and what is told of a withdrawn page."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import (
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure

from entities.outlet_names import PREFIX
from newsdesk.catalogue.models import Merged, Page, Reference, ReferenceQuerySet
from newsdesk.images.sizes import sizes_of
from newsdesk.kinds.register import kind_named
from newsdesk.pages.document_image import Image
from newsdesk.pages.editions import EditionQuerySet
from newsdesk.pages.models import Edition
from newsdesk.pages.notes import corrections_in
from newsdesk.pages.public_page import FeedAuthor, References
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.images import Picture, picture_of
from newsdesk.site.corrections import Notice
from newsdesk.site.feeds.formats import Entry, Writer, xml
from newsdesk.text.spoken import gettext
from stories.documents import AUTHOR
from stories.models.author import Author
from stories.portraits import COLUMNS, portrait_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What an entry has from a page's edition: the whole text as HTML, tags, the picture."""

    content: str
    authors: tuple[FeedAuthor, ...] = ()
    tags: tuple[str, ...] = ()
    image: Image | None = None


@dataclass(frozen=True, kw_only=True)
class FeedReferences(References):
    """What texts lead to in a feed; `portraits` are those of authors, by the slugs of today."""

    portraits: Mapping[str, Picture] = field(default_factory=dict)


class _Led(NamedTuple):
    """A row of the one statement: a page with a `path`, a portrait with an `image`, or another name."""

    key: str
    shown: str
    title: str
    path: str
    image: str
    image_width: int
    image_height: int
    image_focus_x: int
    image_focus_y: int


def references_of(pages: Sequence[Page]) -> FeedReferences:
    """Return what the texts of `pages` lead to in a feed: the questions and stories that they name, and what
    outlets and authors are called today, with the portraits of these. One query.
    """
    own = Reference.objects.filter(page__in=[page.pk for page in pages]).order_by()
    rows = _renamed().union(_asked(own), _portraits(own), all=True).order_by("key")
    found = [_Led(*row) for row in rows]
    return FeedReferences(
        pages={
            row.key: Page(key=row.shown, title=row.title, path=row.path)
            for row in found
            if row.path
        },
        names={row.key: row.shown for row in found if not row.path and not row.image},
        portraits={
            row.key: portrait
            for row in found
            if row.image and (portrait := portrait_in(row._asdict()))
        },
    )


_WORD, _NUMBER = Value("", output_field=CharField()), Value(0, output_field=IntegerField())
_NO_IMAGE = (_WORD, *[_NUMBER] * 4)


def _renamed() -> QuerySet:
    named = Q(key__startswith=PREFIX) | Q(key__startswith=AUTHOR)
    rows = Merged.objects.everywhere().filter(named)
    return rows.values_list("key", "into", _WORD, _WORD, *_NO_IMAGE)


def _asked(own: ReferenceQuerySet) -> QuerySet:
    seen = Page.objects.visible().filter(key=OuterRef("shown"))
    rows = (
        own.filter(Q(shown__startswith="faq:") | Q(shown__startswith="story:"))
        .annotate(title=Subquery(seen.values("title")[:1]), path=Subquery(seen.values("path")[:1]))
        .exclude(path=None)
    )
    return rows.values_list("target", "shown", "title", "path", *_NO_IMAGE)


def _portraits(own: ReferenceQuerySet) -> QuerySet:
    by_them = own.filter(shown=Concat(Value(AUTHOR), OuterRef("slug")))
    rows = Author.objects.filter(Exists(by_them)).exclude(image="").order_by()
    return rows.values_list("slug", _WORD, _WORD, _WORD, *COLUMNS.values())


def entries_of(pages: Iterable[Page], references: FeedReferences) -> list[Entry]:
    """Return the entries of pages of dated kinds, in their order, with their whole text.

    `references` are those of all of them. A query for each kind.
    """
    shown = list(pages)
    texts = _texts(shown, references)
    sizes = sizes_of([text.image.name for text in texts.values() if text.image])
    portraits = references.portraits
    return [_entry(page, texts[page.key], sizes=sizes, portraits=portraits) for page in shown]


def permanent_id(page: Page) -> str:
    """Return the page's tag URI (RFC 4151): it stays when headline, slug or host name change."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{page.published_at:%Y-%m-%d}:{page.uid}"


def _texts(pages: Iterable[Page], references: References) -> dict[str, Text]:
    """Return the whole text of pages by key. A query for each kind."""
    by_kind: dict[str, dict[int, Page]] = {}
    for page in pages:
        by_kind.setdefault(page.kind, {})[page.edition] = page
    found = {}
    for name, shown in by_kind.items():
        kind = kind_named(name)
        for editions in _up_to_shown(kind.editions, shown):
            edition = editions[-1]
            public = kind.public_page(
                document=kind.read(edition),
                page=shown[edition.pk],
                references=references,
                corrections=corrections_in(editions),
            )
            found[shown[edition.pk].key] = Text(
                content=public.feed_html(),
                authors=public.feed_authors,
                tags=public.feed_tags,
                image=public.feed_image,
            )
    return found


def _up_to_shown(editions: EditionQuerySet, shown: Collection[int]) -> Iterator[list[Edition]]:
    """Yield for each page the editions that its notes may come from, up to the one in `shown`. One query."""
    items = editions.filter(pk__in=shown).order_by().values("item")
    noting = Q(item__in=items, kind__in=Edition.NOTING, visible_from__lte=timezone.now())
    rows = editions.in_order().filter(Q(pk__in=shown) | noting)
    for _, group in groupby(rows, attrgetter("item_id")):
        of_page = list(group)
        last = max(place for place, each in enumerate(of_page) if each.pk in shown)
        yield of_page[: last + 1]


def _entry(
    page: Page,
    text: Text,
    *,
    sizes: Mapping[str, int] = MappingProxyType({}),
    portraits: Mapping[str, Picture] = MappingProxyType({}),
) -> Entry:
    picture = picture_of(text.image)
    return {
        "title": xml(page.title),
        "link": absolute(page.path),
        "description": xml(page.summary),
        "authors": [_writer(author, portraits) for author in text.authors],
        "categories": [xml(tag) for tag in text.tags],
        "pubdate": page.published_at,
        "updateddate": page.updated_at,
        "unique_id": permanent_id(page),
        "unique_id_is_permalink": False,
        "content": xml(text.content),
        "enclosures": _enclosures(picture, sizes),
        "picture": picture,
    }


def _writer(author: FeedAuthor, portraits: Mapping[str, Picture]) -> Writer:
    portrait = portraits.get(author.slug)
    return Writer(
        name=xml(author.name),
        url=absolute(author.path) if author.path else "",
        avatar=absolute(portrait.portrait.src) if portrait else "",
    )


def _enclosures(picture: Picture | None, sizes: Mapping[str, int]) -> list[Enclosure]:
    """Return the picture of an entry, if its file is there: RSS 2.0 wants its length in bytes."""
    if picture is None or picture.name not in sizes:
        return []
    return [Enclosure(absolute(picture.src), str(sizes[picture.name]), "image/webp")]


def tombstone(page: Page) -> Entry:
    """Return the entry of a withdrawn page. SECURITY: nothing that was withdrawn, title and path too."""
    words = {"reason": page.gone_reason}
    return _entry(
        Page(
            uid=page.uid,
            title=gettext("Withdrawn"),
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
        title=f"{notice.shown_label}: {notice.page.title}",
        path=notice.page.path,
        summary=notice.note,
        published_at=notice.at,
        updated_at=notice.at,
    )
    content = render_to_string("correction_item.html", {"notice": notice})
    return _entry(page, Text(content=content))
