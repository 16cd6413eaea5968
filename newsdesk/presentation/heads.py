"""What public pages show, as plain values for templates: heads, cards, pictures.

The lowest place that every public page can import. The desk renders previews with it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_noop

from newsdesk.catalogue.kinds import listed_kind
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import publication
from newsdesk.images.cards import ACCENT, SIZE, Face
from newsdesk.images.ladder import CENTRE
from newsdesk.pages.rich_text import plain, safe, script_json
from newsdesk.presentation import structured_data
from newsdesk.presentation.html import format_html
from newsdesk.presentation.images import Picture, picture_of
from newsdesk.publication.colours import accent_of
from newsdesk.text.spoken import gettext

# The lists that there is one of, as their pages and their social cards call them.
LISTS = {
    "home": gettext_noop("What happened, what is behind it, and what the papers say."),
    "stories": gettext_noop("All stories"),
    "topics": gettext_noop("Topics from A to Z"),
    "questions": gettext_noop("Questions and answers"),
    "sections": gettext_noop("Sections"),
    "people": gettext_noop("Who writes here"),
    "outlets": gettext_noop("Outlets that we cite"),
    "archive": gettext_noop("Archive"),
    "corrections": gettext_noop("Corrections"),
    "about": gettext_noop("How we work"),
}
LIST_KICKERS = {
    "list": "",
    "tag": gettext_noop("Stories and questions"),
    "section": gettext_noop("Section"),
    "person": gettext_noop("Explained by"),
    "outlet": gettext_noop("What we cite"),
    "archive": gettext_noop("Archive"),
}
TONES = 6  # how many colours the stylesheet has for drawn initials

_WEB = re.compile(r"https?://[^\x00-\x20\\]+", re.IGNORECASE)


def list_title(name: str) -> str:
    """Return what a list is called; `name` is one of LISTS."""
    return gettext(LISTS[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A page as lists show it. `path` is empty for a draft in a preview: it is shown unlinked.

    Lists of several kinds say the `label` of what is no `news`; `section` is the slug of the one it is in.
    """

    key: str
    kind: str
    label: str
    news: bool
    path: str
    title: str
    summary: str
    picture: Picture | None
    initials: str
    tone: int
    bylines: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What <head> says of a page. `path` is empty for what has no address of its own."""

    title: str
    description: str = ""
    path: str = ""
    type: str = "website"
    picture: Picture | None = None
    card: "SocialCard | None" = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    indexed: bool = True
    embedded: bool = False
    """Whether there is a card of it that other sites may show in a frame."""

    @property
    def oembed(self) -> str:
        """Where oEmbed tells of its card, "" for what has none."""
        if not (self.embedded and self.path):
            return ""
        return f"{absolute(reverse('oembed'))}?{urlencode({'url': self.canonical})}"

    @property
    def frame(self) -> str:
        """What a page of another site says to show the card, "" for what has none."""
        if not (self.embedded and self.path):
            return ""
        return frame_of(self.path, self.title)

    @property
    def canonical(self) -> str:
        return absolute(self.path) if self.path else ""

    @property
    def image(self) -> str:
        return absolute(self.picture.src) if self.picture else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialCard:
    """The picture that networks show with a link to a page; `src` is a whole address."""

    src: str
    alt: str
    width: int = SIZE[0]
    height: int = SIZE[1]


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page."""

    title: str
    path: str


def frame_of(path: str, title: str, *, width: int = 600, height: int = 420) -> str:
    """Return the HTML of a frame with the card of the page at `path`; sizes in px, what is longer scrolls."""
    frame = '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>'
    return format_html(frame, absolute(embed_path(path)), title, width, height)


def embed_path(path: str) -> str:
    """Return the path of the card of the page at `path`."""
    return reverse("embed", args=[path.strip("/")])


def absolute(path: str) -> str:
    """Return the whole address of a path. SECURITY: from a setting, never from the Host header."""
    return path if _WEB.match(path) else settings.SITE_URL + path


def alternates_of(name: str, *args: str, title: str) -> list[dict[str, str]]:
    """Return the feeds of a page in all forms, for <head>; `name` is that of their addresses."""
    forms = (("feed", "application/rss+xml", "RSS"), ("atom", "application/atom+xml", "Atom"))
    return [
        {"type": kind, "title": f"{title} ({form})", "path": reverse(f"{name}-{suffix}", args=args)}
        for suffix, kind, form in (*forms, ("json", "application/feed+json", "JSON Feed"))
    ]


def web_link(url: str) -> str:
    """Return `url` if a browser may be sent there, else "".

    SECURITY: an `url` field may hold `javascript:`; `<a href="{{ report.url }}">` would run it.
    """
    return url if _WEB.fullmatch(url) else ""


def rich(html: str) -> str:
    """Return rich text marked safe, or its bare words where it is too long to be checked."""
    try:
        return safe(html)
    except ValidationError:
        return plain(html)


def beginning(text: str, *, words: int = 32) -> str:
    """Return the first words of plain text, up to the end of a sentence where one is near."""
    every = text[:4_000].split()
    start = " ".join(every[:words])
    if len(every) <= words:
        return start
    end = max(start.rfind(mark) for mark in (". ", "? ", "! "))
    return start[: end + 1] if end > len(start) // 2 else start.rstrip(",;:–—. ") + "…"


def card_of(page: Page, *, words: int = 32) -> Card:
    """Return the card of a page of any kind; an unsaved Page stands for a draft."""
    kind = listed_kind(page.kind)
    return Card(
        key=page.key,
        kind=page.kind,
        label=gettext(page.card.get("kind") or kind.label),
        news=kind.news,
        path=page.path,
        title=page.title,
        summary=beginning(page.summary, words=words),
        picture=picture_of(page.card.get("image")),
        initials=initials(page.title),
        tone=sum(page.title.encode()) % TONES + 1,
        bylines=tuple(page.card.get("bylines", ())),
        published_at=page.published_at,
        updated_at=updated(page),
        section=page.card.get("section", ""),
    )


def social_card(page: Page) -> Face:
    """Return what the social card of a page says."""
    kind = listed_kind(page.kind)
    picture = picture_of(page.card.get("image")) if kind.pictured else None
    return Face(
        title=page.title,
        kicker=gettext(kind.kicker),
        site=publication().name,
        picture=picture.name if picture else "",
        focus=picture.focus if picture else CENTRE,
        accent=_accent(),
        logo=publication().logo,
    )


def _accent() -> str:
    """Return the colour of the bar and of the kicker on a card, which is light."""
    own = publication().accent
    return accent_of(own).light if own else ACCENT


def social_card_of(page: Page) -> SocialCard | None:
    """Return the address of a page's social card: a new one for each edition; none for a preview."""
    if not page.path or not page.edition:
        return None
    path = reverse("social-card", args=[page.kind, page.uid, page.number])
    return SocialCard(src=absolute(path), alt=f"{page.title} – {publication().name}")


def list_face(kind: str, title: str) -> Face:
    """Return what the social card of a list says; `kind` is one of LIST_KICKERS."""
    return Face(
        title=title,
        kicker=LIST_KICKERS[kind] and gettext(LIST_KICKERS[kind]),
        site=publication().name,
        accent=_accent(),
        logo=publication().logo,
    )


def list_card(kind: str, slug: str, *, title: str) -> SocialCard:
    """Return the address of a list's social card: `slug` is one of LISTS, a tag, a person or "2026-3"."""
    path = reverse("list-card", args=[kind, slug])
    return SocialCard(src=absolute(path), alt=f"{title} – {publication().name}")


def updated(page: Page) -> datetime | None:
    """Return when the page last changed in substance, or None where it has not since it appeared."""
    return page.updated_at if page.updated_at != page.published_at else None


def checked(page: Page) -> datetime | None:
    """Return when the page was last read again, or None where it has changed since or never was."""
    return page.checked_at if page.checked_at and page.checked_at > page.updated_at else None


def cards_of(pages: Iterable[Page], *, words: int = 32) -> tuple[Card, ...]:
    """Return a card for each page, once where several keys have led to it."""
    return tuple(card_of(page, words=words) for page in {page.key: page for page in pages}.values())


def initials(name: str) -> str:
    """Return the one or two letters drawn where a topic has no picture: "IS" for a space station."""
    words = re.findall(r"[^\W_]+", name)
    return "".join(word[0] for word in words[:2]).upper()


def json_ld(*things: structured_data.Thing) -> str:
    """Return schema.org data for a script element, unable to close it."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    return script_json(json.dumps(graph, ensure_ascii=False, separators=(",", ":")))


def list_ld(head: Head, cards: Iterable[Card], *steps: Crumb, kind: str = "CollectionPage") -> str:
    """Return a page that lists others as schema.org data; `steps` lead to it from the front page."""
    items = [(card.title, absolute(card.path)) for card in cards if card.path]
    things = [
        structured_data.collection(
            name=head.title,
            description=head.description,
            url=head.canonical,
            items=items,
            kind=kind,
        )
    ]
    if head.canonical:
        trail = [(gettext("Home"), absolute("/")), *((s.title, absolute(s.path)) for s in steps)]
        things.append(structured_data.breadcrumbs([*trail, (head.title, head.canonical)]))
    return json_ld(*things)


def image_thing(head: Head) -> structured_data.Thing | None:
    """Return the picture of a page as schema.org data."""
    picture = head.picture
    if picture is None:
        return None
    return structured_data.image_object(
        url=head.image,
        width=picture.width,
        height=picture.height,
        caption=picture.caption,
        credit=picture.credit,
    )


def image_or_card(head: Head) -> structured_data.Thing | None:
    """Return what machines show with an article: its picture, or its social card where it has none."""
    if head.picture or not head.card:
        return image_thing(head)
    card = head.card
    return structured_data.image_object(
        url=card.src, width=card.width, height=card.height, caption="", credit=""
    )
