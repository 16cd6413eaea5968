"""Pages of sections: all of them, and the stories of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import mentioning
from newsdesk.catalogue.models import Page
from newsdesk.presentation.heads import (
    Crumb,
    Head,
    absolute,
    alternates_of,
    cards_of,
    json_ld,
    list_card,
    list_ld,
    list_title,
)
from newsdesk.presentation.listings import latest_listing, listing_path, listing_title
from newsdesk.presentation.structured_data import breadcrumbs, collection
from newsdesk.sections.current import Sections, ShownSection, current_sections, target_of
from newsdesk.sections.pinned import PinnedPages, pinned_now
from newsdesk.site.front_page import filled
from newsdesk.text.spoken import gettext


def opened(sections: Sections, slug: str) -> ShownSection:
    """Return the section of that slug. Raises Http404 where readers can open no story of it."""
    found = sections.open(slug)
    if found is None:
        raise Http404("There is no such section.")
    return found


@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    """All sections that have a story, in the order of the menu. One query."""
    known = current_sections()
    head = Head(
        title=list_title("sections"),
        description=gettext("The parts of the publication, and what each is about."),
        path=reverse("sections"),
        card=list_card("list", "sections", title=list_title("sections")),
    )

    def make() -> HttpResponse:
        listed = collection(
            name=head.title,
            description=head.description,
            url=head.canonical,
            items=[(each.name, absolute(each.path)) for each in known.menu],
        )
        steps = breadcrumbs([(gettext("Home"), absolute("/")), (head.title, head.canonical)])
        context = {"head": head, "sections": known, "json_ld": json_ld(listed, steps)}
        return render(request, "sections/sections.html", context)

    return answer(request, make, also=(head, known.menu))


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of one section: what an editor pinned, else the latest, then the others. Four queries,
    three for its later pages.
    """
    shown, context = section_page(request, slug)
    return answer(
        request,
        lambda: render(request, "sections/section.html", context),
        pages=shown.pages,
        also=shown.also,
    )


@dataclass(frozen=True, slots=True)
class SectionContents:
    """What the answer depends on: the pages shown, in order, and plain data for the rest."""

    pages: Sequence[Page]
    also: object


def section_page(
    request: HttpRequest, slug: str, pinned: PinnedPages | None = None
) -> tuple[SectionContents, dict[str, object]]:
    """Return what the page of a section shows, with these pages pinned or with what readers see.

    Raises Http404.
    """
    known = current_sections()
    found = opened(known, slug)
    listed = mentioning(target_of(slug)).defer("text")
    part = latest_listing(listed, request.GET.get("page"), request.GET.get("from", ""))
    above: list[Page] = []
    if part.number == 1:
        slots = pinned_now(slug) if pinned is None else pinned
        lead, second, _ = filled(slots, part.rows, stories=0)
        above = [lead, *second] if lead else []
    taken = {page.key for page in above}
    rest = [page for page in part.rows if page.key not in taken]
    head = Head(
        title=listing_title(found.name, part.number),
        description=found.standfirst
        or gettext("Explainers in %(name)s, the latest first.") % {"name": found.name},
        path=listing_path(reverse("section", args=[slug]), part),
        card=list_card("section", slug, title=found.name),
    )
    cards = cards_of(above)
    context = {
        "head": head,
        "here": found,
        "sections": known,
        "lead": cards_of(above[:1], words=44)[0] if above else None,
        "second": cards[1:],
        "latest": cards_of(rest),
        "pages": part,
        "alternates": alternates_of("section", slug, title=found.name),
        "json_ld": list_ld(
            head,
            [*cards, *cards_of(rest)],
            Crumb(list_title("sections"), reverse("sections")),
        ),
    }
    also = (found, known.menu, len(above), part.number, part.total)
    return SectionContents([*above, *rest], also), context
