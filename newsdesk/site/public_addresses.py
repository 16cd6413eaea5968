"""Every public address of the desk, and what it has for a reader: told from the tables, never from a view.

`leak_scan.py` fetches them and compares. An address of the URLconf that is unknown here is an error.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.urls import get_resolver, is_valid_path, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from entities.models.edition import EntityEdition
from entities.models.outlet import Outlet
from entities.outlet_names import PREFIX as OUTLET
from faqs.models.reader_question import AskedQuestion
from newsdesk.catalogue.archive import span_title
from newsdesk.catalogue.kinds import dated_kinds
from newsdesk.catalogue.models import Merged, Name, Page, PastPath, Reference
from newsdesk.catalogue.publication import publication
from newsdesk.images.ladder import key_of
from newsdesk.kinds.register import kind_of, kinds
from newsdesk.pages.lines import to_lines
from newsdesk.presentation.by_kind import ByKind
from newsdesk.presentation.heads import LISTS, embed_path, list_title
from newsdesk.presentation.history.record import public_editions
from newsdesk.presentation.listings import PAGE_SIZE, listing_title
from newsdesk.publication.current import is_shown
from newsdesk.publication.models import PublicationEdition, PublicationPicture
from newsdesk.sections.models.section import Section
from newsdesk.text.names_and_words import search_terms
from newsdesk.text.spoken import gettext
from stories.models.author import Author
from stories.models.error_report import ErrorReport

FORMS = {"feed": "xml", "atom": "atom", "json": "json"}
SITEMAP_SIZE = 5_000
# Of what is asked for in search, and of readers' messages: each costs some requests.
MOST_ASKED = 60
# The desk, what tells whoever watches it how it does, and what
# the proxy in front answers a form with that it does not take.
NOT_FOR_READERS = ("admin/", "readyz", "metrics", "too-large/")
NUMBER_OF_NOBODY = "0000000000"


class Kind(StrEnum):
    """What a reader gets."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    PICTURE = "picture"
    CARD = "social card"
    ICON = "icon"
    STYLESHEET = "stylesheet"
    MANIFEST = "manifest"
    DATA = "JSON answer"
    PROBLEM = "problem of the API"
    TEXT = "text file"
    MARKDOWN = "page as Markdown"
    REDIRECT = "redirect"
    GONE = "withdrawn page"
    UNKNOWN = "unknown address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address and what it has for a reader.

    `says` is the name that a page or feed gives itself, the reason of a withdrawal, where a redirect
    leads, the fingerprint of a document, or words of a text file; `heading` is the page's where it is
    another, empty for any. `links` is a path that a page has to link to; `filled` says that a feed,
    a sitemap or an answer to a program lists something.
    """

    path: str
    kind: Kind
    says: str = ""
    heading: str | None = None
    status: int = 200
    links: str = ""
    filled: bool = False


class UnknownAddress(Exception):
    """The URLconf has an address that nothing here knows how to fetch."""


class Desk:
    """What readers can see at `now`, and what only waits, read once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rows = list(Page.objects.defer("text").order_by("visible_from", "pk"))
        self.begun = [row for row in self.rows if row.visible_from <= now]
        self.visible = {
            row.key: row for row in self.begun if not row.visible_until or row.visible_until > now
        }
        self.by_path = {row.path: row for row in self.visible.values()}
        self.past = dict(PastPath.objects.filter(since__lte=now).values_list("path", "key"))
        self.keys_of_paths = {row.path: row.key for row in self.begun} | self.past
        all_past = dict(PastPath.objects.values_list("path", "key"))
        self.paths = {row.path: row.key for row in self.rows} | all_past
        stones = Merged.objects.everywhere().values_list("key", "into")
        self.into = dict(stones)

    def of_kind(self, *kinds: str) -> list[Page]:
        return [page for page in self.visible.values() if page.kind in kinds]

    def at(self, path: str, rest: str = "") -> Address | None:
        """Return what stands at `path` in place of a page, followed by `rest`; None where it is a page."""
        if path in self.by_path:
            return None
        key = self.keys_of_paths.get(path, "")
        if current := self.visible.get(self.into.get(key, key)):
            return Address(
                path=path + rest, kind=Kind.REDIRECT, says=current.path + rest, status=301
            )
        ended = [row for row in self.begun if row.key == key]
        if ended:
            last = ended[-1]
            return Address(
                path=path + rest, kind=Kind.GONE, says=last.gone_reason, status=last.gone_status
            )
        return unknown(path + rest)

    def in_section(self, slug: str) -> list[Page]:
        """Return the visible stories of a section."""
        return [page for page in self.visible.values() if page.card.get("section") == slug]

    def targets(self, prefix: str) -> dict[str, tuple[str, list[Page]]]:
        """Return slug -> wording and visible pages, for what pages name by `prefix`, "tag:"."""
        shown = {page.pk: page for page in self.visible.values()}
        found: dict[str, list[tuple[Page, str]]] = {}
        named = Reference.objects.filter(target__startswith=prefix).order_by("pk")
        for target, label, pk in named.values_list("target", "label", "page_id"):
            pages = found.setdefault(target.removeprefix(prefix), [])
            if pk in shown:
                pages.append((shown[pk], label))
        return {
            slug: (max(pages, key=_latest)[1] if pages else "", [page for page, _ in pages])
            for slug, pages in found.items()
            if slug
        }


def _section_names() -> Iterable[tuple[str, str]]:
    """Return slug and name of each section, also of those that no reader is told of."""
    return Section.objects.values_list("slug", "name")


# Tells the addresses of each name of the URLconf, of what may be asked for in search.
Source = Callable[[Desk, list[str]], dict[str, Iterable[Address]]]


def _latest(named: tuple[Page, str]) -> tuple[datetime, int]:
    return named[0].published_at, named[0].pk


def unknown(path: str) -> Address:
    return Address(path=path, kind=Kind.UNKNOWN, status=404)


def public_names() -> set[str]:
    """Return the names of all addresses that the URLconf has outside of the desk."""
    return {
        name or path
        for name, path in _patterns(get_resolver())
        if not path.startswith(NOT_FOR_READERS)
    }


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str | None, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name, path
        else:
            yield from _patterns(pattern, path)


def addresses(
    desk: Desk,
    *,
    words: Iterable[str],
    texts: Iterable[object],
    more: Iterable[Source] = (),
) -> list[Address]:
    """Return every public address, each once. Raises UnknownAddress.

    `words` are asked for in search; `texts` are documents that no reader may see, for their pictures; `more`
    tells of addresses that this module knows nothing of.
    """
    asked = list(words)[:MOST_ASKED]
    sources = _sources(desk, asked, list(texts))
    for source in more:
        sources |= source(desk, asked)
    if strange := public_names() - set(sources):
        raise UnknownAddress(
            f"Public addresses that the scan does not know: {', '.join(sorted(strange))}. Tell it in"
            " newsdesk/site/public_addresses.py what they have for a reader."
        )
    found = {address.path: address for source in sources.values() for address in source}
    return list(found.values())


def _sources(desk: Desk, words: list[str], texts: list[object]) -> dict[str, Iterable[Address]]:
    """Return for each name of the URLconf its addresses."""
    # The lists whose first page begins with the latest of these kinds.
    listed: dict[str, tuple[str, ...]] = {
        kind.index: (kind.name,) for kind in kinds() if kind.dated
    }
    listed["archive"] = dated_kinds()
    titles = {kind.index: gettext(kind.plural) for kind in kinds() if kind.index}
    titles |= {name: list_title(name) for name in LISTS}
    lists = {
        name: _lists(reverse(name), title, desk.of_kind(*listed[name]))
        if name in listed
        else [_page(reverse(name), title)]
        for name, title in titles.items()
    }
    if own := publication().about:
        lists["about"] = [Address(path=reverse("about"), kind=Kind.REDIRECT, says=own, status=302)]
    beyond = [
        unknown(f"{lists[name][0].path}?page=999999999") for name in ("topics", "corrections")
    ]
    title = f"{publication().name}: {publication().strapline or list_title('home')}"
    links = lists["stories"][0].links
    found: dict[str, Iterable[Address]] = {**lists}
    found["home"] = [_page(reverse("home"), title, publication().name, links=links)]
    cards: list[Address] = []
    for kind in kinds():
        name = kind.address
        paths = [path for path, key in desk.paths.items() if key.startswith(f"{kind.name}:")]
        found[name] = [desk.at(path) or _page(path, desk.by_path[path].title) for path in paths]
        found[f"{name}-markdown"] = [_as_markdown(desk, path) for path in paths]
        # One look at the editions yields all five addresses of a history.
        found[f"{name}-history"] = _histories(desk, paths)
        cards += [_embedded(desk, path) for path in paths]
        for view in ("edition", "document", "compare", "changes"):
            found[f"{name}-{view}"] = ()
    found["embed"] = cards
    found["oembed"] = list(_described(desk))
    found |= _named(desk) | _by_date(desk) | _found(desk, words) | _messages(desk) | _files(desk)
    found["topics"] = [*lists["topics"], *_topics_by_kind(desk), *beyond]
    return found | _pictures(desk, texts)


def _page(path: str, title: str, heading: str | None = None, *, links: str = "") -> Address:
    return Address(path=path, kind=Kind.PAGE, says=title, heading=heading, links=links)


def _lists(path: str, title: str, pages: Sequence[Page]) -> list[Address]:
    """Return the first page of a list of these, which links to the latest, the second, and one too many:
    these two tell how many there are.
    """
    latest = max(pages, key=lambda page: (page.published_at, page.pk), default=None)
    first = _page(path, title, links=latest.path if latest else "")
    second = f"{path}?page=2"
    there = (
        _page(second, listing_title(title, 2), "") if len(pages) > PAGE_SIZE else unknown(second)
    )
    return [first, there, unknown(f"{path}?page=999999999")]


def _by_kind(path: str, title: str, pages: Iterable[Page]) -> Iterator[Address]:
    """Yield a list narrowed to each kind: to one of which readers see none it is the whole list."""
    there = {page.kind for page in pages}
    for kind in kinds():
        told = ByKind(dict.fromkeys(there, 1), kind.name if kind.name in there else "")
        narrowed = told.title(title)
        yield _page(f"{path}?kind={kind.name}", narrowed, narrowed)


def _as_markdown(desk: Desk, path: str) -> Address:
    """Return a page as Markdown, or where that of one that moved is now."""
    here, instead = f"{path.rstrip('/')}.md", desk.at(path)
    if not is_valid_path(here):
        return unknown(here)
    if instead is None:
        return Address(path=here, kind=Kind.MARKDOWN, says=f"{gettext('Source:')} <")
    if instead.kind == Kind.REDIRECT:
        says = f"{instead.says.rstrip('/')}.md"
        return Address(path=here, kind=instead.kind, says=says, status=instead.status)
    if instead.kind == Kind.GONE:
        return Address(path=here, kind=Kind.MARKDOWN, says="# Withdrawn", status=instead.status)
    return unknown(here)


def _embedded(desk: Desk, path: str) -> Address:
    """Return the card of a page, or where that of one that moved is now."""
    here, instead = embed_path(path), desk.at(path)
    if instead is None:
        return _page(here, desk.by_path[path].title) if _has_card(desk, path) else unknown(here)
    says = embed_path(instead.says) if instead.kind == Kind.REDIRECT else instead.says
    return Address(path=here, kind=instead.kind, says=says, status=instead.status)


def _has_card(desk: Desk, path: str) -> bool:
    """Tell whether pages of the kind that stands or stood there may be framed."""
    return bool(kind_of(desk.paths[path]).public_page.embed_template)


def _described(desk: Desk) -> Iterator[Address]:
    """Yield what oEmbed tells of each page that there is or was."""
    for path in desk.paths:
        asked = f"{reverse('oembed')}?{urlencode({'url': settings.SITE_URL + path})}"
        instead = desk.at(path)
        there = _has_card(desk, path) and (instead is None or instead.kind == Kind.REDIRECT)
        yield Address(path=asked, kind=Kind.DATA) if there else unknown(asked)


def _topics_by_kind(desk: Desk) -> Iterator[Address]:
    kinds = EntityEdition.objects.in_order().values_list("document__kind", flat=True)
    for kind in sorted(set(kinds)):
        yield _page(f"{reverse('topics')}?kind={kind}", list_title("topics"))


def _histories(desk: Desk, paths: Iterable[str]) -> Iterator[Address]:
    for path in paths:
        if instead := desk.at(path, "history/"):
            yield instead
        else:
            yield from _history(desk.by_path[path])


def _history(page: Page) -> Iterator[Address]:
    """Yield a page's history with its first, its last public and its very last edition."""
    kind, item = kind_of(page.key), page.key.partition(":")[2]
    rows = list(kind.editions.in_order().filter(item=item))
    public = public_editions(row for row in rows if row.is_public)
    readable = {edition.number for edition in public if edition.readable}
    history = f"{page.path}history/"
    yield _page(history, gettext("History of “%(title)s”") % {"title": page.title}, page.title)
    for number in sorted({1, len(public), len(rows)}):
        row = rows[number - 1]
        title = row.document[kind.title_field]
        both = {1, number} <= readable
        seen = number in readable
        edition, frozen = f"{history}{number}/", f"{history}{number}/document.json"
        compared = f"{history}compare/?from=1&to={number}"
        yield _page(edition, title) if seen else unknown(edition)
        yield Address(path=frozen, kind=Kind.DATA, says=row.digest) if seen else unknown(frozen)
        what = gettext("What changed in “%(title)s”") % {"title": page.title}
        yield _page(compared, what, page.title) if both else unknown(compared)
    changes = f"{history}changes.json?from=1"
    yield Address(path=changes, kind=Kind.DATA) if 1 in readable else unknown(changes)


def _feeds(name: str, *args: str, title: str, filled: bool) -> dict[str, list[Address]]:
    return {
        f"{name}-{suffix}": [
            Address(
                path=reverse(f"{name}-{suffix}", args=args),
                kind=Kind.FEED,
                says=title,
                filled=filled,
            )
        ]
        for suffix in FORMS
    }


def _named(desk: Desk) -> dict[str, list[Address]]:
    """Return the pages and feeds of tags, topics, names and authors, and the feeds of the whole site."""
    site = publication().name
    found: dict[str, list[Address]] = {"tag": [], "person": []}
    found["topic-called"] = list(_called(desk))
    found |= _feeds("stories", title=site, filled=bool(desk.of_kind("story")))
    found |= _feeds("corrections", title=f"{gettext('Corrections')} – {site}", filled=False)
    found |= {
        f"{name}-{suffix}": []
        for name in ("tag", "topic", "section", "person", "outlet")
        for suffix in FORMS
    }
    found["section"] = []
    for slug, name in _section_names():
        pages, path = desk.in_section(slug), reverse("section", args=[slug])
        found["section"] += _lists(path, name, pages) if pages else [unknown(path)]
        feeds = _feeds("section", slug, title=f"{name} – {site}", filled=True)
        _add(found, feeds, bool(pages))
    for name, prefix in (("tag", "tag:"), ("person", "author:")):
        for slug, (label, pages) in desk.targets(prefix).items():
            path = reverse(name, args=[slug])
            found[name] += _lists(path, label, pages) if pages else [unknown(path)]
            if pages and name == "tag":
                found[name] += _by_kind(path, label, pages)
            feeds = _feeds(name, slug, title=f"{label} – {site}", filled=True)
            _add(found, feeds, bool(pages))
    found |= _outlets(desk, found)
    for path, key in desk.paths.items():
        if not key.startswith("entity:"):
            continue
        slug, page = path.split("/")[-2], desk.by_path.get(path)
        feeds = _feeds("topic", slug, title=f"{page.title} – {site}" if page else "", filled=False)
        instead = desk.at(path)
        for feed in (each for several in feeds.values() for each in several):
            if instead:
                feed = _at(feed.path, instead)
            found[f"topic-{_suffix(feed.path)}"].append(feed)
    return found


def _outlets(desk: Desk, found: dict[str, list[Address]]) -> dict[str, list[Address]]:
    """Return the pages of outlets, also of those that no reader is told of, and add their feeds."""
    pages: list[Address] = []
    markdown: list[Address] = []
    for slug, name, stories, into in cited_in(desk):
        path, text = reverse("outlet", args=[slug]), reverse("outlet-markdown", args=[slug])
        feeds = _feeds("outlet", slug, title=f"{name} – {publication().name}", filled=True)
        if into:
            last = partial(reverse, args=[into])
            moved = partial(Address, kind=Kind.REDIRECT, status=301)
            pages.append(moved(path=path, says=last("outlet")))
            markdown.append(moved(path=text, says=last("outlet-markdown")))
            for form, (feed,) in feeds.items():
                found[form].append(moved(path=feed.path, says=last(form)))
            continue
        pages += _lists(path, name, stories) if stories else [unknown(path)]
        told = Address(path=text, kind=Kind.MARKDOWN, says=f"{gettext('Source:')} <")
        markdown.append(told if stories else unknown(text))
        _add(found, feeds, bool(stories))
    return {"outlet": pages, "outlet-markdown": markdown}


def cited_in(desk: Desk) -> Iterator[tuple[str, str, list[Page], str]]:
    """Yield slug and name of each outlet, the visible stories that cite it, and the slug that it leads to.

    SECURITY: told from the rows, not from what readers are led to: of the names that pages have, those that
    the outlet or one that was merged into it has, or had.
    """
    rows = list(Outlet.objects.select_related("shown_as").order_by("pk"))
    standing = {row.name: row for row in rows}
    owner = {name: row for row in rows for name in to_lines(row.past_names)} | standing
    cited: dict[int, list[Page]] = {}
    shown = {page.pk: page for page in desk.of_kind("story")}
    begun = {page.pk for page in desk.begun}
    known: set[int] = set()
    named = Reference.objects.filter(target__startswith=OUTLET).order_by("pk")
    for target, pk in named.values_list("target", "page_id"):
        row = owner.get(target.removeprefix(OUTLET))
        if row is None:
            continue
        known |= {row.pk} if pk in begun else set()
        last = row.shown_as or row
        if pk in shown and shown[pk] not in cited.setdefault(last.pk, []):
            cited[last.pk].append(shown[pk])
    for row in rows:
        into = row.shown_as
        if into is None:
            yield row.slug, row.name, cited.get(row.pk, []), ""
        else:
            leads = row.pk in known and bool(cited.get(into.pk))
            yield row.slug, row.name, [], into.slug if leads else ""


def _suffix(path: str) -> str:
    form = path.rpartition(".")[2]
    return next(suffix for suffix, each in FORMS.items() if each == form)


def _at(path: str, other: Address) -> Address:
    return Address(path=path, kind=other.kind, says=other.says, status=other.status)


def _add(found: dict[str, list[Address]], feeds: Mapping[str, list[Address]], public: bool) -> None:
    for name, several in feeds.items():
        found[name] += several if public else [unknown(feed.path) for feed in several]


def _called(desk: Desk) -> Iterator[Address]:
    """Yield what each name of a topic leads to: the one topic, or the several, that go by it."""
    names: dict[str, dict[str, str]] = {}
    for slug, text, key in Name.objects.order_by("pk").values_list("slug", "text", "page__key"):
        names.setdefault(slug, {})[key] = text
    for slug, texts in names.items():
        path = reverse("topic-called", args=[slug])
        meant = {key: desk.visible.get(desk.into.get(key, key)) for key in texts}
        pages = {page.key: page for page in meant.values() if page}
        if not pages:
            yield unknown(path)
        elif len(pages) == 1:
            (page,) = pages.values()
            yield Address(path=path, kind=Kind.REDIRECT, says=page.path, status=302)
        else:
            name = next(texts[key] for key, page in meant.items() if page)
            yield _page(path, gettext("Which “%(name)s”?") % {"name": name})


def _by_date(desk: Desk) -> dict[str, Iterable[Address]]:
    """Return the archive of every year, month and day on which anything came out, or is to come out, and of
    each kind of page in it.
    """
    shown: dict[str, list[Page]] = defaultdict(list)
    found: dict[str, dict[str, Address]] = {
        name: {} for name in ("archive-year", "archive-month", "archive-day")
    }
    for page in sorted(desk.rows, key=lambda row: row.key in desk.visible):
        if page.kind not in dated_kinds():
            continue
        day = timezone.localtime(page.published_at)
        parts = (day.year, day.month, day.day)
        public = page is desk.visible.get(page.key)
        for length, name in enumerate(found, start=1):
            path = reverse(name, args=parts[:length])
            if public:
                shown[path].append(page)
                title = span_title(*parts[:length])
                found[name][path] = _page(path, title)
                for narrowed in _by_kind(path, title, shown[path]):
                    found[name][narrowed.path] = narrowed
            else:
                found[name].setdefault(path, unknown(path))
    return {name: list(by_path.values()) for name, by_path in found.items()}


def _found(desk: Desk, words: list[str]) -> dict[str, Iterable[Address]]:
    """Return what is asked for in search, in suggestions and when a question is typed.

    Titles of pages that readers can see have to be found; `words` are asked for whole and begun.
    """
    search, suggest, near = reverse("search"), reverse("suggest"), reverse("ask-nearest")
    pages = list(desk.visible.values())[:MOST_ASKED]
    titles = {page.title: page.path for page in pages if search_terms(page.title)}
    asked = [*titles, *dict.fromkeys(begun for word in words for begun in (word, word[:4]))]
    found: dict[str, list[Address]] = {
        "search": [_page(search, gettext("Search"))],
        "suggest": [Address(path=suggest, kind=Kind.DATA)],
        "ask-nearest": [Address(path=near, kind=Kind.DATA)],
    }
    for text in asked:
        cleaned = " ".join(" ".join(text.split())[:200].split())
        query = f"?q={quote_plus(cleaned)}"
        title, path = gettext("Search: %(words)s") % {"words": cleaned}, titles.get(text, "")
        found["search"] += [
            _page(search + query, title, gettext("Search"), links=path),
            _page(f"{search}{query}&kind=story&since=week", title, gettext("Search")),
            _page(f"{search}{query}&section=none", title, gettext("Search")),
        ]
        found["suggest"].append(Address(path=suggest + query, kind=Kind.DATA, filled=bool(path)))
        begun = f"{near}?q={quote_plus('what about ' + cleaned)}"
        found["ask-nearest"].append(Address(path=begun, kind=Kind.DATA))
    return dict(found)


def _messages(desk: Desk) -> dict[str, Iterable[Address]]:
    """Return the forms of readers, and what became of what they sent."""
    ask, report = reverse("ask"), reverse("report")
    asked = AskedQuestion.objects.order_by("-pk")[:MOST_ASKED]
    reports = ErrorReport.objects.order_by("-pk")[:MOST_ASKED]
    forms = [
        _page(f"{report}?page={path}", gettext("Report an error"))
        if path in desk.by_path
        else unknown(f"{report}?page={path}")
        for path in desk.paths
        if path in desk.by_path or desk.at(path) == unknown(path)
    ]
    return {
        "ask": [_page(place, gettext("Ask a question")) for place in (ask, f"{ask}?q=what+is+new")],
        "report": [_page(report, gettext("Report an error")), *forms],
        "asked": [
            unknown(reverse("asked", args=[NUMBER_OF_NOBODY])),
            *(
                _page(
                    reverse("asked", args=[r.number]),
                    gettext("Question %(number)s") % {"number": r.shown_number},
                    "",
                )
                for r in asked
            ),
        ],
        "reported": [
            unknown(reverse("reported", args=[NUMBER_OF_NOBODY])),
            *(
                _page(
                    reverse("reported", args=[r.number]),
                    gettext("Report %(number)s") % {"number": r.shown_number},
                    "",
                )
                for r in reports
            ),
        ],
    }


def _files(desk: Desk) -> dict[str, Iterable[Address]]:
    """Return what machines ask for. Shared previews open for nobody who makes an address up."""
    of = partial(Address, kind=Kind.SITEMAP)
    files = max(1, -(-len(desk.visible) // SITEMAP_SIZE))
    numbers = [reverse("sitemap-pages", args=[n]) for n in range(1, files + 2)]
    of_nobody = f"pictures/00/{'0' * 32}.webp"
    return {
        "sitemap": [of(path=reverse("sitemap"), filled=True)],
        "sitemap-pages": [
            *(of(path=each, filled=True) for each in numbers[:-1]),
            unknown(numbers[-1]),
        ],
        "sitemap-news": [of(path=reverse("sitemap-news"))],
        "sitemap-outlets": [of(path=reverse("sitemap-outlets"), filled=True)],
        "icon": [Address(path=reverse("icon"), kind=Kind.ICON)],
        "robots": [Address(path=reverse("robots"), kind=Kind.TEXT, says="User-agent: *")],
        "manifest": [Address(path=reverse("manifest"), kind=Kind.MANIFEST)],
        "publication-stylesheet": [*_stylesheets()],
        "publication-picture": [*_logos()],
        "llms": [Address(path=reverse("llms"), kind=Kind.TEXT, says="> ")],
        "alive": [Address(path=reverse("alive"), kind=Kind.TEXT, says="alive")],
        "security": [Address(path=reverse("security"), kind=Kind.TEXT, says="Contact: ")],
        "shared-preview": [unknown(reverse("shared-preview", args=["x"]))],
        "shared-answer": [unknown(reverse("shared-answer", args=["x"]))],
        "shared-picture": [unknown(reverse("shared-picture", args=["x", of_nobody]))],
    }


def _stylesheets() -> Iterator[Address]:
    """Yield the stylesheet of each published version, and what one that nobody published would have."""
    begun = set(PublicationEdition.objects.begun(timezone.now()).values_list("number", flat=True))
    for row in PublicationEdition.objects.order_by("number"):
        path = row.publication.stylesheet
        yield Address(path=path, kind=Kind.STYLESHEET) if row.number in begun else unknown(path)
    yield unknown(reverse("publication-stylesheet", args=[999_999_999, "0" * 16]))


def _logos() -> Iterator[Address]:
    """Yield the logos and icons; those of drafts are for nobody."""
    for row in PublicationPicture.objects.defer("data"):
        path = reverse("publication-picture", args=[row.name])
        yield Address(path=path, kind=Kind.PICTURE) if is_shown(row) else unknown(path)
    yield unknown(reverse("publication-picture", args=[f"{'0' * 32}-1x1"]))


def _pictures(desk: Desk, texts: Iterable[object]) -> dict[str, Iterable[Address]]:
    return {
        "picture": list(_photographs(desk, texts)),
        "social-card": list(_cards(desk)),
        "list-card": list(_list_cards(desk)),
    }


def _photographs(desk: Desk, texts: Iterable[object]) -> Iterator[Address]:
    """Yield each kept picture and a smaller size of it, also of editions that only wait."""
    open_keys = open_pictures(desk)
    names = {name for text in texts for name in picture_names(text)}
    for kind in kinds():
        for data in kind.editions.in_order().values_list("document", flat=True).iterator():
            names.update(picture_names(data))
    names.update(name for _, name in _portraits())
    for name in sorted(names):
        for each in (name, name.replace(".webp", "-480.avif")):
            path = settings.MEDIA_URL + each
            public = key_of(name) in open_keys
            yield Address(path=path, kind=Kind.PICTURE) if public else unknown(path)


def open_pictures(desk: Desk) -> set[str]:
    """Return the keys of the pictures that readers may have."""
    shown = {page.pk for page in desk.visible.values()}
    rows = Reference.objects.filter(target__startswith="picture:")
    of_pages = {
        target.removeprefix("picture:")
        for target, page in rows.values_list("target", "page_id")
        if page in shown
    }
    known = {slug for slug, (_, pages) in desk.targets("author:").items() if pages}
    return of_pages | {key_of(name) for slug, name in _portraits() if slug in known}


def _portraits() -> Iterator[tuple[str, str]]:
    """Yield the slug of each author with a portrait, and the name of that."""
    yield from Author.objects.exclude(image="").values_list("slug", "image")


def picture_names(data: object) -> Iterator[str]:
    """Yield the names of kept pictures in a document's data."""
    if isinstance(data, Mapping):
        for value in data.values():
            yield from picture_names(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from picture_names(value)
    elif isinstance(data, str) and key_of(data):
        yield data


def _cards(desk: Desk) -> Iterator[Address]:
    """Yield the card of every edition in the catalogue: one for readers, the others lead to it."""
    for row in desk.rows:
        path = reverse("social-card", args=[row.kind, row.uid, row.number])
        page = desk.visible.get(row.key)
        if page is None:
            yield unknown(path)
        elif page.number == row.number:
            yield Address(path=path, kind=Kind.CARD)
        else:
            here = reverse("social-card", args=[page.kind, page.uid, page.number])
            yield Address(path=path, kind=Kind.REDIRECT, says=here, status=302)


def _list_cards(desk: Desk) -> Iterator[Address]:
    made: list[tuple[str, str, bool]] = [("list", name, True) for name in LISTS]
    made += [("tag", slug, bool(pages)) for slug, (_, pages) in desk.targets("tag:").items()]
    made += [("person", slug, bool(pages)) for slug, (_, pages) in desk.targets("author:").items()]
    made += [("outlet", slug, bool(pages)) for slug, _, pages, into in cited_in(desk) if not into]
    made += [("section", slug, bool(desk.in_section(slug))) for slug, _ in _section_names()]
    for name in ("archive-year", "archive-month", "archive-day"):
        for address in _by_date(desk)[name]:
            if "?" in address.path:
                continue
            slug = address.path.removeprefix(reverse("archive")).strip("/").replace("/", "-")
            made.append(("archive", slug, address.kind == Kind.PAGE))
    for kind, slug, public in made:
        path = reverse("list-card", args=[kind, slug])
        yield Address(path=path, kind=Kind.CARD) if public else unknown(path)
