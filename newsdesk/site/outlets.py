"""Pages of outlets: all that visible stories cite, and what we cited of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from entities.cited_outlets import (
    CITING,
    COUNTED,
    NOBODY,
    OutletFacts,
    cited_outlets,
    filed,
    numbers_of,
    outlet_at,
)
from entities.outlet_names import PREFIX
from entities.structured_data import outlet_page
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.models import Page
from newsdesk.presentation.heads import (
    Head,
    absolute,
    alternates_of,
    json_ld,
    list_card,
    list_title,
)
from newsdesk.presentation.listings import (
    NO_SUCH_PAGE,
    Listing,
    counted_to,
    latest_listing,
    listing_path,
    listing_title,
    page_number,
)
from newsdesk.presentation.structured_data import breadcrumbs, collection
from newsdesk.text.spoken import gettext, ngettext
from stories.documents import read
from stories.models.edition import StoryEdition
from stories.source_reports import Article, paper_cards

INDEX_SIZE = 120
COUNTRIES = 12
NUMERALS = "0–9"


@dataclass(frozen=True, slots=True)
class ListedOutlet:
    """An outlet in the list, and how many stories cite it, as readers are told."""

    name: str
    path: str
    told: str
    counted: str


@dataclass(frozen=True, slots=True)
class CitingStory:
    """A story, and what it has of the outlet: each article once."""

    page: Page
    articles: Sequence[Article]


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """All outlets that stories cite from A to Z, or those of one country. Two queries at most."""
    everything = cited_outlets()
    code = request.GET.get("country", "")
    countries = _countries(everything, code)
    code = code if any(each[0] == code for each in countries) else ""
    chosen = [each for each in everything if not code or each.country_code == code]
    number, last = page_number(request.GET.get("page")), max(1, -(-len(chosen) // INDEX_SIZE))
    if number > last:
        raise Http404(NO_SUCH_PAGE)
    shown = chosen[(number - 1) * INDEX_SIZE : number * INDEX_SIZE]
    groups = _by_letter(shown)
    query = urlencode({"country": code}) if code else ""
    numbered = f"page={number}" if number > 1 else ""
    asked = "&".join(filter(None, (query, numbered)))
    head = Head(
        title=listing_title(list_title("outlets"), number),
        description=gettext(
            "The papers, agencies and sites whose reports our stories name, and what we cited."
        ),
        path=reverse("outlets") + (f"?{asked}" if asked else ""),
        card=list_card("list", "outlets", title=list_title("outlets")),
    )
    context = {
        "head": head,
        "groups": groups,
        "countries": countries,
        "country": code,
        "query": query,
        "pages": {
            "number": number,
            "last": last,
            "number_of_pages": last,
            "previous": number - 1 if number > 1 else None,
            "next": number + 1 if number < last else None,
        },
        "json_ld": json_ld(*_list_things(head, shown)),
    }
    return answer(
        request,
        lambda: render(request, "outlets/outlets.html", context),
        also=(asked, last, groups, countries),
    )


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """What we cited of one outlet, the latest first, and what we know of it. Four queries."""
    found, names = outlet_at(slug)
    part = cited_part(request, found)
    cited = articles_of(part.rows, names)
    head = Head(
        title=listing_title(found.name, part.number),
        description=gettext("What our stories cite of %(name)s, the latest first.")
        % {"name": found.name},
        path=listing_path(request.path, part),
        card=list_card("outlet", slug, title=found.name),
    )
    context = {
        "head": head,
        "outlet": found,
        "facts": facts_in_words(found),
        "cited": cited,
        "pages": part,
        "alternates": alternates_of("outlet", slug, title=found.name),
        "json_ld": json_ld(*_page_things(head, found, part)),
    }
    return answer(
        request,
        lambda: render(request, "outlets/outlet.html", context),
        pages=part.rows,
        also=(found, sorted(names), part.number, part.total),
    )


def cited_part(request: HttpRequest, found: OutletFacts) -> Listing:
    """Return one page of the stories that cite an outlet. Two queries. Raises Http404 where none does."""
    listed = stories_citing(found).defer("text")
    part = latest_listing(listed, request.GET.get("page"), request.GET.get("from", ""))
    if not part.total:
        raise Http404(NOBODY)
    return part


def stories_citing(found: OutletFacts) -> PageList:
    return mentioning(f"{PREFIX}{found.name}", CITING)


def articles_of(pages: Sequence[Page], names: frozenset[str]) -> list[CitingStory]:
    """Return what each of these stories has of an outlet, by all its names, the newest first. One query."""
    editions = StoryEdition.objects.in_bulk([page.edition for page in pages])
    cited = []
    for page in pages:
        reports = [each for each in read(editions[page.edition]).reports if each.outlet in names]
        articles = [each for card in paper_cards(reports) for each in card.articles]
        cited.append(CitingStory(page, sorted(articles, key=_newest_first)))
    return cited


def facts_in_words(found: OutletFacts) -> list[tuple[str, str]]:
    """Return what is known of an outlet as labels with values."""
    owner = found.owner
    if owner and found.owner_as_of:
        told_of = {"name": owner, "year": found.owner_as_of}
        owner = gettext("%(name)s (as of %(year)s)") % told_of
    told = (
        (gettext("Owner"), owner),
        (gettext("Kind"), found.kind),
        (gettext("Country"), found.country),
        (gettext("Languages"), found.languages),
    )
    return [(label, value) for label, value in told if value]


def _newest_first(article: Article) -> int:
    return -article.published.toordinal() if article.published else 0


def _countries(everything: Iterable[OutletFacts], code: str) -> list[tuple[str, str, int]]:
    """Return code, name and number of outlets of the countries with most, and of the one asked for."""
    numbers: dict[tuple[str, str], int] = {}
    for each in everything:
        if each.country_code:
            country = (each.country_code, each.country)
            numbers[country] = numbers.get(country, 0) + 1
    most = sorted(numbers.items(), key=lambda each: (-each[1], each[0][1]))
    kept = most[:COUNTRIES] + [each for each in most[COUNTRIES:] if each[0][0] == code]
    return [(*country, number) for country, number in kept]


def _by_letter(shown: Sequence[OutletFacts]) -> list[tuple[str, list[ListedOutlet]]]:
    """Return the outlets by their letter, each with how many stories cite it. One query."""
    numbers = numbers_of(shown)
    return [
        (letter, [_listed(each, numbers.get(each.slug, 0)) for each in group])
        for letter, group in groupby(shown, key=_letter)
    ]


def _letter(outlet: OutletFacts) -> str:
    first = filed(outlet.name)[:1].upper()
    return first if first.isalpha() else NUMERALS


def _listed(outlet: OutletFacts, number: int) -> ListedOutlet:
    stories = ngettext("%(number)s story", "%(number)s stories", number)
    counted = stories % {"number": counted_to(number, COUNTED)}
    told = " · ".join(filter(None, (outlet.country, outlet.kind)))
    return ListedOutlet(outlet.name, outlet.path, told, counted)


def _list_things(head: Head, shown: Iterable[OutletFacts]) -> list[dict[str, object]]:
    listed = collection(
        name=head.title,
        description=head.description,
        url=head.canonical,
        items=[(each.name, absolute(each.path)) for each in shown],
    )
    return [listed, breadcrumbs([(gettext("Home"), absolute("/")), (head.title, head.canonical)])]


def _page_things(head: Head, found: OutletFacts, part: Listing) -> list[dict[str, object]]:
    listed = collection(
        name=head.title,
        description=head.description,
        url=head.canonical,
        items=[(card.title, absolute(card.path)) for card in part.cards],
    )
    steps = [
        (gettext("Home"), absolute("/")),
        (list_title("outlets"), absolute(reverse("outlets"))),
        (head.title, head.canonical),
    ]
    return [listed | {"about": outlet_page(found)}, breadcrumbs(steps)]
