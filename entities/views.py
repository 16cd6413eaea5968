"""Public pages of entities: they read the catalogue and editions, never a working copy."""

from dataclasses import replace
from itertools import groupby
from urllib.parse import urlencode

import django_filters
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.documents import KINDS, read
from entities.labels import ENTITY_FIELDS
from entities.models.edition import EntityEdition
from entities.topic_page import TopicPage
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.catalogue.naming import NamingPages
from newsdesk.catalogue.neighbours import neighbours
from newsdesk.catalogue.resolve import pages_called, resolve
from newsdesk.presentation.current_edition import CurrentEdition
from newsdesk.presentation.heads import (
    Card,
    Head,
    card_of,
    cards_of,
    list_card,
    list_ld,
    list_title,
)
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.listings import (
    Listing,
    first_listing,
    latest_listing,
    listing_path,
    listing_title,
    ordered_listing,
)
from newsdesk.presentation.pagination import BY_TITLE
from newsdesk.text.spoken import gettext, ngettext

INDEX_SIZE = 120
STORIES_SIZE = 12
QUESTIONS = 8
MOMENTS = 30
NEAR = 8
NUMERALS = "0–9"
SIGNS = "#"


_STORIES = NamingPages("story", most=STORIES_SIZE, moments=MOMENTS)
_QUESTIONS = NamingPages("faq", most=QUESTIONS)
CURRENT = CurrentEdition(EntityEdition)


class TopicFilter(django_filters.FilterSet):
    """Topics of one kind."""

    kind = django_filters.ChoiceFilter(
        choices=[(kind, label) for kind, label in KINDS.items()], method="of_kind"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def of_kind(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.filter(card__kind=KINDS[value])


HISTORY = History(
    name="topic",
    section="topics",
    editions=EntityEdition,
    fields=ENTITY_FIELDS,
    read=read,
    public_page=TopicPage,
)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic, with the stories and questions that mention it, their events and its neighbours.

    Eight queries; seven where no other topic is named beside it.
    """
    page = resolve(request.path)
    stories = _stories(page, request)
    questions = _QUESTIONS.latest(page.key)
    moments = _STORIES.moments(page.key)
    near = neighbours(page.key, limit=NEAR)

    def make() -> HttpResponse:
        edition, corrections = CURRENT.of(page)
        shown = TopicPage(
            document=read(edition),
            page=page,
            corrections=corrections,
            stories=stories,
            questions=questions,
            moments=moments,
            near=near,
        )
        return render(request, shown.template, shown.context())

    pages = [page, *stories.rows, *questions, *(each.page for each in near.nearest)]
    counted = ([each.number for each in near.nearest], near.pairs)
    told = [(each.date, each.text, each.anchor, each.path, each.title) for each in moments]
    place = (stories.number, stories.last, stories.total)
    return answer(request, make, pages=pages, also=(place, counted, told))


def _stories(page: Page, request: HttpRequest) -> Listing:
    """Return one page of the stories about a topic."""
    number, place = request.GET.get("page"), request.GET.get("from", "")
    if number or place:
        telling = mentioning(page.key, "story").defer("text")
        return latest_listing(telling, number, place, size=STORIES_SIZE)
    return first_listing(_STORIES.latest(page.key), _STORIES.number(page.key), size=STORIES_SIZE)


@require_safe
def called(request: HttpRequest, slug: str) -> HttpResponse:
    """The one topic of that name, or the several that are meant by it. Three queries.

    302, not 301: tomorrow another topic may have the name, and browsers keep a 301 for good.
    """
    name, pages = pages_called(slug)
    if not pages:
        raise Http404("No topic has this name.")
    if len(pages) == 1:
        return redirect(pages[0].path)
    head = Head(
        title=gettext("Which “%(name)s”?") % {"name": name},
        description=ngettext(
            "%(number)d topic goes by this name.",
            "%(number)d topics go by this name.",
            len(pages),
        )
        % {"number": len(pages)},
        indexed=False,
    )
    cards = cards_of(pages)
    context = {
        "head": head,
        "section": "topics",
        "cards": cards,
        "json_ld": list_ld(head, cards),
    }
    return answer(
        request, lambda: render(request, "entities/chooser.html", context), pages=pages, also=name
    )


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics from A to Z, or those of one kind. Three queries, two for one kind."""
    path = reverse("topics")
    everything = PageList.of_kind("entity")
    chosen = TopicFilter({"kind": request.GET.get("kind", "")}, queryset=everything.pages)
    kinds = kept("kinds of topics", lambda: _kinds(everything.pages))
    pages = chosen.qs.defer("text")
    kind = chosen.form.cleaned_data.get("kind", "")
    part = ordered_listing(
        replace(everything, pages=pages),
        request.GET.get("page"),
        request.GET.get("from", ""),
        size=INDEX_SIZE,
        order=BY_TITLE,
        total=next((n for name, _, n in kinds if name == kind), 0) if kind else None,
    )
    query = urlencode({"kind": kind}) if kind else ""
    head = Head(
        title=listing_title(list_title("topics"), part.number),
        description=gettext("The people, places, organisations and missions behind the news."),
        path=listing_path(path, part, query),
        card=list_card("list", "topics", title=list_title("topics")),
    )
    context = {
        "head": head,
        "section": "topics",
        "groups": _by_letter(part.rows),
        "kinds": [(name, gettext(label), number) for name, label, number in kinds],
        "kind": kind,
        "pages": part,
        "query": query,
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "entities/topics.html", context),
        pages=part.rows,
        also=(query, part.number, part.total, kinds),
    )


def _by_letter(pages: tuple[Page, ...]) -> list[tuple[str, list[Card]]]:
    return [
        (letter, [card_of(page, words=18) for page in group])
        for letter, group in groupby(pages, key=_letter)
    ]


def _letter(page: Page) -> str:
    first = page.sort_title[:1].upper()
    if first.isalpha():
        return first
    return NUMERALS if first.isdecimal() else SIGNS


def _kinds(pages: PageQuerySet) -> list[tuple[str, str, int]]:
    """Return kind, label and number of topics for each kind that has any. One query."""
    counted = pages.order_by().values_list("card__kind").annotate(number=Count("pk"))
    numbers = dict(counted)
    return [(kind, label, numbers[label]) for kind, label in KINDS.items() if numbers.get(label)]
