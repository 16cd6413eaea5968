"""Public pages of stories: they read the catalogue and editions, never a working copy."""

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.outlet_names import outlet_keys, renamed
from entities.same_as import same_as_of
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import listed_at, pages_shown, resolve, shown_as
from newsdesk.pages.editions import standing_notes
from newsdesk.presentation.heads import LISTS, Head, initials, json_ld, list_card, list_ld
from newsdesk.presentation.listings import latest_listing, listing_path
from stories.documents import StoryDocument, read
from stories.models.edition import StoryEdition
from stories.notes import Correction, correction_of
from stories.story_page import AUTHOR, listed_keys, story_context
from stories.structured_data import person_page


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """An explainer. Five queries: page, edition with corrections, pages it names (two), these."""
    page = resolve(request.path)
    edition, corrections = _edition(page)
    document = read(edition)
    targets = _targets(document)
    shown = shown_as(
        (*targets, *outlet_keys(document.reports), *listed_keys(document)), page=page.key
    )
    named = pages_shown({key: shown[key] for key in targets})
    document = replace(document, reports=renamed(document.reports, shown))

    def make() -> HttpResponse:
        context = story_context(
            document,
            page=page,
            targets=named,
            shown=shown,
            corrections=corrections,
            same_as=same_as_of(named.values()),
        )
        return render(request, "stories/story.html", context)

    outlets = [report.outlet for report in document.reports]
    lists = [shown[key] for key in listed_keys(document)]
    return answer(request, make, pages=[page, *named.values()], also=[*named, *outlets, *lists])


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, the latest first. Two queries."""
    pages = Page.objects.visible().of_kind("story").defer("text")
    part = latest_listing(pages, request.GET.get("page"), request.GET.get("from", ""))
    head = Head(
        title=LISTS["stories"],
        description="Every explainer, the latest first.",
        path=listing_path(reverse("stories"), part),
        card=list_card("list", "stories", title=LISTS["stories"]),
    )
    context = {
        "head": head,
        "section": "stories",
        "pages": part,
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "stories/stories.html", context),
        pages=part.rows,
        also=(part.number, part.total),
    )


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that somebody wrote, the latest first. Four queries."""
    listed = listed_at(AUTHOR, slug)
    name, pages = listed.name, Page.objects.visible().mentioning(listed.target).defer("text")
    part = latest_listing(pages, request.GET.get("page"), request.GET.get("from", ""))
    head = Head(
        title=name,
        description=f"Explainers by {name}, the latest first.",
        path=listing_path(request.path, part),
        card=list_card("person", slug, title=name),
    )
    context = {
        "head": head,
        "name": name,
        "pages": part,
        "initials": initials(name),
        "json_ld": json_ld(person_page(name, head.canonical)),
    }
    return answer(
        request,
        lambda: render(request, "stories/person.html", context),
        pages=part.rows,
        also=(name, part.number, part.total),
    )


def _targets(document: StoryDocument) -> tuple[str, ...]:
    deeper = (question.target for question in document.deeper if question.target)
    return tuple(dict.fromkeys((*document.entities, *document.faqs, *deeper)))


def _edition(page: Page) -> tuple[StoryEdition, list[Correction]]:
    """Return the edition of `page` and the notes of all corrections up to it, the newest first."""
    item = int(page.key.removeprefix("story:"))
    until = Q(item=item, visible_from__lte=page.visible_from, kind__in=StoryEdition.NOTING)
    rows = list(StoryEdition.objects.in_order().filter(Q(pk=page.edition) | until))
    at = [row.pk for row in rows].index(page.edition)
    return rows[at], [
        correction_of(row, row.visible_from) for row in standing_notes(rows[: at + 1])
    ]
