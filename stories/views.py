"""Public pages of stories: they read the catalogue and editions, never a working copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.outlet_names import PREFIX as OUTLET
from entities.same_as import same_as_of
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.resolve import listed_at, resolve
from newsdesk.presentation.current_edition import CurrentEdition
from newsdesk.presentation.heads import (
    Head,
    alternates_of,
    json_ld,
    list_card,
    list_ld,
    list_title,
)
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.listings import latest_listing, listing_path, listing_title
from newsdesk.sections.current import current_sections
from newsdesk.text.spoken import gettext
from stories.documents import AUTHOR, read
from stories.labels import STORY_FIELDS
from stories.models.edition import StoryEdition
from stories.named import known_of
from stories.people import people as profiles
from stories.people import profile_of
from stories.story_page import StoryPage
from stories.structured_data import people_page, person_page

CURRENT = CurrentEdition(StoryEdition)

HISTORY = History(
    name="story",
    section="stories",
    editions=StoryEdition,
    fields=STORY_FIELDS,
    read=read,
    public_page=StoryPage,
)


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """An explainer. Six queries: page, edition with corrections, what its references lead to, the pages that
    it names with those before, after and near it, what is known of outlets and authors, sections.
    """
    page = resolve(request.path)
    edition, corrections = CURRENT.of(page)
    document = read(edition)
    references, beside = StoryPage.read_on(document, page=page)
    named = references.pages.values()
    sections = current_sections()
    shown_names = references.names.values()
    outlets = [key.removeprefix(OUTLET) for key in shown_names if key.startswith(OUTLET)]
    authors = [key.removeprefix(AUTHOR) for key in shown_names if key.startswith(AUTHOR)]
    known = known_of(outlets, authors)

    def make() -> HttpResponse:
        shown = StoryPage(
            document=document,
            page=page,
            references=references,
            corrections=corrections,
            same_as=same_as_of(named),
            outlets=known.outlets,
            portraits=known.portraits,
            sections=sections,
            beside=beside,
        )
        return render(request, shown.template, shown.context())

    also = (references.state, beside.state, sections, known)
    return answer(request, make, pages=[page, *named, *beside.pages], also=also)


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, the latest first. Three queries."""
    sections = current_sections()
    pages = PageList.of_kind("story").defer("text")
    part = latest_listing(pages, request.GET.get("page"), request.GET.get("from", ""))
    head = Head(
        title=listing_title(list_title("stories"), part.number),
        description=gettext("Every explainer, the latest first."),
        path=listing_path(reverse("stories"), part),
        card=list_card("list", "stories", title=list_title("stories")),
    )
    context = {
        "head": head,
        "section": "stories",
        "sections": sections,
        "pages": part,
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "stories/stories.html", context),
        pages=part.rows,
        also=(sections.menu, part.number, part.total),
    )


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Who somebody is, and everything that they wrote, the latest first. Four queries."""
    listed = listed_at(AUTHOR, slug)
    name, pages = listed.name, mentioning(listed.target).defer("text")
    part = latest_listing(pages, request.GET.get("page"), request.GET.get("from", ""))
    profile = profile_of(slug, name)
    head = Head(
        title=listing_title(name, part.number),
        description=gettext("Explainers by %(name)s, the latest first.") % {"name": name},
        path=listing_path(request.path, part),
        card=list_card("person", slug, title=name),
    )
    context = {
        "head": head,
        "name": name,
        "pages": part,
        "profile": profile,
        "alternates": alternates_of("person", slug, title=name),
        "json_ld": json_ld(person_page(profile)),
    }
    return answer(
        request,
        lambda: render(request, "stories/person.html", context),
        pages=part.rows,
        also=(profile, part.number, part.total),
    )


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who writes here and whose stories readers can open. One query."""
    listed = profiles()
    head = Head(
        title=list_title("people"),
        description=gettext(
            "Who writes the explainers, what they cover and where to write to them."
        ),
        path=reverse("people"),
        card=list_card("list", "people", title=list_title("people")),
    )
    context = {"head": head, "people": listed, "json_ld": json_ld(people_page(head, listed))}
    return answer(
        request, lambda: render(request, "stories/people.html", context), also=(head, listed)
    )
