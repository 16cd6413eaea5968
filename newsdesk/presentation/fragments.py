"""The small pieces of HTML of which a page shows dozens, as tags and filters of its template.

To include a template costs more than all that it writes: a list of a hundred cards was mostly the
reading of their templates. What stands once on a page is a template; each piece here is a function. Every
value is escaped by `format_html`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Protocol
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from newsdesk.presentation.dates import day, iso, minute
from newsdesk.presentation.heads import Card
from newsdesk.presentation.html import format_html, format_html_join, format_if, within
from newsdesk.presentation.images import Picture, Shape
from newsdesk.presentation.timeline import Scale, TimelineStep
from newsdesk.publication.current import by_settings
from newsdesk.publication.document import Publication
from newsdesk.publication.language import code_of
from newsdesk.text.spoken import gettext, spoken

register = template.Library()

# Of a portrait in a byline, in CSS pixels.
FACE_SIDE = 32
CARD_SIZES = "(min-width: 62rem) 23rem, (min-width: 40rem) 46vw, 92vw"

_SOURCE = '<source type="image/avif" srcset="{}" sizes="{}">'
_SPAN = '<rect x="{}%" y="{}" width="{}%" height="8" rx="4" />'
_POINT = '<circle cx="{}%" cy="{}" r="4" />'
_TICK = '<text class="scale-year" x="{}%" y="{}" text-anchor="{}">{}</text>'
_IMAGE = '<img{} src="{}"{} width="{}" height="{}" alt="{}"'


register.filter(day, is_safe=True)
register.filter(minute, is_safe=True)
register.filter(iso, is_safe=True)


@register.simple_tag
@cache
def asset(name: str) -> str:
    """Return the address of a static file of ours, which a process asks for once."""
    return static(name)


@register.simple_tag
def page_language(whose: Publication | str) -> str:
    """Return the language of a page for browsers: the publication's, English where the desk speaks."""
    if isinstance(whose, Publication) and spoken() == code_of(whose):
        return whose.locale
    return "en-GB"


@register.simple_tag
def masthead(section: str, whose: Publication | str, path: str = "") -> SafeString:
    """Return the head of a page; `path` is its own, where a line of the menu may lead to it.

    `whose` is the publication, and empty where a template is made without what the site knows.
    """
    return _constant("_masthead.html", whose, section, path)


@register.simple_tag
def footer(whose: Publication | str) -> SafeString:
    return _constant("_footer.html", whose)


@register.simple_tag
def site_links(whose: Publication | str) -> SafeString:
    """Return what the head of every page links to: stylesheets, icons, feeds."""
    return _constant("_site_links.html", whose)


def _constant(name: str, whose: Publication | str, section: str = "", path: str = "") -> SafeString:
    """Return what is the same on all pages of a section."""
    shown = whose if isinstance(whose, Publication) else by_settings()
    here = path if any(path == line.address for line in shown.menu) else ""
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render(name, section, here, shown, spoken())


@lru_cache(maxsize=64)
def _rendered(
    name: str, section: str, path: str, shown: Publication, language: str | None
) -> SafeString:
    context = {
        "section": section,
        "site_name": shown.name,
        "publication": shown,
        "menu": [(line, _is_here(line.address, section, path)) for line in shown.menu],
    }
    return render_to_string(name, context)


def _is_here(address: str, section: str, path: str) -> bool:
    """Tell whether a line of the menu leads to the page itself, or to the list that it belongs to."""
    if path:
        return address == path
    try:
        return bool(section) and address == reverse(section)
    except NoReverseMatch:
        return False


@register.simple_tag
def picture(
    shape: Shape, *, alt: str = "", sizes: str, classes: str = "", first: bool = False
) -> SafeString:
    """Return a picture; the `first` is what a reader sees before all else, the others wait until near."""
    image = _IMAGE + (' fetchpriority="high">' if first else ' loading="lazy" decoding="async">')
    names = f"{classes} {shape.place}".strip()
    shown = format_html(
        image,
        format_if(' class="{}"', names),
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
def story_card(
    card: Card,
    sizes: str = CARD_SIZES,
    *,
    first: bool = False,
    sections: "SectionNames | None" = None,
) -> SafeString:
    image = ""
    if card.picture:
        shape = card.picture.card
        image = picture(shape, classes="story-card-picture", sizes=sizes, first=first)
    when = card.updated_at or card.published_at
    return format_html(
        '<article class="story-card{}">\n{}<div class="story-card-words">\n'
        '{}<h3 class="story-card-title"><a href="{}">{}</a></h3>\n{}\n'
        '<p class="small">\n{}{}\n</p>\n</div>\n</article>',
        " with-picture" if image else "",
        format_if("{}\n", image),
        section_kicker(card, sections),
        card.path,
        card.title,
        format_if('<p class="story-card-summary">{}</p>', card.summary),
        f"{gettext('Updated')} " if card.updated_at else "",
        time(when) if when else "",
    )


class SectionName(Protocol):
    """A section as a kicker shows it."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def tone(self) -> int: ...


class SectionNames(Protocol):
    """What sections are called today, by their slugs."""

    def open(self, slug: str) -> SectionName | None: ...


@register.simple_tag
def section_kicker(card: Card, sections: SectionNames | None) -> SafeString | str:
    """Return the line over a headline that says in which section the story is, "" without one."""
    found = sections.open(card.section) if sections and card.section else None
    if found is None:
        return ""
    kicker = '<p class="section-kicker tone-{}"><a href="{}">{}</a></p>\n'
    return format_html(kicker, found.tone, found.path, found.name)


@register.simple_tag
def topic_card(card: Card, heading: str = "h3") -> SafeString:
    """Return a topic; below a `heading` that says of which kind it is, an "h4", it does not say so again."""
    return _topic_card(card, heading, spoken())


@lru_cache(1_000)
def _topic_card(card: Card, heading: str, language: str | None) -> SafeString:
    kind = card.label if heading == "h3" else ""
    facts = ", ".join(filter(None, [kind, "" if card.path else gettext("not published yet")]))
    return format_html(
        f'<article class="topic-card">{{}}<div><{heading} class="topic-card-title">{{}}</{heading}>'
        "{}{}</div></article>",
        portrait(card),
        _titled(card),
        format_if('<p class="small">{}</p>', facts[:1].upper() + facts[1:]),
        format_if('<p class="topic-card-summary">{}</p>', card.summary),
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


class PersonCard(Protocol):
    """Somebody as lists and their own page show them."""

    @property
    def initials(self) -> str: ...
    @property
    def portrait(self) -> Picture | None: ...


@register.simple_tag
def face(person: PersonCard, size: str = "") -> SafeString:
    """Return the portrait of somebody whose name stands beside it, or their initials. `size` is "big" at the
    head of their own page, where it is told what it shows.
    """
    names = f"portrait {size}".strip()
    if person.portrait:
        alt, sizes = (person.portrait.alt, "120px") if size else ("", "60px")
        return picture(person.portrait.portrait, classes=names, sizes=sizes, alt=alt)
    drawn = '<span class="{} drawn tone-1" aria-hidden="true">{}</span>'
    return format_html(drawn, names, person.initials)


@register.simple_tag
def face_in_line(portrait: Picture) -> SafeString:
    """Return a portrait that stands before a name in a line of words."""
    shape = replace(portrait.portrait, width=FACE_SIDE, height=FACE_SIDE)
    return picture(shape, sizes=f"{FACE_SIDE}px")


@register.simple_tag
def question_card(card: Card) -> SafeString:
    return format_html(
        '<article class="question-card">\n<h3 class="question-card-title">{}</h3>\n{}\n{}\n</article>',
        _titled(card),
        format_if("<p>{}</p>", card.summary),
        format_if('<p class="small">{}</p>', "" if card.path else gettext("Not published yet")),
    )


@register.simple_tag
def timeline(steps: Iterable[TimelineStep], scale: Scale | None) -> SafeString:
    """Return events one under the other, below them drawn to scale where there is a `scale`."""
    return format_html(
        '{}<ol class="timeline">\n{}</ol>\n',
        _drawn(scale) if scale else "",
        format_html_join("", "{}", ((_step(each),) for each in steps)),
    )


def _drawn(scale: Scale) -> SafeString:
    marks = [
        format_html(_SPAN, mark.x, mark.y, mark.width)
        if mark.width
        else format_html(_POINT, mark.x, mark.y + 4)
        for mark in scale.marks
    ]
    ticks = [(tick.x, scale.floor + 17, tick.anchor, tick.label) for tick in scale.ticks]
    return format_html(
        '<figure class="scale">\n'
        '<svg class="scale-drawing" width="100%" height="{}" aria-hidden="true" focusable="false">\n'
        '<line class="scale-axis" x1="0" x2="100%" y1="{}" y2="{}" />\n{}\n{}\n</svg>\n'
        "<figcaption>{}</figcaption>\n</figure>\n",
        scale.height,
        scale.floor,
        scale.floor,
        format_html_join("\n", "{}", ((mark,) for mark in marks)),
        format_html_join("", _TICK, ticks),
        scale.words,
    )


def _step(step: TimelineStep) -> SafeString:
    when = '<time datetime="{}">{}</time>' if step.iso else "<span>{1}</span>"
    return format_html(
        '<li{}>\n<p class="when">{}{}</p>\n<div class="step">\n<p>{}</p>\n{}\n</div>\n</li>\n',
        format_if(' id="event-{}"', step.id),
        format_html(when, step.iso, step.when),
        format_if(' <span class="gap">{}</span>', step.gap),
        step.text,
        _told_by(step),
    )


def _told_by(step: TimelineStep) -> SafeString | str:
    if not step.stories:
        return ""
    return format_html(
        '<p class="small">{}</p>', within(gettext("From %(stories)s"), stories=_told_in(step))
    )


def _told_in(step: TimelineStep) -> SafeString:
    told = ((each.path, each.text) for each in step.stories)
    return format_html_join("; ", '<a href="{}">{}</a>', told)


@register.simple_tag
def report_link(path: str, part: str = "", words: str = "") -> str:
    """Return the link by which a reader says that a part of the page at `path` is wrong; none for a draft."""
    if not path:
        return ""
    return format_html(
        '<footer class="report-link"><a rel="nofollow" href="{}?page={}{}">{}{}</a></footer>',
        _address("report"),
        quote(path),
        format_if("&amp;part={}", quote(part)),
        gettext("Report an error"),
        format_if('<span class="unseen">: {}</span>', words),
    )


@register.simple_tag
def report_foot(path: str) -> SafeString | str:
    """Return the foot of a page, where a reader says that something on it is wrong; none for a draft."""
    link = '<a rel="nofollow" href="{}?page={}">{}</a>'
    return path and format_html(
        '<footer class="report-foot"><report-error><p>{} {}</p></report-error></footer>',
        gettext("Is something wrong here?"),
        format_html(link, _address("report"), quote(path), gettext("Report an error on this page")),
    )


@register.simple_tag
def ask_link(path: str) -> SafeString | str:
    """Return the link by which a reader asks what a page does not answer; none for a draft."""
    link = '<a rel="nofollow" href="{}?page={}">{}</a>'
    return path and format_html(
        '<p class="ask-link">{}</p>',
        format_html(link, _address("ask"), quote(path), gettext("Ask a question of your own")),
    )


@cache
def _address(name: str) -> str:
    return reverse(name)


def time(when: date) -> SafeString:
    """Return a day with its `<time>` element."""
    return format_html('<time datetime="{}">{}</time>', iso(when), day(when))


def _titled(card: Card) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', card.path, card.title) if card.path else card.title
