"""Public pages of stories: they read the catalogue and editions, never a working copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.rendering import Head, listing, listing_path, same_as_of
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for, resolve
from stories.documents import StoryDocument, read
from stories.models.edition import StoryEdition
from stories.rendering import Correction, story_context

CORRECTING = (StoryEdition.Kind.CORRECTION, StoryEdition.Kind.CLARIFICATION)


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """An explainer. Six queries: page, edition, corrections, pages it names (two), these."""
    page = resolve(request.path)
    edition = StoryEdition.objects.get(pk=page.edition)
    document = read(edition)
    named = pages_for(_targets(document))
    context = story_context(
        document,
        page=page,
        targets=named,
        corrections=_corrections(edition),
        same_as=same_as_of(named.values()),
    )
    return render(request, "stories/story.html", context)


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, the latest first. Two queries."""
    latest = Page.objects.visible().of_kind("story").latest().defer("text")
    part = listing(latest, request.GET.get("page"))
    head = Head(
        title="All stories",
        description="Every explainer, the latest first.",
        path=listing_path(reverse("stories"), part),
    )
    context = {"head": head, "section": "stories", "pages": part}
    return render(request, "stories/stories.html", context)


def _targets(document: StoryDocument) -> tuple[str, ...]:
    deeper = (question.target for question in document.deeper if question.target)
    return tuple(dict.fromkeys((*document.entities, *document.faqs, *deeper)))


def _corrections(edition: StoryEdition) -> list[Correction]:
    """Return the notes of all corrections up to this edition, the newest first."""
    earlier = StoryEdition.objects.filter(
        item=edition.item_id, number__lte=edition.number, kind__in=CORRECTING
    ).exclude(note="")
    rows = earlier.order_by("-number").values_list("kind", "note", "at")
    return [Correction(StoryEdition.Kind(kind).label, note, at) for kind, note, at in rows]
