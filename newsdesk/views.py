"""Pages that belong to no single app: home, tags, search; and the files that machines ask for."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entities.rendering import Head, Listing, card_of, cards_of, listing, listing_path
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.facets import NAMES, Choice, SearchFilter, facets
from newsdesk.catalogue.folding import search_terms
from newsdesk.catalogue.models import Page, Reference
from newsdesk.catalogue.resolve import pages_for

HOME_STORIES = 10
HOME_QUESTIONS = 6
HOME_TOPICS = 8
RESULTS = 10
MAX_QUERY = 200
SUGGESTIONS = 6
LISTS = {"topic": "Topic", "tag": "Tag", "since": "Changed"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest stories, questions, and the topics those stories are about. Five queries."""
    visible = Page.objects.visible().defer("text")
    stories = list(visible.of_kind("story").latest()[:HOME_STORIES])
    questions = list(visible.of_kind("faq").latest()[:HOME_QUESTIONS])
    lead, *latest = cards_of(stories, words=44) or (None,)
    context = {
        "head": Head(
            title=settings.SITE_NAME,
            description="What happened, what is behind it, and what the papers say.",
            path=reverse("home"),
            picture=lead.picture if lead else None,
        ),
        "section": "home",
        "lead": lead,
        "latest": latest,
        "questions": cards_of(questions),
        "topics": cards_of(_topics_of(stories), words=22),
    }
    return render(request, "home.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything with one tag, the latest first. Three queries."""
    pages = Page.objects.visible().mentioning(f"tag:{slug}")
    named = Reference.objects.filter(target=f"tag:{slug}", page__in=pages.values("pk"))
    label = named.order_by("pk").values_list("label", flat=True).first()
    if label is None:
        raise Http404("No page has this tag.")
    part = listing(pages.latest().defer("text"), request.GET.get("page"))
    head = Head(
        title=label,
        description=f"Stories and questions about {label}.",
        path=listing_path(request.path, part),
    )
    return render(request, "tag.html", {"head": head, "label": label, "pages": part})


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
    part = listing(found.qs, request.GET.get("page"), size=RESULTS) if terms else None
    meant = engine.corrected(words) if part and not part.total and not chosen else ""
    if meant:
        part = listing(engine.find(meant), request.GET.get("page"), size=RESULTS)
    context = {
        "head": Head(title=f"Search: {words}" if words else "Search", indexed=False),
        "section": "search",
        "words": words,
        "meant": meant,
        "pages": part,
        "single_words": terms[:6] if len(terms) > 1 else [],
        "query": urlencode({"q": meant or words} | chosen),
        "chosen": chosen,
    }
    if part:
        context |= _results(part, meant or words) | _choices(meant or words, chosen, part.total)
    return render(request, "search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Pages that what is being typed may lead to, for the search box. Two queries."""
    pages = engine.suggest(_typed(request), limit=SUGGESTIONS)
    found = [{"title": c.title, "label": c.label, "path": c.path} for c in cards_of(pages)]
    response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture from the media storage, in every mode of running. The pattern allows no other name."""
    try:
        file = default_storage.open(name)
    except OSError as error:
        raise Http404("There is no such picture.") from error
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /search/", ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    host = urlsplit(settings.SITE_URL).hostname
    contact = settings.SECURITY_CONTACT or f"mailto:security@{host}"
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(180)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.astimezone(timezone.get_fixed_timezone(0)):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _topics_of(stories: list[Page]) -> list[Page]:
    """Return the topics that these stories name, the most named first. Three queries."""
    named = Reference.objects.filter(page__in=stories, target__startswith="entity:")
    counted = Counter(named.order_by("-page__published_at").values_list("target", flat=True))
    found = pages_for(key for key, _ in counted.most_common())
    return list(found.values())[:HOME_TOPICS]


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())


def _results(part: Listing, words: str) -> dict[str, Any]:
    """Return the results with their passages, and above them the question that was asked, if any."""
    answer = next(
        (page for page in part.rows if page.kind == "faq" and engine.answers(page, words)), None
    )
    if part.number > 1 or not (answer and answer.summary):
        answer = None
    hits = engine.hits([page for page in part.rows if page != answer], words)
    return {
        "answer": card_of(answer, words=60) if answer else None,
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
