"""The search of the readers' site: its page, and what it suggests to who is typing."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsdesk.catalogue import search as engine
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.facets import NAMES, Choice, SearchFilter, facets
from newsdesk.catalogue.kinds import listed_kind
from newsdesk.presentation.heads import Head, card_of, cards_of, list_ld
from newsdesk.presentation.listings import Listing, results
from newsdesk.text.names_and_words import search_terms

RESULTS = 10
MAX_QUERY = 200
SUGGESTIONS = 6
LISTS = {"topic": "Topic", "tag": "Tag", "since": "Changed"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages that hold every word asked for, or what the words were meant to be. None without a word.

    Nine queries; a few more where a filter is set or where nothing was found.
    """
    words = _typed(request)
    terms = search_terms(words)
    filters = {name: request.GET.get(name, "") for name in NAMES}
    found = SearchFilter(filters, queryset=engine.find(words))
    chosen = found.chosen()
    part = results(found.qs, request.GET.get("page"), size=RESULTS) if terms else None
    meant = engine.corrected(words) if part and not part.total and not chosen else ""
    if meant:
        part = results(engine.find(meant), request.GET.get("page"), size=RESULTS)
    choices = _choices(meant or words, chosen, part.total) if part else {}
    head = Head(title=f"Search: {words}" if words else "Search", indexed=False)

    def make() -> HttpResponse:
        context: dict[str, Any] = {
            "head": head,
            "section": "search",
            "words": words,
            "meant": meant,
            "pages": part,
            "single_words": terms[:6] if len(terms) > 1 else [],
            "query": urlencode({"q": meant or words} | chosen),
            "chosen": chosen,
            **choices,
        }
        if part:
            context["json_ld"] = list_ld(head, part.cards, kind="SearchResultsPage")
            context |= _results(part, meant or words)
        return render(request, "search.html", context)

    place = (part.number, part.total, part.last) if part else ()
    asked = (words, meant, chosen, place, choices)
    return answer(request, make, pages=part.rows if part else (), also=asked)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Pages that what is being typed may lead to, for the search box. Two queries."""
    pages = engine.suggest(_typed(request), limit=SUGGESTIONS)
    found = [{"title": c.title, "label": c.label, "path": c.path} for c in cards_of(pages)]
    response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    return response


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())


def _results(part: Listing, words: str) -> dict[str, Any]:
    """Return the results with their passages, and above them the question that was asked, if any."""
    direct = next(
        (p for p in part.rows if listed_kind(p.kind).answers and engine.answers(p, words)), None
    )
    if part.number > 1 or not (direct and direct.summary):
        direct = None
    hits = engine.hits([page for page in part.rows if page != direct], words)
    return {
        "answer": card_of(direct, words=60) if direct else None,
        "results": [{"card": card_of(hit.page), "passage": hit.passage} for hit in hits],
    }


def _choices(words: str, chosen: dict[str, str], total: int) -> dict[str, Any]:
    """Return what the results can be narrowed by: kinds as links, the rest as lists. Seven queries."""
    if not total and not chosen:
        return {}
    found = facets(chosen, engine.find(words))
    kind = chosen.get("kind", "")
    everything = ("", "Everything", sum(number for _, _, number in found["kind"]))
    others = {name: value for name, value in chosen.items() if name != "kind"}
    return {
        "kinds": [
            {
                "label": label,
                "number": number,
                "current": value == kind,
                "query": urlencode({"q": words} | ({"kind": value} if value else {}) | others),
            }
            for value, label, number in (everything, *found["kind"])
        ],
        "lists": [_list(name, label, found[name], chosen) for name, label in LISTS.items()],
    }


def _list(name: str, label: str, choices: list[Choice], chosen: dict[str, str]) -> dict[str, Any]:
    """Return a list to choose from; what was chosen stays in it though it is not among the first."""
    value = chosen.get(name, "")
    if value and value not in {choice for choice, _, _ in choices}:
        choices = [*choices, (value, value, 0)]
    return {"name": name, "label": label, "value": value, "choices": choices}
