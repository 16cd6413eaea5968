"""Feeds: RSS, Atom and JSON Feed of the site, topics, tags, sections, people, outlets and corrections.

The text is whole. An entry has the same identifier in all three forms, and keeps it when headline, slug or
host name change. A withdrawn page stays for 30 days as an entry with that identifier that says only that it
was withdrawn, and why: feed readers replace what they hold of it, which simply leaving it out would not do.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.cited_outlets import CITING, cited_at
from entities.outlet_names import PREFIX as OUTLET
from newsdesk.catalogue.archive import withdrawn_lately
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.kinds import dated_kinds
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.models import PageQuerySet
from newsdesk.catalogue.publication import publication
from newsdesk.catalogue.resolve import listed_at, resolve
from newsdesk.catalogue.tags import PREFIX as TAG
from newsdesk.sections.current import current_sections, target_of
from newsdesk.site.corrections import Notices
from newsdesk.site.feeds.entries import correction_entry, entries_of, references_of, tombstone
from newsdesk.site.feeds.formats import Channel, written
from newsdesk.site.sections import opened
from newsdesk.text.spoken import gettext
from stories.documents import AUTHOR

LENGTH = 20


@require_safe
def stories(request: HttpRequest, form: str) -> HttpResponse:
    """The latest stories. Four queries."""
    channel = Channel(
        title=publication().name,
        description=publication().strapline
        or gettext("The latest explainers from %(name)s.") % {"name": publication().name},
        path=reverse("home"),
        feed=request.path,
    )
    visible = PageList.of_kind("story")
    return _of_pages(request, form, channel, visible, withdrawn_lately().of_kind("story"))


@require_safe
def topic(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories and questions that mention a topic. Six queries."""
    page = resolve(reverse("topic", args=[slug]))
    channel = Channel(
        title=f"{page.title} – {publication().name}",
        description=gettext("Stories and questions about %(name)s.") % {"name": page.title},
        path=page.path,
        feed=request.path,
    )
    visible = mentioning(page.key, *dated_kinds())
    gone = withdrawn_lately(page.key).of_kind(*dated_kinds())
    return _of_pages(request, form, channel, visible, gone)


@require_safe
def tag(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories and questions with a tag. Six queries."""
    listed = listed_at(TAG, slug)
    label, target = listed.name, listed.target
    visible = mentioning(target, *dated_kinds())
    channel = Channel(
        title=f"{label} – {publication().name}",
        description=gettext("Stories and questions about %(name)s.") % {"name": label},
        path=reverse("tag", args=[slug]),
        feed=request.path,
    )
    return _of_pages(request, form, channel, visible, withdrawn_lately(target))


@require_safe
def person(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories of somebody. Six queries."""
    listed = listed_at(AUTHOR, slug)
    channel = Channel(
        title=f"{listed.name} – {publication().name}",
        description=gettext("Explainers by %(name)s.") % {"name": listed.name},
        path=reverse("person", args=[slug]),
        feed=request.path,
    )
    visible = mentioning(listed.target)
    return _of_pages(request, form, channel, visible, withdrawn_lately(listed.target))


@require_safe
def outlet(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories that cite an outlet. Six queries."""
    found, _ = cited_at(slug)
    target = f"{OUTLET}{found.name}"
    channel = Channel(
        title=f"{found.name} – {publication().name}",
        description=gettext("Stories that cite %(name)s.") % {"name": found.name},
        path=found.path,
        feed=request.path,
    )
    gone = withdrawn_lately(target).of_kind(CITING)
    return _of_pages(request, form, channel, mentioning(target, CITING), gone)


@require_safe
def section(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories of a section. Five queries."""
    found = opened(current_sections(), slug)
    target = target_of(slug)
    channel = Channel(
        title=f"{found.name} – {publication().name}",
        description=found.standfirst or gettext("Explainers in %(name)s.") % {"name": found.name},
        path=found.path,
        feed=request.path,
    )
    return _of_pages(request, form, channel, mentioning(target), withdrawn_lately(target))


@require_safe
def corrections(request: HttpRequest, form: str) -> HttpResponse:
    """The latest corrections and clarifications. Two queries."""
    latest = Notices()[:LENGTH]
    channel = Channel(
        title=f"{gettext('Corrections')} – {publication().name}",
        description=gettext("What we got wrong or said unclearly, and what is right."),
        path=reverse("corrections"),
        feed=request.path,
    )
    return answer(
        request,
        lambda: written(form, channel, [correction_entry(notice) for notice in latest]),
        pages=[notice.page for notice in latest],
        also=(form, channel, [(notice.uid, notice.note) for notice in latest]),
        changed=max((notice.at for notice in latest), default=None),
    )


def _of_pages(
    request: HttpRequest, form: str, channel: Channel, visible: PageList, gone: PageQuerySet
) -> HttpResponse:
    """Answer with the latest of `visible` in full, and those of `gone` as tombstones."""
    pages = list(visible.defer("text").latest()[:LENGTH])
    withdrawn = list(gone.defer("text")[:LENGTH])
    references = references_of(pages)

    def make() -> HttpResponse:
        return written(form, channel, [*entries_of(pages, references), *map(tombstone, withdrawn)])

    told = [(page.key, page.gone_reason, page.visible_until) for page in withdrawn]
    # A tombstone goes after 30 days, when nothing else changes.
    keep = not withdrawn
    asked = [(page.title, page.path) for page in references.pages.values()]
    also = (form, channel, told, references.state, asked)
    return answer(request, make, pages=pages, also=also, keep=keep)
