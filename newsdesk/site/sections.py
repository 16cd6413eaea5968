"""Pages of sections: all of them, and the stories of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import mentioning
from newsdesk.presentation.heads import (
    LISTS,
    Crumb,
    Head,
    absolute,
    alternates_of,
    json_ld,
    list_card,
    list_ld,
)
from newsdesk.presentation.listings import latest_listing, listing_path, listing_title
from newsdesk.presentation.structured_data import breadcrumbs, collection
from newsdesk.sections.current import Sections, ShownSection, current_sections, target_of


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
        title=LISTS["sections"],
        description="The parts of the publication, and what each is about.",
        path=reverse("sections"),
        card=list_card("list", "sections", title=LISTS["sections"]),
    )

    def make() -> HttpResponse:
        listed = collection(
            name=head.title,
            description=head.description,
            url=head.canonical,
            items=[(each.name, absolute(each.path)) for each in known.menu],
        )
        steps = breadcrumbs([("Home", absolute("/")), (head.title, head.canonical)])
        context = {"head": head, "sections": known, "json_ld": json_ld(listed, steps)}
        return render(request, "sections/sections.html", context)

    return answer(request, make, also=(head, known.menu))


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of one section, the latest first, the latest of all as its lead. Three queries."""
    known = current_sections()
    found = opened(known, slug)
    pages = mentioning(target_of(slug)).defer("text")
    part = latest_listing(pages, request.GET.get("page"), request.GET.get("from", ""))
    head = Head(
        title=listing_title(found.name, part.number),
        description=found.standfirst or f"Explainers in {found.name}, the latest first.",
        path=listing_path(request.path, part),
        card=list_card("section", slug, title=found.name),
    )
    lead = part.cards[0] if part.number == 1 else None
    context = {
        "head": head,
        "here": found,
        "sections": known,
        "lead": lead,
        "latest": part.cards[1:] if lead else part.cards,
        "pages": part,
        "alternates": alternates_of("section", slug, title=found.name),
        "json_ld": list_ld(head, part.cards, Crumb(LISTS["sections"], reverse("sections"))),
    }
    return answer(
        request,
        lambda: render(request, "sections/section.html", context),
        pages=part.rows,
        also=(found, known.menu, part.number, part.total),
    )
