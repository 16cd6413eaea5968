"""The search of the readers' site: its page, and what it suggests to who is typing."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsdesk.catalogue import search as engine
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.facets import NAMES, Choice, Facets, SearchFilter, facets, named_facets
from newsdesk.catalogue.kinds import listed_kind
from newsdesk.pages.public_page import Context
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

    Four queries; more where nothing was found, to correct what was mistyped.
    """
    words = _typed(request)
    terms = search_terms(words)
    filters = {name: request.GET.get(name, "") for name in NAMES}
    found = SearchFilter(filters, queryset=engine.find(words))
    chosen = found.chosen()
    counted = facets(chosen, engine.find(words)) if terms else None
    meant = engine.corrected(words) if counted and not counted.total and not chosen else ""
    if meant:
        counted = facets(chosen, engine.find(meant))
    pages = engine.find(meant) if meant else found.qs
    part = (
        results(pages, request.GET.get("page"), size=RESULTS, total=counted.total)
        if counted
        else None
    )
    choices = _choices(meant or words, chosen, counted) if counted else {}
    head = Head(title=f"Search: {words}" if words else "Search", indexed=False)

    def make() -> HttpResponse:
        context: Context = {
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
    shown = part.rows if part else ()
    return answer(request, make, pages=shown, also=asked, keep=False)


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


def _results(part: Listing, words: str) -> Context:
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


def _choices(words: str, chosen: dict[str, str], counted: Facets) -> Context:
    """Return what the results can be narrowed by: kinds as links, the rest as lists. Two queries."""
    if not counted.total and not chosen:
        return {}
    topics, tags = named_facets(chosen, engine.find(words))
    kind = chosen.get("kind", "")
    everything = Choice("", "Everything", sum(each.number for each in counted.kinds))
    others = {name: value for name, value in chosen.items() if name != "kind"}
    lists = {"topic": topics, "tag": tags, "since": counted.since}
    return {
        "kinds": [
            {
                "label": each.label,
                "number": each.number,
                "current": each.value == kind,
                "query": urlencode(
                    {"q": words} | ({"kind": each.value} if each.value else {}) | others
                ),
            }
            for each in (everything, *counted.kinds)
        ],
        "lists": [_list(name, label, lists[name], chosen) for name, label in LISTS.items()],
    }


def _list(name: str, label: str, choices: list[Choice], chosen: dict[str, str]) -> Context:
    """Return a list to choose from; what was chosen stays in it though it is not among the first."""
    value = chosen.get(name, "")
    if value and value not in {choice.value for choice in choices}:
        choices = [*choices, Choice(value, value, 0)]
    return {"name": name, "label": label, "value": value, "choices": choices}
