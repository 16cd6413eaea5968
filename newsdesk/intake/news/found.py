"""What was found of a page of news, each thing with where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

# Where something was found, as an editor is told.
DATA = "the page’s data"
DESCRIPTION = "the page’s description"
HEADING = "the heading"
TITLE = "the title of the window"
BYLINE = "the printed byline"
DAY = "the printed date"
SENTENCE = "the first sentence"
CREDIT = "the printed credit"
PROSE = "what it tells its readers"
ADDRESS = "the address"


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text of the page, and where in it; `guess` where the page does not say what it is."""

    text: str = ""
    where: str = ""
    guess: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = FoundText()


@dataclass(frozen=True, slots=True)
class NewsPage:
    """What a page says of itself. `day` is in ISO 8601; `reporters` are joined by ", "; `paywall` has a text
    where the page says that it is not free.
    """

    headline: FoundText = NOTHING
    reporters: FoundText = NOTHING
    day: FoundText = NOTHING
    agency: FoundText = NOTHING
    outlet: FoundText = NOTHING
    address: FoundText = NOTHING
    paywall: FoundText = NOTHING

    def all(self) -> dict[str, FoundText]:
        """Return each thing by its name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def names(self) -> list[str]:
        return self.reporters.text.split(", ") if self.reporters else []


def page_data(page: NewsPage) -> dict[str, object]:
    """Return a page as JSON holds it."""
    return {name: [each.text, each.where, each.guess] for name, each in page.all().items()}


def page_from(data: Mapping[str, object]) -> NewsPage:
    """Return the page that `page_data` wrote."""
    return NewsPage(**{name: _found(data.get(name)) for name in NewsPage().all()})


def _found(data: object) -> FoundText:
    if not isinstance(data, list) or len(data) != 3:
        return NOTHING
    text, where, guess = data
    return FoundText(str(text), str(where), bool(guess))
