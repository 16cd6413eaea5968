"""The search of the readers' site: its page, and what it suggests to who is typing."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from entities.cited_outlets import cited_outlets
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.facets import NAMES, Choice, SearchFilter
from newsdesk.catalogue.kinds import listed_kind
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search import Hit, ListHit, SearchResults
from newsdesk.pages.public_page import Context
from newsdesk.presentation.heads import Head, card_of, cards_of, list_ld
from newsdesk.presentation.listings import found_listing, listing_title, results_number
from newsdesk.text.names_and_words import search_terms
from newsdesk.text.spoken import gettext

RESULTS = engine.SIZE
MAX_QUERY = 200
SUGGESTIONS = 6
LISTS = {
    "section": gettext_noop("Section"),
    "topic": gettext_noop("Topic"),
    "tag": gettext_noop("Tag"),
    "since": gettext_noop("Changed"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages that hold what was asked for, or what the words were meant to be. None without a word.

    Two queries; one more where an outlet is of that name, two where something was mistyped, three where words
    find little.
    """
    words = _typed(request)
    data = {name: request.GET.get(name, "") for name in NAMES}
    chosen = SearchFilter(data, queryset=Page.objects.none()).chosen()
    number = results_number(request.GET.get("page"))
    found = engine.search(words, chosen, number) if words else engine.SearchResults()
    rows = tuple(hit.page for hit in found.hits)
    part = found_listing(rows, number, found.total, size=RESULTS)
    asked = found.meant or words
    choices = _choices(asked, chosen, found)
    title = gettext("Search: %(words)s") % {"words": words} if words else gettext("Search")
    title = listing_title(title, part.number)
    head = Head(title=title, indexed=False)
    explained = settings.DEBUG and "explain" in request.GET
    direct = _direct(found.hits, asked) if part.number == 1 else None
    lists = _with_pages(found.lists)

    def make() -> HttpResponse:
        terms = search_terms(words)
        context: Context = {
            "head": head,
            "section": "search",
            "words": words,
            "found": found,
            "named": lists,
            "explained": explained,
            "notice": engine.notice() if explained else "",
            "pages": part,
            "single_words": terms[:6] if len(terms) > 1 else [],
            "query": urlencode({"q": asked} | chosen),
            "chosen": chosen,
            "answer": card_of(direct, words=60) if direct else None,
            "results": [
                {"card": card_of(hit.page), "passage": hit.passage, "why": hit.why}
                for hit in found.hits
                if hit.page != direct
            ],
            "json_ld": list_ld(head, part.cards, kind="SearchResultsPage") if words else "",
            **choices,
        }
        return render(request, "search.html", context)

    place = (part.number, part.total, part.last, found.capped, found.partly)
    told = (words, found.meant, lists, chosen, place, choices, explained)
    return answer(request, make, pages=rows, also=told, keep=False)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Pages that what is being typed may lead to, for the search box. Two queries."""
    pages = engine.suggest(_typed(request), limit=SUGGESTIONS)
    found = [{"title": c.title, "label": c.label, "path": c.path} for c in cards_of(pages)]
    response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    return response


def _with_pages(lists: Sequence[ListHit]) -> list[ListHit]:
    """Return what was found by name, without outlets that have no page. One query where there are outlets,
    none where nothing has changed.
    """
    if not any(each.kind == "outlet" for each in lists):
        return list(lists)
    paths = {outlet.name: outlet.path for outlet in cited_outlets()}
    whole = [replace(each, path=each.path or paths.get(each.name, "")) for each in lists]
    return [each for each in whole if each.path]


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())


def _direct(hits: Sequence[Hit], words: str) -> Page | None:
    """Return the first result that asks what was asked, and answers it."""
    asked = (hit.page for hit in hits if listed_kind(hit.page.kind).answers and hit.page.summary)
    return next((page for page in asked if engine.answers(page, words)), None)


def _choices(words: str, chosen: dict[str, str], found: SearchResults) -> Context:
    """Return what the results can be narrowed by: kinds as links, the rest as lists."""
    if found.partly or not (found.total or chosen):
        return {}
    facets, kind = found.facets, chosen.get("kind", "")
    everything = Choice("", gettext("Everything"), sum(each.number for each in facets.kinds))
    others = {name: value for name, value in chosen.items() if name != "kind"}
    lists = {
        "section": facets.sections,
        "topic": facets.topics,
        "tag": facets.tags,
        "since": [each._replace(label=gettext(each.label)) for each in facets.since],
    }
    return {
        "kinds": [
            {
                "label": gettext(each.label),
                "number": each.number,
                "current": each.value == kind,
                "query": urlencode(
                    {"q": words} | ({"kind": each.value} if each.value else {}) | others
                ),
            }
            for each in (everything, *facets.kinds)
        ],
        "lists": [
            _list(name, gettext(label), lists[name], chosen)
            for name, label in LISTS.items()
            # Not every desk has sections.
            if lists[name] or name in chosen or name != "section"
        ],
    }


def _list(name: str, label: str, choices: list[Choice], chosen: dict[str, str]) -> Context:
    """Return a list to choose from; what was chosen stays in it though it is not among the first."""
    value = chosen.get(name, "")
    if value and value not in {choice.value for choice in choices}:
        choices = [*choices, Choice(value, value, 0)]
    return {"name": name, "label": label, "value": value, "choices": choices}
