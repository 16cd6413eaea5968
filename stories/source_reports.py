"""What the papers say, as cards: one for each sentence, with all who bear it out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from newsdesk.presentation.heads import web_link
from stories.documents import SourceReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Where a card's words come from; `href` is a web address or empty."""

    id: str
    outlet: str
    wire: str
    reporters: str
    headline: str
    href: str
    published: date | None
    read_on: date | None
    paywalled: bool
    medium: str
    guessed: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words, who said them, and the paper they stand in."""

    text: str
    speaker: str
    outlet: str


@dataclass(slots=True, kw_only=True)
class PaperCard:
    """What one paper says, or several papers alike: one paraphrase, all its sources."""

    id: str
    paraphrase: str
    sources: list[Attribution] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Whether the desk speaks for itself: no outlet and no reporter is named."""
        return not any(source.outlet or source.reporters for source in self.sources)

    @property
    def outlets(self) -> str:
        return and_list(source.outlet or source.reporters for source in self.sources)

    @property
    def reporters(self) -> str:
        return and_list(source.reporters for source in self.sources if source.outlet)

    @property
    def documented(self) -> bool:
        """Whether there is anything to say of the reports but the names of their papers."""
        return any(s.href or s.headline or s.published or s.read_on or s.wire for s in self.sources)

    @property
    def guessed(self) -> bool:
        return any(source.guessed for source in self.sources)


def paper_cards(reports: Sequence[SourceReport]) -> list[PaperCard]:
    """Return a card for each paraphrase: one sentence that two papers bear out is one card."""
    cards: dict[str, PaperCard] = {}
    for report in reports:
        words = " ".join(report.paraphrase.split())
        card = cards.setdefault(
            words or report.id, PaperCard(id=report.id, paraphrase=report.paraphrase)
        )
        card.sources.append(_attribution(report))
        if report.quotation:
            card.quotations.append(Quotation(report.quotation, report.speaker, report.outlet))
    return list(cards.values())


def and_list(words: Iterable[str]) -> str:
    """Return the words, each once, as "a, b and c"."""
    *others, last = [word for word in dict.fromkeys(words) if word] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _attribution(report: SourceReport) -> Attribution:
    return Attribution(
        id=report.id,
        outlet=report.outlet,
        wire=report.wire if report.wire != report.outlet else "",
        reporters=and_list(report.reporters),
        headline=report.headline,
        href=web_link(report.url),
        published=report.published,
        read_on=report.read_on,
        paywalled=report.paywalled,
        medium="" if report.url else report.medium,
        guessed=report.attribution_guessed,
    )
