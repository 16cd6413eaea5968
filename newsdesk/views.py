"""Pages that belong to no single app: home, tags, search; and the files that machines ask for."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.http import require_safe

from entities.rendering import (
    Crumb,
    Head,
    Listing,
    absolute,
    alternates_of,
    card_of,
    cards_of,
    json_ld,
    latest_listing,
    list_ld,
    listing,
    listing_path,
)
from entities.structured_data import collection, website
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.archive import numbers, published
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.facets import NAMES, Choice, SearchFilter, facets
from newsdesk.catalogue.folding import search_terms
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.resolve import pages_for
from stories.corrections import notices

HOME_STORIES = 10
HOME_QUESTIONS = 6
HOME_TOPICS = 8
RESULTS = 10
NOTICES = 30
MAX_QUERY = 200
SUGGESTIONS = 6
LISTS = {"topic": "Topic", "tag": "Tag", "since": "Changed"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest stories, the questions of the day, and the topics of those stories. Seven queries."""
    visible = Page.objects.visible().defer("text")
    stories = list(visible.of_kind("story").latest()[:HOME_STORIES])
    questions = _of_the_day(visible.of_kind("faq"), timezone.localdate())
    topics = _topics_of(stories)

    def make() -> HttpResponse:
        lead, *latest = cards_of(stories, words=44) or (None,)
        head = Head(
            title=settings.SITE_NAME,
            description="What happened, what is behind it, and what the papers say.",
            path=reverse("home"),
            picture=lead.picture if lead else None,
        )
        context = {
            "head": head,
            "section": "home",
            "lead": lead,
            "latest": latest,
            "questions": cards_of(questions),
            "topics": cards_of(topics, words=22),
            "json_ld": json_ld(website(), _front_page(head, stories)),
        }
        return render(request, "home.html", context)

    shown = [*stories, *questions, *topics]
    return answer(request, make, pages=shown, also=(len(stories), len(questions)))


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything with one tag, the latest first. Four queries."""
    pages = Page.objects.visible().mentioning(f"tag:{slug}")
    named = Reference.objects.filter(target=f"tag:{slug}", page__in=pages.values("pk"))
    label = named.order_by("pk").values_list("label", flat=True).first()
    if label is None:
        raise Http404("No page has this tag.")
    part = latest_listing(pages.defer("text"), request.GET.get("page"), request.GET.get("from", ""))
    head = Head(
        title=label,
        description=f"Stories and questions about {label}.",
        path=listing_path(request.path, part),
    )
    context = {
        "head": head,
        "label": label,
        "pages": part,
        "alternates": alternates_of("tag", slug, title=label),
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "tag.html", context),
        pages=part.rows,
        also=(label, part.number, part.total),
    )


@require_safe
def archive(
    request: HttpRequest, year: int | None = None, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """What came out in a year, a month or on a day, the latest first. Three queries, two for a day."""
    start, end = _span(year, month, day)
    pages = published(start, end)
    part = latest_listing(pages.defer("text"), request.GET.get("page"), request.GET.get("from", ""))
    if not part.total and year is not None:
        raise Http404("Nothing came out then.")
    name, args = _archive_address(year, month, day)
    unit = ("year", "month", "day", "")[len(args)]
    title = date_format(start, ("", "Y", "F Y", "j F Y")[len(args)]) if args else "Archive"
    head = Head(
        title=title,
        description=f"Stories and questions published {title}." if args else "Everything by date.",
        path=listing_path(reverse(name, args=args), part),
    )
    crumbs = _archive_crumbs(start, len(args))
    context = {
        "head": head,
        "pages": part,
        "crumbs": crumbs,
        "json_ld": list_ld(head, part.cards, *crumbs[1:-1]),
        "spans": [_span_link(args, start, *each) for each in numbers(pages, unit)] if unit else [],
    }
    return render(request, "archive.html", context)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """All public corrections and clarifications, the newest first. Five queries."""
    part = Paginator(notices(), NOTICES).get_page(request.GET.get("page"))
    path = reverse("corrections")
    head = Head(
        title="Corrections",
        description="What we got wrong or said unclearly, and what is right. The newest first.",
        path=f"{path}?page={part.number}" if part.number > 1 else path,
    )
    pages = {
        "last": part.paginator.num_pages,
        "number": part.number,
        "previous": part.number - 1 if part.has_previous() else None,
        "next": part.number + 1 if part.has_next() else None,
    }
    shown = list(part.object_list)
    alternates = alternates_of("corrections", title="Corrections")
    context = {
        "head": head,
        "notices": shown,
        "pages": pages,
        "alternates": alternates,
        "json_ld": list_ld(head, cards_of(notice.page for notice in shown)),
    }
    return render(request, "corrections.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    head = Head(
        title="How we work",
        description="How an explainer is made here, checked, corrected and kept.",
        path=reverse("about"),
    )
    context = {"head": head, "json_ld": list_ld(head, (), kind="AboutPage")}
    return render(request, "about.html", context)


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
    context: dict[str, Any] = {
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
        context["json_ld"] = list_ld(context["head"], part.cards, kind="SearchResultsPage")
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
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /search/", f"Disallow: {reverse('report')}?", ""]
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


def _of_the_day(questions: PageQuerySet, day: date) -> list[Page]:
    """Return as many questions as the front page shows, others each day, until all have had their turn.

    Two queries.
    """
    keys = list(questions.order_by("published_at", "pk").values_list("pk", flat=True))
    first = day.toordinal() * HOME_QUESTIONS % len(keys) if keys else 0
    turn = (keys[first:] + keys[:first])[:HOME_QUESTIONS]
    found = {page.pk: page for page in questions.filter(pk__in=turn)}
    return [found[key] for key in turn if key in found]


def _front_page(head: Head, stories: list[Page]) -> dict[str, Any]:
    items = [(page.title, absolute(page.path)) for page in stories]
    return collection(
        name=head.title, description=head.description, url=head.canonical, items=items
    )


def _topics_of(stories: list[Page]) -> list[Page]:
    """Return the topics that these stories name, the most named first. Three queries."""
    named = Reference.objects.filter(page__in=stories, target__startswith="entity:").with_shown()
    counted = Counter(named.order_by("-page__published_at").values_list("shown", flat=True))
    found = pages_for(key for key, _ in counted.most_common())
    return list(found.values())[:HOME_TOPICS]


def _archive_address(*parts: int | None) -> tuple[str, list[int]]:
    args = [part for part in parts if part is not None]
    return ("archive", "archive-year", "archive-month", "archive-day")[len(args)], args


def _span(year: int | None, month: int | None, day: int | None) -> tuple[date, date]:
    """Return the first day, and the one after the last. Raises Http404 for no such date."""
    if year is None:
        return date(1900, 1, 1), date(9998, 1, 1)
    try:
        start = date(year, 1 if month is None else month, 1 if day is None else day)
        if not 1900 <= year < 9998:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise Http404("There is no such date.") from error
    if day:
        return start, start + timedelta(1)
    return start, date(year + month // 12, month % 12 + 1, 1) if month else date(year + 1, 1, 1)


def _span_link(args: list[int], start: date, value: int, number: int) -> dict[str, Any]:
    """Return a year, a month or a day of the archive with how much there is."""
    name, path_args = _archive_address(*args, value)
    label = str(value)
    if len(args) == 1:
        label = date_format(start.replace(month=value), "F")
    return {"label": label, "number": number, "path": reverse(name, args=path_args)}


def _archive_crumbs(start: date, depth: int) -> list[Crumb]:
    steps = [("Home", reverse("home")), ("Archive", reverse("archive"))]
    steps.append((str(start.year), reverse("archive-year", args=[start.year])))
    month = reverse("archive-month", args=[start.year, start.month])
    steps += [(date_format(start, "F"), month), ("", "")]
    return [Crumb(title, path) for title, path in steps[: depth + 2]]


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
