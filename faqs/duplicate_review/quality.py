"""Which of several pages should stay: points for what makes a page worth keeping, each with its reason.

| criterion | points | who gets them |
| --- | --- | --- |
| readers see it | 6 | every live page: a draft cannot stand for one |
| used by other pages | 4 | the page that most others refer to |
| sources | 3 | the page with most of them |
| completeness | 3 | the page that says most: words of its answers, and questions answered |
| freshness | 2 | the page that was changed last |
| age | 1 | the oldest address, that most others will have linked |

A tie gives the points to all of the best; nothing gives none to anybody. The moderator decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is weighed of one page. `first` is when readers first saw it, or when it was made."""

    key: int
    live: bool
    inbound: int
    sources: int
    words: int
    answers: int
    changed: datetime
    first: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Merit:
    """Why a page should stay: a reason in words and its points, none where another page is better."""

    words: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMerits:
    """A page with all its merits."""

    key: int
    merits: tuple[Merit, ...]

    @property
    def points(self) -> int:
        return sum(merit.points for merit in self.merits)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# Points, what is compared, and how it is worded.
_CRITERIA: tuple[tuple[int, Callable[[Facts], float], Callable[[Facts], str]], ...] = (
    (6, lambda f: f.live, lambda f: "Readers see it" if f.live else "Not public"),
    (4, lambda f: f.inbound, lambda f: f"Used by {_counted(f.inbound, 'page', 'pages')}"),
    (3, lambda f: f.sources, lambda f: _counted(f.sources, "source", "sources")),
    (
        3,
        lambda f: f.words + 20 * f.answers,
        lambda f: f"{f.words} words, {_counted(f.answers, 'answer', 'answers')}",
    ),
    (2, lambda f: f.changed.timestamp(), lambda f: f"Changed {f.changed:%-d %b %Y}"),
    (1, lambda f: -f.first.timestamp(), lambda f: f"Since {f.first:%-d %b %Y}"),
)


def ranked(pages: Sequence[Facts]) -> list[PageMerits]:
    """Return the pages, the one that should stay first; of equals the oldest key."""
    best = [max(value(page) for page in pages) for _, value, _ in _CRITERIA]
    found = [
        PageMerits(
            key=page.key,
            merits=tuple(
                Merit(words=words(page), points=points if value(page) == top and top else 0)
                for (points, value, words), top in zip(_CRITERIA, best, strict=True)
            ),
        )
        for page in pages
    ]
    return sorted(found, key=lambda standing: (-standing.points, standing.key))
