"""Claims that need somebody to stand for them: superlatives and figures in sentences without a source.

*Figures* are quantities with a unit, a currency or a share, and bare numbers from 11 up written in
digits. Dates, ordinals, small counts ("three astronauts") and numbers in names ("Falcon 9", "Site 31")
are none. *Superlatives* are words such as only, first, largest, never before, unprecedented, where they
set one thing above all others.

A sentence has a source when one of these stands for it:

* it carries a link;
* it says whose word it is: "according to", a verb of saying or reporting, "figures from", "the survey
  found", or the name of an outlet, a reporter or a speaker of the story's reports;
* the sentence before it in the same paragraph does, as readers take it;
* a report tells the same: each of its figures stands in one report's paraphrase, headline or quotation,
  or, for a superlative, the same superlative word beside two more words of the sentence.

Figures are put together by field, so that an editor looks once at a part and not at each of its numbers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from faqs.duplicates.words import terms
from newsdesk.rules.findings import Problem
from newsdesk.rules.passages import Sentence
from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.dates import Date
from newsdesk.text.numbers import Quantity, quantities
from newsdesk.text.quote import quoted
from stories.documents import StoryDocument
from stories.importing.verbs import REPORTING, SPEAKING
from stories.rules.document_passages import StoryPassages

_ABOVE_ALL = """only first sole largest biggest smallest longest shortest tallest highest lowest deepest
    fastest slowest oldest youngest heaviest richest poorest busiest deadliest worst best greatest
    strongest hottest coldest wettest driest costliest cheapest safest earliest leading top"""
# "The first stage", "the first of two": parts of a whole, counted off.
_COUNTED_OFF = """days? weeks? months? years? half part parts stage stages steps? places? attempts? flights?
    votes? rounds? questions? winter things? name class persons? minister lady aid hand glance sight
    language burn trip or"""
_SUPERLATIVE = re.compile(
    rf"""
      \b(?:the|its|their|his|her|our|[\w-]+['’]s?)\ (?:\w+-)?
        (?:{"|".join(_ABOVE_ALL.split())})\b
        (?!\ (?:\w+\ ){{0,3}}since\b)
        (?!\ (?:\w+\ )?(?:{"|".join(_COUNTED_OFF.split())})\b)
        (?!\ of\ (?:these|them|two|three|four)\b)
        (?!\ and\ last\b)
    | \bfirst[-\ ]ever\b
    | \bever\ (?:built|made|recorded|seen|measured|flown|launched|held|found|sent|won)\b
    | \bnever\ (?:\w+\ )?before\b | \bunprecedented\b | \bfor\ the\ first\ time\b
    | \bonly\ (?:one\ )?(?:country|company|rocket|person|place|city|bank|ship|nation|state|operational)\b
    | \b(?:world\ record|record[-\ ]breaking|unique|unrivalled)\b
    | \bsecond[-\ ](?:largest|biggest|highest|smallest)\b
    """,
    re.VERBOSE,
)
# What every match holds: looking for these first saves most sentences the long pattern.
_HINT = re.compile(
    r"only|first|sole|[eo]st\b|leading|top\b|ever\b|unprecedented|record|unique|unrivalled"
)
_SAYING = "|".join(
    sorted((SPEAKING | REPORTING) - {"called", "calls", "calling", "spoke", "reports"})
)
_ATTRIBUTED = re.compile(
    rf"""
      \baccording\ to\b | \b(?:{_SAYING})\b
    | \b(?:estimat|calculat|reckon|expect|forecast|project|found|figur|publish)\w*\b
    | \b(?:reports?\ that|reported|reportedly|study|studies|survey|census|poll|data|statistics)\b
    | \b(?:figures\ from|records\ show|minutes|filing|audit|court\ papers|official\ figures)\b
    | \b(?:researchers|report\ (?:by|from|of))\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEAST = 11
_SHARED_WORDS = 2
_MONEY_OR_SHARE = {"dollar", "euro", "pound sterling", "yen", "rouble", "rupee", "share"}
_PER_CENT = re.compile(r"[ \u00a0]per ?cent\b")
# "17 and 19 May": the first number is a day.
_DAY_BEFORE_DAY = re.compile(
    r"(?:\s?[-–—]\s?|,? (?:and|to|or) |, )\d{1,2} (?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec)"
)
_MAY_COUNT = re.compile(r"[\d$€£¥%]|dollar|euro|pound|yen|rouble|rupee|per ?cent")
_CODE = re.compile(r"([A-Z][\w’'-]*|\b[Nn]o\.?)[ \-‑]$")
_ABOUT = frozenset("almost nearly roughly approximately around exactly fewer at".split())


@dataclass(frozen=True, slots=True)
class ReportClaims:
    """What one report tells: its figures as numbers, and the stems of its words."""

    figures: frozenset[float]
    terms: frozenset[str]


def unsourced(document: StoryDocument, reading: StoryPassages) -> Iterator[Problem]:
    """Warn of superlatives sentence by sentence, and of figures field by field."""
    sources = _Sources(document)
    figures: dict[str, list[tuple[Sentence, list[Quantity]]]] = {}
    before: Sentence | None = None
    for sentence in reading.sentences:
        match = _SUPERLATIVE.search(sentence.own) if _HINT.search(sentence.own) else None
        wanted = stated_figures(sentence.own, sentence.dates)
        if (match or wanted) and not sources.stand_for(sentence, before):
            if match and not sources.tell(sentence, match[0]):
                message = f"“{match[0].strip()}”: whose word is that? {quoted(sentence.text)}"
                yield Problem(sentence.field, message, "superlative-without-source", sentence.text)
            if wanted and not sources.have({figure.value for figure in wanted}):
                figures.setdefault(sentence.field, []).append((sentence, wanted))
        before = sentence
    yield from (_listed(field, found) for field, found in figures.items())


class _Sources:
    """Who and what stands for a claim of one story."""

    def __init__(self, document: StoryDocument) -> None:
        self._named = _named_in(document)
        self._texts = _texts(document)

    @cached_property
    def _told(self) -> list[ReportClaims]:
        return [_told(text) for text in self._texts]

    def stand_for(self, sentence: Sentence, before: Sentence | None) -> bool:
        """Tell whether a sentence has a source, of its own or from the one before in its paragraph."""
        if self._has_its_own(sentence):
            return True
        place = (sentence.field, sentence.paragraph)
        return (
            before is not None
            and (before.field, before.paragraph) == place
            and self._has_its_own(before)
        )

    def have(self, figures: set[float]) -> bool:
        """Tell whether one report tells all of these figures."""
        return any(figures <= told.figures for told in self._told)

    def tell(self, sentence: Sentence, superlative: str) -> bool:
        """Tell whether a report has the superlative, beside two more words of the sentence."""
        word, words = terms(superlative), terms(sentence.own)
        return any(
            word & told.terms and len((words - word) & told.terms) >= _SHARED_WORDS
            for told in self._told
        )

    def _has_its_own(self, sentence: Sentence) -> bool:
        return (
            sentence.linked
            or bool(_ATTRIBUTED.search(sentence.own))
            or bool(self._named.search(sentence.own))
        )


def _listed(field: str, found: list[tuple[Sentence, list[Quantity]]]) -> Problem:
    shown = [f"“{figure.text}”" for _, figures in found for figure in figures]
    shown = list(dict.fromkeys(shown))
    more = f" and {len(shown) - 6} more" if len(shown) > 6 else ""
    one = len(shown) == 1
    message = (
        f"{'A figure' if one else 'Figures'} without a source: {', '.join(shown[:6])}{more}. Say whose "
        f"{'it is' if one else 'they are'}, link {'it' if one else 'them'}, or put them into a report."
    )
    words = "\n".join(sentence.text for sentence, _ in found)
    return Problem(field, message, "figure-without-source", words)


def stated_figures(text: str, stated: Iterable[Date]) -> list[Quantity]:
    """Return the quantities of a sentence, with these dates, that a reader would ask a source for."""
    if not _MAY_COUNT.search(text):
        return []
    taken = [(date.start, date.end) for date in stated]
    return [_with_share(text, q) for q in quantities(text, taken) if _counts(text, q)]


def _with_share(text: str, figure: Quantity) -> Quantity:
    """Return "84 per cent" whole."""
    match = _PER_CENT.match(text, figure.end)
    return figure._replace(text=figure.text + match[0]) if match else figure


def _counts(text: str, figure: Quantity) -> bool:
    before = text[max(0, figure.start - 30) : figure.start]
    if figure.dimension == "ordinal" or before[-1:].isalpha() or _is_code(before, figure):
        return False
    if _DAY_BEFORE_DAY.match(text, figure.end):
        return False
    if figure.dimension in _MONEY_OR_SHARE:
        return True
    digits = any(char.isdigit() for char in figure.text)
    if figure.dimension == "time":
        return False  # "For almost nine years": how long is told by the dates around it.
    return digits and (figure.value >= _LEAST or bool(figure.dimension) or "." in figure.text)


def _is_code(before: str, figure: Quantity) -> bool:
    """Tell whether a number belongs to the name before it: "Falcon 9", "Site 31", "No. 10"."""
    match = _CODE.search(before)
    if match is None or figure.dimension or "," in figure.text:
        return False
    return match[1].casefold() not in FUNCTION_WORDS | _ABOUT


def _named_in(document: StoryDocument) -> re.Pattern[str]:
    """Return what finds the outlets, reporters and speakers of the reports in a sentence."""
    names = {report.outlet for report in document.reports}
    names |= {name for report in document.reports for name in report.reporters}
    names |= {report.speaker.split(",")[0] for report in document.reports}
    spelt = [re.escape(name).replace("'", "['’]") for name in sorted(names) if len(name) > 2]
    return re.compile(rf"\b(?:{'|'.join(spelt)})\b" if spelt else r"(?!)")


def _texts(document: StoryDocument) -> list[str]:
    return [
        " ".join((report.headline, report.paraphrase, report.quotation))
        for report in document.reports
    ]


def _told(text: str) -> ReportClaims:
    return ReportClaims(frozenset(q.value for q in quantities(text, [])), terms(text))
