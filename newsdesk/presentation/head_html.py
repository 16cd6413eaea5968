"""What every page says in its head, as HTML: see `newsdesk.presentation.fragments`.

It stands once on a page, but on every page, and twenty conditions in a template cost a tenth of it.
"""

from collections.abc import Iterator

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from newsdesk.catalogue.models import Page
from newsdesk.presentation.dates import iso
from newsdesk.presentation.fragments import asset
from newsdesk.presentation.heads import Head
from newsdesk.presentation.html import format_html, format_html_join, format_if
from newsdesk.text.spoken import gettext

register = template.Library()

_NEIGHBOUR = '<link rel="{}" href="?{}page={}">\n'
_PROPERTY = '<meta property="{}" content="{}">'
_DESCRIBED = '<meta name="description" content="{}">'
_CANONICAL = '<link rel="canonical" href="{}">\n<meta property="og:url" content="{}">'
_MARKDOWN = '<link rel="alternate" type="text/markdown" href="{}.md">\n'
_OEMBED = '<link rel="alternate" type="application/json+oembed" href="{}">\n'
_LARGE = '<meta name="twitter:card" content="summary_large_image">'
_NOT_INDEXED = '<meta name="robots" content="noindex">'
_EDITION = '<span><a href="{}history/">{}</a></span>\n'
_CHANGED = gettext_noop("Edition %(number)d: what changed")
_FIRST = gettext_noop("Edition %(number)d: history")
_SINCE = (
    '<since-last-read hidden data-page="{}" data-edition="{}" src="{}history/changes.json">'
    '</since-last-read>\n<script type="module" src="{}"></script>\n'
)
NOTHING = Head(title="", type="", indexed=False)


@register.simple_tag
def head_tags(
    head: Head | str, pages: object, query: str, site_name: str, locale: str = ""
) -> SafeString:
    """Return what the head says of a page; each may be empty. `pages` is what is on it, such as a part of a
    list with others before and behind it.
    """
    told = head if isinstance(head, Head) else NOTHING
    return format_html(
        '{}\n{}\n{}\n{}<meta property="og:title" content="{}">\n'
        '<meta property="og:site_name" content="{}">\n<meta property="og:locale" content="{}">\n'
        '<meta property="og:type" content="{}">\n{}\n{}\n{}\n{}{}\n{}',
        format_if(_DESCRIBED, told.description),
        "" if told.indexed else format_html(_NOT_INDEXED),
        format_html(_CANONICAL, told.canonical, told.canonical) if told.canonical else "",
        _neighbours(pages, query),
        told.title,
        site_name,
        (locale or "en-GB").replace("-", "_"),
        told.type,
        _property("og:description", told.description),
        _shown_with(told),
        _property("article:published_time", iso(told.published_at)),
        _property("article:modified_time", iso(told.updated_at)),
        format_if(_MARKDOWN, told.path.rstrip("/") if told.embedded else ""),
        format_if(_OEMBED, told.oembed),
    )


def _property(name: str, value: str) -> SafeString | str:
    return format_html(_PROPERTY, name, value) if value else ""


def _neighbours(pages: object, query: str) -> SafeString | str:
    before, sides = format_if("{}&amp;", query), {"prev": "previous", "next": "next"}
    numbers = [(name, before, getattr(pages, side, None)) for name, side in sides.items()]
    return format_html_join("", _NEIGHBOUR, (each for each in numbers if each[2]))


def _shown_with(head: Head) -> SafeString | str:
    """Return which picture networks show with a link to the page."""
    lines = [format_html(_PROPERTY, name, value) for name, value in _picture(head)]
    return (
        format_html_join("\n", "{}", ((each,) for each in (*lines, format_html(_LARGE))))
        if lines
        else ""
    )


def _picture(head: Head) -> Iterator[tuple[str, object]]:
    if head.card:
        yield "og:image", head.card.src
        yield "og:image:type", "image/jpeg"
        yield "og:image:width", head.card.width
        yield "og:image:height", head.card.height
        yield "og:image:alt", head.card.alt
    elif head.picture:
        yield "og:image", head.image
        yield "og:image:width", head.picture.width
        yield "og:image:height", head.picture.height
        if head.picture.alt:
            yield "og:image:alt", head.picture.alt


@register.simple_tag
def history_link(page: Page) -> SafeString | str:
    """Return the link to what has changed of a page; an empty line for a draft."""
    if not page.path or not page.number:
        return "\n"
    told = gettext(_CHANGED if page.number > 1 else _FIRST) % {"number": page.number}
    return format_html(_EDITION, page.path, told)


@register.simple_tag
def since_last_read(page: Page, past: object) -> SafeString | str:
    """Return what tells who comes back of changes; an empty line for a draft or a past edition."""
    if not page.path or not page.number or past:
        return "\n"
    script = asset("site/since-last-read.js")
    return format_html(_SINCE, page.uid, page.number, page.path, script)
