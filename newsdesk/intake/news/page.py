"""A page of news -> what a report says of it: headline, reporters, day, agency, outlet, address, paywall.

What the page states for programs comes before what it prints, and each thing says where it was found. What is
only printed, and near no headline that the page states, is a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsdesk.intake import web
from newsdesk.intake.news import days, printed
from newsdesk.intake.news.agencies import credit, signed
from newsdesk.intake.news.found import (
    ADDRESS,
    BYLINE,
    CREDIT,
    DATA,
    DAY,
    DESCRIPTION,
    NOTHING,
    PROSE,
    SENTENCE,
    FoundText,
    NewsPage,
)
from newsdesk.intake.news.names import Authors, authors
from newsdesk.intake.news.own_address import address_of
from newsdesk.intake.news.printed import Block
from newsdesk.intake.news.statements import Statements, first, is_node, line, listed, statements
from newsdesk.intake.news.titles import Titles
from newsdesk.intake.news.words import language_of
from newsdesk.text.normalise import fold

_AUTHORS = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator cxenseparse:author byl "
    "dcsext.author dc.author article.author twitter:data1"
).split()
_DAYS = (
    "article:published_time og:article:published_time parsely-pub-date datepublished date dc.date.issued "
    "dcterms.date dcterms.created dc.date sailthru.date pubdate publishdate pdate publish-date "
    "cxenseparse:recs:publishtime article.published citation_publication_date"
).split()
# Hours of UTC from which it may be the next day in the east, and until which the day before in the west.
_EASTERN, _WESTERN = 10, 12
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s>]{1,2000})\s*-->")


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
        window = line(self.root.findtext(".//title"))
        headline, outlet = Titles(self.said, self.blocks, window).found()
        near = printed.near(self.blocks, headline.text)
        written, where, guess = self._authors(near, outlet.text, unsure=headline.guess)
        return NewsPage(
            headline,
            FoundText(", ".join(written.reporters), where, guess) if written.reporters else NOTHING,
            self._day(near, unsure=headline.guess),
            self._agency(written, where, near, outlet.text),
            outlet,
            address_of(self.said, self.base),
            self._paywall(),
        )

    # Reporters

    def _authors(
        self, near: list[Block], outlet: str, *, unsure: bool
    ) -> tuple[Authors, str, bool]:
        """Return whom the page names as authors, where, and whether that is a guess."""
        in_data = self._in_data(outlet)
        found, sure = printed.byline(near, self.language, outlet=outlet)
        if in_data.reporters:
            return self._longer(in_data, DATA, found)
        described = authors(self._described(), self.language, outlet=outlet)
        if described.reporters:
            return self._longer(self._both(described, in_data), DESCRIPTION, found)
        if found.reporters:
            return (
                self._both(found, in_data, described),
                BYLINE,
                unsure or not (sure or self._has_h1(near)),
            )
        if in_data:
            return in_data, DATA, False
        if not (described or found) and (
            named := printed.alone(near, self.language, outlet=outlet)
        ):
            return named, BYLINE, True
        return (described, DESCRIPTION, False) if described else (found, BYLINE, unsure)

    def _longer(self, said: Authors, where: str, printed_: Authors) -> tuple[Authors, str, bool]:
        """Return what the page states, or the byline that names all of those and more behind them."""
        more = printed_.reporters[: len(said.reporters)] == said.reporters != printed_.reporters
        if more:
            return self._both(printed_, said), BYLINE, False
        return said, where, False

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

    def _day(self, near: list[Block], *, unsure: bool) -> FoundText:
        stated = list(self._stated_days())
        for said, where in stated:
            if day := days.stated(said):
                if days.is_of_greenwich(said):
                    day = (
                        self._own_day(said, [text for text, _ in stated])
                        or self._printed_day(said, near)
                        or day
                    )
                return FoundText(day.isoformat(), where)
        day, in_time = printed.day(near, self.language, self.said.language)
        if day is not None:
            return FoundText(day.isoformat(), DAY, guess=unsure and not in_time)
        day = days.in_address(self.said.canonical) or days.in_address(self.base)
        return FoundText(day.isoformat(), ADDRESS) if day else NOTHING

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

    def _printed_day(self, said: str, near: list[Block]) -> "days.date | None":
        """Return the day that the page prints, where that of a moment in UTC is a day from it."""
        moment = days.moment(said)
        day, _ = printed.day(near, self.language, self.said.language)
        if moment is None or day is None:
            return None
        apart = (day - moment.date()).days
        east, west = moment.hour >= _EASTERN, moment.hour < _WESTERN
        return day if (apart == 1 and east) or (apart == -1 and west) else None

    def _stated_days(self) -> Iterator[tuple[str, str]]:
        for value in self.said.of_articles("datePublished"):
            yield line(first(value)), DATA
        for name in ("datepublished", "dc:date", "dc:created", "article:published_time"):
            for text in self.said.properties.get(name, [])[:1]:
                yield text, DATA
        for name in _DAYS:
            if text := self.said.first_meta(name):
                yield text, DESCRIPTION

    # Agency, paywall

    def _agency(self, written: Authors, where: str, near: list[Block], outlet: str) -> FoundText:
        for name in written.agencies:
            if fold(name) != fold(outlet):
                return FoundText(name, where)
        name = signed(printed.first_paragraph(near) or printed.first_paragraph(self.blocks))
        if name and fold(name) != fold(outlet):
            return FoundText(name, SENTENCE)
        credited = (credit(block.flat) for block in self.blocks if not block.around)
        name = next((each for each in credited if each and fold(each) != fold(outlet)), "")
        return FoundText(name, CREDIT) if name else NOTHING

    def _paywall(self) -> FoundText:
        for article in self.said.articles:
            parts = [article, *listed(article.get("hasPart"))]
            if any(
                str(part.get("isAccessibleForFree")).lower() in ("false", "0")
                for part in parts
                if is_node(part)
            ):
                return FoundText("yes", DATA)
        tier = self.said.first_meta("article:content_tier", "og:article:content_tier")
        if tier.lower() in ("locked", "metered", "premium"):
            return FoundText("yes", DESCRIPTION)
        free = any(
            str(said).lower() in ("true", "1")
            for said in self.said.of_articles("isAccessibleForFree")
        )
        told = not free and printed.is_locked(self.blocks, self.language)
        return FoundText("yes", PROSE, guess=True) if told else NOTHING
