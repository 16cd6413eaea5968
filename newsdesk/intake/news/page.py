"""A page of news -> what a report says of it: headline, reporters, day, agency, outlet, address, paywall.

What the page states for programs comes before what it prints, and each thing says where it was found. What is
only printed, and near no headline that the page states, is a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from newsdesk.intake import web
from newsdesk.intake.builder import address as unwrapped
from newsdesk.intake.news import days, printed
from newsdesk.intake.news.agencies import signed
from newsdesk.intake.news.names import Authors, authors
from newsdesk.intake.news.printed import Block
from newsdesk.intake.news.statements import Statements, first, is_node, line, listed, statements
from newsdesk.intake.news.words import language_of
from newsdesk.text.normalise import fold

# Where something was found, as an editor is told.
DATA = "the page’s data"
DESCRIPTION = "the page’s description"
HEADING = "the heading"
TITLE = "the title of the window"
BYLINE = "the printed byline"
DAY = "the printed date"
SENTENCE = "the first sentence"
ADDRESS = "the address"

LONGEST_HEADLINE = 300
_AUTHORS = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator cxenseparse:author byl "
    "dcsext.author dc.author article.author twitter:data1"
).split()
_DAYS = (
    "article:published_time og:article:published_time parsely-pub-date datepublished date dc.date.issued "
    "dcterms.date dcterms.created dc.date sailthru.date pubdate publishdate pdate publish-date "
    "cxenseparse:recs:publishtime article.published citation_publication_date"
).split()
_SEPARATOR = re.compile(r"\s+[|·•»«–—-]\s+|:\s+")
_OPINION = re.compile(
    r"^(?:opinion|analysis|comment|editorial|meinung|tribune|opinión)\s*[|:]\s*", re.I
)
_LETTERS = re.compile(r"\w+")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s>]{1,2000})\s*-->")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ocid|cmpid|smid|at_\w+|xtor")
_HOMES = frozenset(("", "/", "/index.html"))
_SECOND_LEVELS = frozenset("co com org net gov ac edu".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A text of the page, and where in it; `guess` where the page does not say what it is."""

    text: str = ""
    where: str = ""
    guess: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class NewsPage:
    """What a page says of itself. `day` is in ISO 8601; `reporters` are joined by ", "; `paywall` has a text
    where the page says that it is not free.
    """

    headline: Found = NOTHING
    reporters: Found = NOTHING
    day: Found = NOTHING
    agency: Found = NOTHING
    outlet: Found = NOTHING
    address: Found = NOTHING
    paywall: Found = NOTHING

    def all(self) -> dict[str, Found]:
        """Return each thing by its name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def names(self) -> list[str]:
        return self.reporters.text.split(", ") if self.reporters else []


def read(data: bytes, address: str = "", *, charset: str = "") -> NewsPage:
    """Return what a page says; `address` is where it came from, "" for a saved file. Raises Unreadable."""
    source = _source(data, charset)
    return _Reader(source, address).page()


def _source(data: bytes, charset: str) -> str:
    """Return the text of a page. What the site says of its encoding comes before what the page says."""
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return web.text_of(data)[0]


@dataclass
class _Reader:
    source: str
    came_from: str
    root: web.lxml_html.HtmlElement = field(init=False)
    said: Statements = field(init=False)
    blocks: list[Block] = field(init=False)

    def __post_init__(self) -> None:
        self.root = web.parsed(self.source)
        self.said = statements(self.root)
        self.blocks = printed.blocks(self.root)
        self.language = language_of(self.said.language)
        saved = _SAVED_FROM.search(self.source[:5_000])
        self.base = self.came_from or (saved[1] if saved else "")

    def page(self) -> NewsPage:
        stated_outlet = self._stated_outlet()
        headline = self._headline(stated_outlet.text)
        outlet = stated_outlet or self._titled_outlet(headline.text)
        headline = self._without_outlet(headline, outlet.text)
        near = printed.near(self.blocks, headline.text)
        written, where, guess = self._authors(near, outlet.text, unsure=headline.guess)
        return NewsPage(
            headline,
            Found(", ".join(written.reporters), where, guess) if written.reporters else NOTHING,
            self._day(near, unsure=headline.guess),
            self._agency(written, where, near, outlet.text),
            outlet,
            self._address(),
            self._paywall(),
        )

    # Headline

    def _headline(self, outlet: str) -> Found:
        data = line(next((first(each) for each in self.said.of_articles("headline")), ""))
        data = data or next(iter(self.said.properties.get("headline", [])), "")
        described = self.said.first_meta(
            "og:title", "twitter:title", "hdl", "dc.title", "parsely-title"
        )
        window = line(self.root.findtext(".//title"))
        stated = [text for text in (data, described, window) if text]
        best = max(
            printed.headings(self.blocks, "h1")[:5],
            default="",
            key=lambda h: _shared(h, stated, outlet),
        )
        if best and _shared(best, stated, outlet) >= 0.5:
            return Found(best[:LONGEST_HEADLINE], HEADING)
        if data or described:
            where = DATA if data else DESCRIPTION
            return Found((data or _OPINION.sub("", described))[:LONGEST_HEADLINE], where)
        return self._printed_headline(window, outlet)

    def _printed_headline(self, window: str, outlet: str) -> Found:
        """Return the headline of a page that states none: a part of its title, or its first heading."""
        shown = {fold(block.flat) for block in self.blocks}
        parts = [part for part in _SEPARATOR.split(window) if fold(part) != fold(outlet)]
        for part in sorted([window, *parts], key=len, reverse=True):
            if fold(part) in shown and len(part.split()) > 2:
                return Found(part[:LONGEST_HEADLINE], TITLE)
        heading = next(
            (b.flat for b in self.blocks if b.tag in ("h1", "h2", "h3") and not b.around), ""
        )
        if heading:
            return Found(heading[:LONGEST_HEADLINE], HEADING, guess=True)
        longest = max(parts, key=len, default="")
        return Found(longest[:LONGEST_HEADLINE], TITLE, guess=True) if longest else NOTHING

    def _without_outlet(self, headline: Found, outlet: str) -> Found:
        """Cut the name of the outlet off a headline, and what says that it is opinion."""
        parts = _SEPARATOR.split(headline.text)
        kept = headline.text
        if outlet and len(parts) > 1 and headline.where != HEADING:
            if fold(parts[-1]) == fold(outlet):
                kept = headline.text[: headline.text.rindex(parts[-1])].rstrip(" |·•»«–—-:")
            elif fold(parts[0]) == fold(outlet):
                kept = headline.text[len(parts[0]) :].lstrip(" |·•»«–—-:")
        return Found(kept, headline.where, headline.guess)

    # Outlet

    def _stated_outlet(self) -> Found:
        for publisher in self.said.of_articles("publisher"):
            if names := [name for name in self.said.texts(publisher) if not _is_host(name)]:
                return Found(names[0], DATA)
        for key in ("publisher.name", "sourceorganization.name"):
            if names := self.said.properties.get(key, []):
                return Found(names[0], DATA)
        for name in (
            "og:site_name",
            "application-name",
            "dc.publisher",
            "apple-mobile-web-app-title",
        ):
            named = self.said.first_meta(name)
            if named and not _is_host(named):
                return Found(named, DESCRIPTION)
        return NOTHING

    def _titled_outlet(self, headline: str) -> Found:
        """Return what stands in the title beside the headline: the name of the site, last or first."""
        window = line(self.root.findtext(".//title"))
        place = fold(window).find(fold(headline)) if headline else -1
        if place < 0 or len(fold(window)) != len(window):
            parts = [part for part in _SEPARATOR.split(window) if part]
            matching = [n for n, part in enumerate(parts) if fold(part) in fold(headline)]
            rest = [part for n, part in enumerate(parts) if n not in matching] if matching else []
        else:
            around = (window[:place], window[place + len(headline) :])
            rest = [part.strip(" |·•»«–—-:") for side in around for part in _SEPARATOR.split(side)]
        named = [part for part in rest if part and len(part) <= 60]
        return Found(named[-1], TITLE) if named else NOTHING

    # Reporters

    def _authors(
        self, near: list[Block], outlet: str, *, unsure: bool
    ) -> tuple[Authors, str, bool]:
        """Return whom the page names as authors, where, and whether that is a guess."""
        in_data = self._in_data(outlet)
        if in_data.reporters:
            return in_data, DATA, False
        described = authors(self._described(), self.language, outlet=outlet)
        if described.reporters:
            return self._both(described, in_data), DESCRIPTION, False
        found, sure = printed.byline(near, self.language, outlet=outlet)
        if found.reporters:
            return (
                self._both(found, in_data, described),
                BYLINE,
                unsure or not (sure or self._has_h1(near)),
            )
        if in_data:
            return in_data, DATA, False
        return (described, DESCRIPTION, False) if described else (found, BYLINE, unsure)

    def _both(self, found: Authors, *more: Authors) -> Authors:
        agencies = [name for each in (found, *more) for name in each.agencies]
        return Authors(found.reporters, tuple(dict.fromkeys(agencies)))

    def _has_h1(self, near: list[Block]) -> bool:
        return any(block.tag == "h1" for block in near)

    def _in_data(self, outlet: str) -> Authors:
        persons: list[str] = []
        others: list[str] = []
        for article in self.said.articles:
            for key in ("author", "creator", "contributor"):
                named, bodies = self.said.people(article.get(key))
                persons += named
                others += bodies
            if persons or others:
                break
        persons += [] if persons else self.said.properties.get("author.name", [])
        found = authors(persons, self.language, outlet=outlet, alone=True)
        return self._both(found, authors(others, self.language, outlet=outlet))

    def _described(self) -> list[str]:
        for name in _AUTHORS:
            said = [
                text for text in self.said.meta.get(name, []) if not text.startswith(("http", "/"))
            ]
            if (
                name == "twitter:data1"
                and self.said.first_meta("twitter:label1").lower() != "written by"
            ):
                continue
            if said:
                return said
        return []

    # Day

    def _day(self, near: list[Block], *, unsure: bool) -> Found:
        stated = list(self._stated_days())
        for said, where in stated:
            if day := days.stated(said):
                if days.is_of_greenwich(said):
                    day = self._own_day(said, [text for text, _ in stated]) or day
                return Found(day.isoformat(), where)
        day, in_time = printed.day(near, self.language, self.said.language)
        if day is not None:
            return Found(day.isoformat(), DAY, guess=unsure and not in_time)
        day = days.in_address(self.said.canonical) or days.in_address(self.base)
        return Found(day.isoformat(), ADDRESS) if day else NOTHING

    def _own_day(self, said: str, others: list[str]) -> "days.date | None":
        """Return the day of the same moment as the page has it elsewhere, in the time of its own place."""
        moment = days.moment(said)
        for other in others:
            same = days.moment(other)
            if (
                moment
                and same
                and not days.is_of_greenwich(other)
                and abs(same - moment).total_seconds() < 90
            ):
                return same.date()
        return None

    def _stated_days(self) -> Iterator[tuple[str, str]]:
        for value in self.said.of_articles("datePublished"):
            yield line(first(value)), DATA
        for name in ("datepublished", "dc:date", "dc:created", "article:published_time"):
            for text in self.said.properties.get(name, [])[:1]:
                yield text, DATA
        for name in _DAYS:
            if text := self.said.first_meta(name):
                yield text, DESCRIPTION

    # Agency, address, paywall

    def _agency(self, written: Authors, where: str, near: list[Block], outlet: str) -> Found:
        for name in written.agencies:
            if fold(name) != fold(outlet):
                return Found(name, where)
        name = signed(printed.first_paragraph(near) or printed.first_paragraph(self.blocks))
        return Found(name, SENTENCE) if name and fold(name) != fold(outlet) else NOTHING

    def _address(self) -> Found:
        """Return the address by which the page wants to be called, if it is one of its own site."""
        for text in self._named_addresses():
            full = _full(text, self.base)
            if (
                full
                and (not self.base or _same_site(full, self.base))
                and not _is_home(full, self.base)
            ):
                return Found(full, DATA)
        plain = _full(self.base, "")
        return Found(_untracked(plain), ADDRESS) if plain else NOTHING

    def _named_addresses(self) -> Iterator[str]:
        yield self.said.canonical
        yield self.said.first_meta("og:url")
        for article in self.said.articles:
            for key in ("url", "mainEntityOfPage"):
                value = first(article.get(key))
                yield line(value.get("@id") if is_node(value) else value)

    def _paywall(self) -> Found:
        for article in self.said.articles:
            parts = [article, *listed(article.get("hasPart"))]
            if any(
                str(part.get("isAccessibleForFree")).lower() in ("false", "0")
                for part in parts
                if is_node(part)
            ):
                return Found("yes", DATA)
        tier = self.said.first_meta("article:content_tier", "og:article:content_tier")
        return (
            Found("yes", DESCRIPTION)
            if tier.lower() in ("locked", "metered", "premium")
            else NOTHING
        )


def _shared(heading: str, stated: list[str], outlet: str) -> float:
    """Return which part of a heading's words one of the texts holds that the page states; 0 for its name."""
    words = set(_LETTERS.findall(fold(heading)))
    if not words or (outlet and words <= set(_LETTERS.findall(fold(outlet)))):
        return 0.0
    if len(words) == 1:
        return 0.0 if stated else 0.1
    # Among headings that are stated whole, the longest is the headline; its kicker is the shorter.
    whole = max(
        (len(words & set(_LETTERS.findall(fold(text)))) / len(words) for text in stated),
        default=0.5,
    )
    return whole + min(len(words), 90) / 1_000


def _is_host(name: str) -> bool:
    return (
        re.fullmatch(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", name.lower()) is not None
        and " " not in name
    )


def _full(text: str, base: str) -> str:
    """Return a full address out of what wraps it, "" for what is none."""
    try:
        whole = urljoin(base, text.strip()) if text.strip() else ""
        return (
            unwrapped(whole).partition("#")[0] if whole.startswith(("http://", "https://")) else ""
        )
    except ValueError:
        return ""


def _site(url: str) -> str:
    parts = (urlsplit(url).hostname or "").split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVELS else 2
    return ".".join(parts[-keep:])


def _same_site(url: str, base: str) -> bool:
    try:
        return _site(url) == _site(base)
    except ValueError:
        return False


def _is_home(url: str, base: str) -> bool:
    return (
        urlsplit(url).path in _HOMES
        and not urlsplit(url).query
        and base.rstrip("/") != url.rstrip("/")
    )


def _untracked(url: str) -> str:
    """Return an address without what only counts who came from where."""
    parts = urlsplit(url)
    kept = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(k)
    ]
    same = len(kept) == len(parse_qsl(parts.query, keep_blank_values=True))
    return parts._replace(query=parts.query if same else urlencode(kept), fragment="").geturl()
