"""The small pieces of HTML of which a page shows dozens, as tags and filters of its template.

To include a template costs more than all that it writes: a list of a hundred cards was mostly the
reading of their templates. What stands once on a page is a template; each piece here is a function. Every
value is escaped by `format_html`.
"""

from datetime import date
from functools import cache, lru_cache
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsdesk.presentation.dates import day, iso, minute
from newsdesk.presentation.heads import Card
from newsdesk.presentation.images import Shape

register = template.Library()

CARD_SIZES = "(min-width: 62rem) 23rem, (min-width: 40rem) 46vw, 92vw"

_SOURCE = '<source type="image/avif" srcset="{}" sizes="{}">'
_IMAGE = '<img{} src="{}"{} width="{}" height="{}" alt="{}"'


register.filter(day, is_safe=True)
register.filter(minute, is_safe=True)
register.filter(iso, is_safe=True)


@register.simple_tag
def masthead(section: str, site_name: str) -> SafeString:
    return _constant("_masthead.html", section, site_name)


@register.simple_tag
def footer(site_name: str) -> SafeString:
    return _constant("_footer.html", "", site_name)


@register.simple_tag
def site_feeds(site_name: str) -> SafeString:
    return _constant("_site_feeds.html", "", site_name)


def _constant(name: str, section: str, site_name: str) -> SafeString:
    """Return what is the same on all pages of a section."""
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render(name, section, site_name)


@lru_cache(maxsize=64)
def _rendered(name: str, section: str, site_name: str) -> SafeString:
    return render_to_string(name, {"section": section, "site_name": site_name})


@register.simple_tag
def picture(
    shape: Shape, *, alt: str = "", sizes: str, classes: str = "", first: bool = False
) -> SafeString:
    """Return a picture; the `first` is what a reader sees before all else, the others wait until near."""
    image = _IMAGE + (' fetchpriority="high">' if first else ' loading="lazy" decoding="async">')
    names = f"{classes} {shape.place}".strip()
    shown = format_html(
        image,
        _if(' class="{}"', names),
        shape.src,
        format_html(' srcset="{}" sizes="{}"', shape.webp, sizes) if shape.webp else "",
        shape.width,
        shape.height,
        alt,
    )
    if not shape.avif:
        return shown
    return format_html(f"<picture>{_SOURCE}{{}}</picture>", shape.avif, sizes, shown)


@register.simple_tag
def story_card(card: Card, sizes: str = CARD_SIZES, *, first: bool = False) -> SafeString:
    image = ""
    if card.picture:
        shape = card.picture.card
        image = picture(shape, classes="story-card-picture", sizes=sizes, first=first)
    when = card.updated_at or card.published_at
    return format_html(
        '<article class="story-card{}">\n{}<div class="story-card-words">\n'
        '<h3 class="story-card-title"><a href="{}">{}</a></h3>\n{}\n'
        '<p class="small">\n{}{}\n</p>\n</div>\n</article>',
        " with-picture" if image else "",
        _if("{}\n", image),
        card.path,
        card.title,
        _if('<p class="story-card-summary">{}</p>', card.summary),
        "Updated " if card.updated_at else "",
        time(when) if when else "",
    )


@register.simple_tag
def topic_card(card: Card) -> SafeString:
    return format_html(
        '<article class="topic-card">\n{}\n<div>\n<h3 class="topic-card-title">{}</h3>\n'
        '<p class="small">{}{}</p>\n{}\n</div>\n</article>',
        portrait(card),
        _titled(card),
        card.label,
        "" if card.path else ", not published yet",
        _if('<p class="topic-card-summary">{}</p>', card.summary),
    )


def portrait(card: Card) -> SafeString:
    """Return the small picture of a topic, or its initials."""
    if card.picture:
        return picture(card.picture.portrait, classes="portrait", sizes="60px")
    return format_html(
        '<span class="portrait drawn tone-{}" aria-hidden="true">{}</span>',
        card.tone,
        card.initials,
    )


@register.simple_tag
def question_card(card: Card) -> SafeString:
    return format_html(
        '<article class="question-card">\n<h3 class="question-card-title">{}</h3>\n{}\n{}\n</article>',
        _titled(card),
        _if("<p>{}</p>", card.summary),
        _if('<p class="small">{}</p>', "" if card.path else "Not published yet"),
    )


@register.simple_tag
def report_link(path: str, part: str = "", words: str = "") -> str:
    """Return the link by which a reader says that a part of the page at `path` is wrong; none for a draft."""
    if not path:
        return ""
    return format_html(
        '<p class="report-link"><a rel="nofollow" href="{}?page={}{}">Report an error{}</a></p>',
        _report_address(),
        quote(path),
        _if("&amp;part={}", quote(part)),
        _if('<span class="unseen">: {}</span>', words),
    )


@cache
def _report_address() -> str:
    return reverse("report")


def time(when: date) -> SafeString:
    """Return a day with its `<time>` element."""
    return format_html('<time datetime="{}">{}</time>', iso(when), day(when))


def _titled(card: Card) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', card.path, card.title) if card.path else card.title


def _if(html: str, value: str | None) -> SafeString | str:
    """Return `html` with the value in it, or nothing where there is none."""
    return format_html(html, value) if value else ""
