"""Pages that belong to no single app: home, tags, search; and the files that machines ask for."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import django_filters
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entities.rendering import Head, card_of, cards_of, listing, listing_path
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.folding import search_terms
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.resolve import pages_for

HOME_STORIES = 10
HOME_QUESTIONS = 6
HOME_TOPICS = 8
RESULTS = 10
MAX_QUERY = 200
KINDS = (("story", "Stories"), ("faq", "Questions"), ("entity", "Topics"))


class SearchFilter(django_filters.FilterSet):
    """Words to look for, and the kind of page to look among."""

    q = django_filters.CharFilter(method="holding")
    kind = django_filters.ChoiceFilter(choices=KINDS)

    class Meta:
        model = Page
        fields: list[str] = []

    def holding(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return engine.find(value)


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
    """Pages that hold every word asked for. Three queries, none without a word."""
    words = " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())
    # SECURITY: only these two names are read; `?author__password__startswith=` means nothing here.
    asked = {"q": words, "kind": request.GET.get("kind", "")}
    chosen = SearchFilter(asked, queryset=Page.objects.none())
    terms = search_terms(words)
    part = listing(chosen.qs, request.GET.get("page"), size=RESULTS) if terms else None
    kind = asked["kind"] if chosen.is_valid() else ""
    context = {
        "head": Head(title=f"Search: {words}" if words else "Search", indexed=False),
        "section": "search",
        "words": words,
        "kind": kind,
        "pages": part,
        "results": _results(part.rows, words) if part else [],
        "kinds": _kinds(words, kind) if terms else [],
        "single_words": terms[:6] if len(terms) > 1 else [],
        "query": urlencode({"q": words, "kind": kind} if kind else {"q": words}),
    }
    return render(request, "search.html", context)


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


def _results(pages: tuple[Page, ...], words: str) -> list[dict[str, Any]]:
    return [
        {"card": card_of(hit.page), "passage": hit.passage} for hit in engine.hits(pages, words)
    ]


def _kinds(words: str, chosen: str) -> list[dict[str, Any]]:
    """Return the choices of kind with how many results each has, all kinds first. One query."""
    counted = engine.find(words).order_by().values_list("kind").annotate(number=Count("pk"))
    numbers = dict(counted)
    choices = [("", "Everything", sum(numbers.values()))]
    choices += [(kind, label, numbers.get(kind, 0)) for kind, label in KINDS]
    return [
        {
            "label": label,
            "number": number,
            "current": kind == chosen,
            "query": urlencode({"q": words, "kind": kind} if kind else {"q": words}),
        }
        for kind, label, number in choices
    ]
