"""Names that stand where a source stands, and what ties them to their sentence.

Looking ahead is bounded everywhere, so that a long sentence costs time in proportion to its length.
"""

from collections.abc import Sequence
from typing import NamedTuple

from stories.importing.names_in_place import Unit, is_name, is_one, is_word, names_at
from stories.importing.pieces import Piece
from stories.importing.verbs import (
    ADVERBS,
    ANY,
    ARTICLES_BEFORE,
    GENERIC,
    GERMAN_PAPERS,
    REPORTERLY,
    REPORTING,
)

# How a group of names is tied to the sentence, from strong to weak evidence.
REPORTS = "reports"  # a verb that only those who report take
TELLS = "tells"  # a verb that reporters take more often than others
SAYS = "says"  # any verb of saying
DOES = "does"  # a verb of what things do as well
ACCORDING = "according"
TO = "to"  # "told N"
ASIDE = "aside"  # a name in brackets
AGENT = "agent"  # "as detailed by"
CALLED = "called"  # "the newspaper N"
PART = "part"  # "N's front page": a source where the sentence has no other
# Ties in whose place only an outlet can stand, or somebody else who is asked or heard.
FIRM = frozenset({REPORTS, ACCORDING, TO, ASIDE, CALLED})


class Group(NamedTuple):
    """Names joined by "and", and what ties them to the sentence; `end` is a place in the text."""

    units: tuple[Unit, ...]
    tie: str
    end: int


def group_at(pieces: Sequence[Piece], begin: int, tie: str) -> tuple[Group, int] | None:
    """Read the names at `begin` as a group."""
    begin += is_word(pieces, begin, "both")
    noun = begin + is_one(pieces, begin, ARTICLES_BEFORE)
    if tie in {AGENT, SAYS} and is_one(pieces, noun, GERMAN_PAPERS) and is_name(pieces, noun + 1):
        tie = CALLED  # "gegenüber dem Sender N"
    if (read := names_at(pieces, begin)) is None:
        return None
    units, after = read
    return Group(units, tie, pieces[after - 1].end), after


def tie_of(verb: str) -> str:
    if verb in REPORTING:
        return REPORTS
    if verb in REPORTERLY:
        return TELLS
    return DOES if verb in GENERIC else SAYS


def _is_adverb(word: str) -> bool:
    """Tell whether an English word says how: "quietly", but not "reply"."""
    return len(word) > 5 and word.endswith("ly") and word not in ANY


def skip_adverbs(pieces: Sequence[Piece], index: int) -> int:
    """Return the index of the first piece from `index` on that is no adverb or auxiliary verb."""
    while is_word(pieces, index) and (
        pieces[index].text in ADVERBS or _is_adverb(pieces[index].text)
    ):
        index += 1
    return index
