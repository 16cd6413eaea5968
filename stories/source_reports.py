"""What the papers say, as cards: one for each outlet, with all that it says, and nothing twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from entities.cited_outlets import OutletFacts
from newsdesk.presentation.heads import web_link
from newsdesk.text.spoken import gettext
from stories.documents import SourceReport

# Known by their words alone, so that a sentence of two papers is written once.
Said = dict[str, "tuple[PaperCard, str]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that an article says. `paraphrase` is empty where the card has said it already.

    Where another paper's card has said it, `like` is that paper's name and `like_id` where it stands.
    """

    id: str
    paraphrase: str = ""
    quotation: str = ""
    speaker: str = ""
    like: str = ""
    like_id: str = ""


@dataclass(slots=True, kw_only=True)
class Article:
    """What a paper published, with all that is told of it; `href` is a web address or empty."""

    headline: str
    href: str
    published: date | None
    read_on: date | None
    reporters: tuple[str, ...]
    wire: str
    paywalled: bool
    medium: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def by(self) -> str:
        return and_list(self.reporters)


@dataclass(slots=True, kw_only=True)
class PaperCard:
    """All that one paper says, or one summary of our own.

    `name` is the outlet, else the reporters where nobody knows for whom they write; empty for the desk,
    which speaks for itself. `owner` is who owned the outlet when the story was published, `owner_as_of` the
    year for which that is known, `country` where it has its seat, `path` its page; each is empty where it
    is not known. `guessed` says that an attribution was inferred.
    """

    id: str
    name: str = ""
    outlet: str = ""
    owner: str = ""
    owner_as_of: int | None = None
    country: str = ""
    path: str = ""
    guessed: bool = False
    articles: list[Article] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Whether the desk speaks for itself: no outlet and no reporter is named."""
        return not self.name

    @property
    def owned(self) -> str:
        """Where an outlet has its seat and who owns it, on one line."""
        return " · ".join(filter(None, (self.country, self._owner)))

    @property
    def _owner(self) -> str:
        if not self.owner:
            return ""
        if not self.owner_as_of:
            return gettext("Owner: %(name)s") % {"name": self.owner}
        told = {"name": self.owner, "year": self.owner_as_of}
        return gettext("Owner: %(name)s (as of %(year)s)") % told

    @property
    def paraphrased(self) -> bool:
        """Whether anything stands here in our words."""
        return any(each.paraphrase for each in self.statements)

    @property
    def statements(self) -> list[Statement]:
        return [each for article in self.articles for each in article.statements]


def paper_cards(
    reports: Sequence[SourceReport], outlets: Mapping[str, OutletFacts] | None = None
) -> list[PaperCard]:
    """Return a card for each outlet, in the order of the first report of each; `outlets` is what is known of
    them today, by name.

    What has no outlet goes by its reporters; each summary of the desk's own is a card.
    """
    cards: dict[str, PaperCard] = {}
    said: Said = {}
    for report in reports:
        name = report.outlet or and_list(report.reporters)
        words = " ".join(report.paraphrase.split())
        key = f"by {name}" if name else f"ours {words or report.id}"
        card = cards.get(key)
        if card is None:
            known = (outlets or {}).get(report.outlet)
            card = cards[key] = _card(report, name, known)
        card.guessed |= report.attribution_guessed
        card.owner = card.owner or report.owner
        _article_in(card, report).statements.append(_statement(card, report, words, said))
    return list(cards.values())


def and_list(words: Iterable[str]) -> str:
    """Return the words, each once, as "a, b and c"."""
    *others, last = [word for word in dict.fromkeys(words) if word] or [""]
    if not others:
        return last
    return gettext("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last}


def _card(report: SourceReport, name: str, known: OutletFacts | None) -> PaperCard:
    made = partial(PaperCard, id=report.id, name=name, outlet=report.outlet, owner=report.owner)
    if known is None:
        return made()
    # The year is that of the owner on record today: of another one it says nothing.
    since = known.owner_as_of if known.owner == report.owner else None
    return made(owner_as_of=since, country=known.country, path=known.path)


def _article_in(card: PaperCard, report: SourceReport) -> Article:
    """Return what the report is of, which is one article where the address or else all that is known is
    the same.
    """
    found = Article(
        headline=report.headline,
        href=web_link(report.url),
        published=report.published,
        read_on=report.read_on,
        reporters=report.reporters if report.outlet else (),
        wire=report.wire if report.wire != report.outlet else "",
        paywalled=report.paywalled,
        medium="" if report.url else report.medium,
    )
    for each in card.articles:
        if each.href == found.href and (found.href or _known(each) == _known(found)):
            _complete(each, found)
            return each
    card.articles.append(found)
    return found


def _known(article: Article) -> tuple[object, ...]:
    return (
        article.headline,
        article.published,
        article.read_on,
        article.reporters,
        article.wire,
        article.paywalled,
        article.medium,
    )


def _complete(article: Article, more: Article) -> None:
    """Let an article say what another report of it knows."""
    article.headline = article.headline or more.headline
    article.published = article.published or more.published
    article.read_on = article.read_on or more.read_on
    article.reporters = article.reporters or more.reporters
    article.wire = article.wire or more.wire
    article.paywalled |= more.paywalled


def _statement(card: PaperCard, report: SourceReport, words: str, said: Said) -> Statement:
    quoted = {each.quotation for each in card.statements}
    made = partial(
        Statement,
        id=report.id,
        quotation="" if report.quotation in quoted else report.quotation,
        speaker=report.speaker,
    )
    if not words:
        return made()
    if card.ours:
        return made(paraphrase="" if card.paraphrased else report.paraphrase)
    first, place = said.setdefault(words, (card, report.id))
    if place == report.id:
        return made(paraphrase=report.paraphrase)
    return made() if first is card else made(like=first.name, like_id=place)
