"""The forms in which prose names its sources, read from pieces; what the names mean is for `attribution`.

Looking ahead is bounded everywhere, so that a long sentence costs time in proportion to its length.
"""

from collections.abc import Sequence
from typing import NamedTuple

from newsdesk.text.names_and_words import fold
from stories.importing.pieces import MARK, NAME, POSSESSIVE, WORD, Piece
from stories.importing.verbs import (
    ACCORDING as ACCORDING_WORDS,
)
from stories.importing.verbs import (
    ADVERBS,
    AFTERWARDS,
    AND,
    ANY,
    GENERIC,
    GERMAN_PAPERS,
    LAUT,
    OF_SITES,
    OF_TEXTS,
    PAPERS,
    PASSIVE,
    PREPOSITIONS,
    REPORTERLY,
    REPORTING,
    ROLES,
    SITES,
    SPOKEN,
    TEXTS,
    TOLD,
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
# Ties in whose place only an outlet can stand, or somebody else who is asked or heard.
FIRM = frozenset({REPORTS, ACCORDING, TO, ASIDE})

_LONGEST_LIST = 8
_LONGEST_ASIDE = 10
# Verbs that are nouns after "the BBC's own".
_ARTICLES = tuple("der die das dem den des le la el".split())
_FIRST = 4  # pieces from "the first" to its verb
_OF_STAFF = ("both", "reporting", "writing")
_ROLE = "role"  # The word by which "N's reporter P" are tied.
_NOUNS = frozenset("report reports cover note notes claim claims feature features detail".split())


class Unit(NamedTuple):
    """A name, with the outlet it is tied to by grammar ("P at X", "X's P") and by which word."""

    name: Piece
    at: Piece | None = None
    by: str = ""


class Group(NamedTuple):
    """Names joined by "and", and what ties them to the sentence; `end` is a place in the text."""

    units: tuple[Unit, ...]
    tie: str
    end: int


def groups(pieces: Sequence[Piece]) -> list[Group]:
    """Return the groups of names that stand where a source stands, in order."""
    found: list[Group] = []
    index = 0
    while index < len(pieces):
        read = (
            _agent(pieces, index)
            or _heard(pieces, index)
            or _writing(pieces, index)
            or _described(pieces, index)
            or _aside(pieces, index)
            or _subject(pieces, index)
        )
        if read is None:
            index += 1
            continue
        group, index = read
        found.append(group)
    return found


def is_word(pieces: Sequence[Piece], index: int, *among: str) -> bool:
    """Tell whether a plain word stands at `index`: any of `among`, or any at all."""
    if not 0 <= index < len(pieces) or pieces[index].kind != WORD:
        return False
    return not among or pieces[index].text in among


def is_mark(pieces: Sequence[Piece], index: int, *among: str) -> bool:
    return 0 <= index < len(pieces) and pieces[index].kind == MARK and pieces[index].text in among


def _is_name(pieces: Sequence[Piece], index: int) -> bool:
    return 0 <= index < len(pieces) and pieces[index].kind == NAME


def _agent(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "according to N", "as detailed by N", "an analysis by N" and `," writes N`."""
    if not is_word(pieces, index):
        return None
    word = pieces[index].text
    if length := _phrase(pieces, index, ACCORDING_WORDS):
        tie, begin = ACCORDING, index + length
    elif length := _phrase(pieces, index, LAUT):
        tie, begin = SAYS, index + length
    elif word in PASSIVE and is_word(pieces, index + 1, "by"):
        tie, begin = REPORTS if word == "reported" else AGENT, index + 2
    elif word in TEXTS and is_word(pieces, index + 1, *OF_TEXTS):
        tie, begin = AGENT, index + 2
    elif word == "as" and is_word(pieces, index + 1, "do", "does", "did"):
        tie, begin = SAYS, index + 2
    elif word in ANY and is_mark(pieces, index - 1, ",", '"'):
        tie, begin = tie_of(word), index + 1
    else:
        return None
    return _group(pieces, begin, tie)


def _phrase(pieces: Sequence[Piece], index: int, phrases: Sequence[Sequence[str]]) -> int:
    """Return how many words the first of `phrases` has that stands at `index`, or 0."""
    for phrase in phrases:
        if all(_reads(pieces, index + n, word) for n, word in enumerate(phrase)):
            return len(phrase)
    return 0


def _reads(pieces: Sequence[Piece], index: int, word: str) -> bool:
    """Tell whether a word stands at `index`, with a capital or not: German nouns look like names."""
    return index < len(pieces) and fold(pieces[index].text) == word


def _group(pieces: Sequence[Piece], begin: int, tie: str) -> tuple[Group, int] | None:
    """Read the names at `begin` as a group."""
    begin += is_word(pieces, begin, "both")
    if (read := names_at(pieces, begin)) is None:
        return None
    units, after = read
    return Group(units, tie, pieces[after - 1].end), after


def _heard(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "told N", "said to N" and "in an interview with N"."""
    if is_word(pieces, index, *TOLD) and _is_name(pieces, index + 1):
        return _group(pieces, index + 1, TO)
    if is_word(pieces, index, *SPOKEN) and is_word(pieces, index + 1, "to", "with"):
        return _group(pieces, index + 2, AGENT)
    return None


def _writing(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "Writing in N, P"."""
    if not is_word(pieces, index, "writing", "reporting") or not is_word(
        pieces, index + 1, "in", "for", "on"
    ):
        return None
    if not _is_name(pieces, index + 2) or not is_mark(pieces, index + 3, ","):
        return None
    if not _is_name(pieces, index + 4):
        return _group(pieces, index + 2, AGENT)
    unit = Unit(pieces[index + 4], pieces[index + 2], "at")
    return Group((unit,), REPORTS, pieces[index + 4].end), index + 5


def _described(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "the newspaper N", "the news site N" and "radio station N"."""
    if not is_word(pieces, index, *PAPERS) and not (
        is_word(pieces, index, *SITES) and is_word(pieces, index - 1, *OF_SITES)
    ):
        return None
    begin = index + 1 + is_word(pieces, index + 1, *_ARTICLES)
    if not _is_name(pieces, begin):
        return None
    read = _subject(pieces, begin)  # What it does may be told, and by whom.
    if read is not None:
        return read[0]._replace(tie=REPORTS), read[1]
    return Group((Unit(pieces[begin]),), REPORTS, pieces[begin].end), begin + 1


def _aside(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "(N)", "[N]" and "(N, N)" after plain words."""
    closing = {"(": ")", "[": "]"}.get(pieces[index].text, "")
    if pieces[index].kind != MARK or not closing or _is_name(pieces, index - 1):
        return None
    units: list[Unit] = []
    at = index + 1
    while _is_name(pieces, at) and len(units) < _LONGEST_LIST:
        units.append(Unit(pieces[at]))
        at += 1
        if is_mark(pieces, at, closing):
            return Group(tuple(units), ASIDE, pieces[at].end), at + 1
        if not is_mark(pieces, at, ",", ";", "/") and not is_word(pieces, at, "and"):
            break
        at += 1
    return None


def _subject(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "N report", "N, who knows, reports", "N's article says", "N's reporter P"; at the start "N:"."""
    read = names_at(pieces, index)
    if read is None:
        return None
    units, after = read
    end = pieces[after - 1].end
    if index == 0 and is_mark(pieces, after, ":", "—", "–"):
        return Group(units, SAYS, end), after + 1
    if is_word(pieces, after, *AFTERWARDS):
        return Group(units, SAYS, end), after + 1
    at = _skip_owned(pieces, after)
    at = _skip_first(pieces, skip_adverbs(pieces, _skip_aside(pieces, at)))
    if is_word(pieces, at) and pieces[at].text in ANY:
        tie = tie_of(pieces[at].text)
        if len(units) == 1 and units[0].name.ordinary and f"{pieces[at].text}s" in ANY:
            tie = DOES  # "People report": an outlet is one, and its verb ends in "s".
        units = _with_place(pieces, units, at + 1, tie)
        told = is_word(pieces, at, *TOLD)  # Whoever is told may be named next.
        return Group(units, tie, end), at if told and at > index else at + 1
    if any(unit.by == _ROLE for unit in units):
        return Group(units, AGENT, end), after
    return None


def _with_place(
    pieces: Sequence[Piece], units: tuple[Unit, ...], index: int, tie: str
) -> tuple[Unit, ...]:
    """Return the names with the place of the last one: "P writes in N"."""
    last = units[-1]
    free = tie == REPORTS and last.at is None and not last.name.outlet
    if free and is_word(pieces, index, "in", "for") and _is_name(pieces, index + 1):
        return (*units[:-1], Unit(last.name, pieces[index + 1], "in"))
    return units


def tie_of(verb: str) -> str:
    if verb in REPORTING:
        return REPORTS
    if verb in REPORTERLY:
        return TELLS
    return DOES if verb in GENERIC else SAYS


def _skip_owned(pieces: Sequence[Piece], index: int) -> int:
    """Step over "'s recent article"."""
    if not is_mark(pieces, index, POSSESSIVE):
        return index
    for at in range(index + 1, index + 4):
        verb = pieces[at + 1].text if is_word(pieces, at) and is_word(pieces, at + 1) else ""
        if verb in ANY and verb not in _NOUNS:
            return at + 1
    return index


def _skip_aside(pieces: Sequence[Piece], index: int) -> int:
    """Step over an aside between commas or brackets that stands before the verb."""
    closing = {",": ",", "(": ")"}.get(pieces[index].text if index < len(pieces) else "")
    if closing is None or pieces[index].kind != MARK:
        return index
    for at in range(index + 1, min(index + _LONGEST_ASIDE, len(pieces))):
        if is_mark(pieces, at, closing):
            return at + 1
    return index


def _skip_first(pieces: Sequence[Piece], index: int) -> int:
    """Step over "the first [outlet] to"."""
    if is_word(pieces, index, "the") and is_word(pieces, index + 1, "first"):
        for at in range(index + 2, index + _FIRST):
            if is_word(pieces, at, "to"):
                return at + 1
    return index


def skip_adverbs(pieces: Sequence[Piece], index: int) -> int:
    """Return the index of the first piece from `index` on that is no adverb or auxiliary verb."""
    while is_word(pieces, index) and pieces[index].text in ADVERBS:
        index += 1
    return index


def names_at(pieces: Sequence[Piece], index: int) -> tuple[tuple[Unit, ...], int] | None:
    """Read a list of names; return it with the index after it. A comma needs an "and" later on."""
    read = _unit(pieces, index)
    if read is None:
        return None
    unit, after = read
    units = [unit]
    while len(units) < _LONGEST_LIST:
        more = _joined(pieces, after) or _enumerated(pieces, after)
        if more is None:
            break
        units += more[0]
        after = more[1]
    return tuple(units), after


def _joined(pieces: Sequence[Piece], index: int) -> tuple[list[Unit], int] | None:
    """Read "and N"."""
    for joint in AND:
        if all(is_word(pieces, index + n, word) for n, word in enumerate(joint)):
            read = _unit(pieces, index + len(joint))
            return ([read[0]], read[1]) if read else None
    return None


def _enumerated(pieces: Sequence[Piece], index: int) -> tuple[list[Unit], int] | None:
    """Read ", N, N and N"."""
    units: list[Unit] = []
    while is_mark(pieces, index, ",") and len(units) < _LONGEST_LIST:
        if units and (last := _joined(pieces, index + 1)):
            return units + last[0], last[1]
        if (read := _unit(pieces, index + 1)) is None:
            return None
        units.append(read[0])
        index = read[1]
        if last := _joined(pieces, index):
            return units + last[0], last[1]
    return None


def _unit(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read a name with the outlet it is tied to; before it may stand what it is: "reporter P"."""
    index += is_word(pieces, index, *_ARTICLES)
    index += is_word(pieces, index, *ROLES)
    if _is_name(pieces, index + 1) and fold(pieces[index].text) in GERMAN_PAPERS:
        index += 1
    if not _is_name(pieces, index):
        return None
    return _owned(pieces, index) or _placed(pieces, index) or (Unit(pieces[index]), index + 1)


def _owned(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "X's P", "X's science editor P" and "X correspondent P"."""
    head, at = pieces[index], index + 1
    possessive = is_mark(pieces, at, POSSESSIVE)
    if possessive:
        at += 1
        if _is_name(pieces, at) and not is_word(pieces, at + 1, *ROLES):
            return Unit(pieces[at], head, "'s"), at + 1
    for role in range(at, min(at + 4, len(pieces))):
        if is_word(pieces, role, *ROLES):
            name = role + 1 + is_mark(pieces, role + 1, ",")
            if _is_name(pieces, name):
                return Unit(pieces[name], head, _ROLE), name + 1 + is_mark(pieces, name + 1, ",")
        if not (is_word(pieces, role) or possessive):
            break
    return None


def _of_staff(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "P, X's energy reporter,"."""
    at = index + 3 + is_mark(pieces, index + 3, POSSESSIVE)
    for role in range(at, at + 3):
        if is_word(pieces, role, *ROLES) and is_mark(pieces, role + 1, ","):
            return Unit(pieces[index], pieces[index + 2], _ROLE), role + 2
        if not is_word(pieces, role):
            break
    return None


def _placed(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "P at X", "P (X)", "P, writing in X," and "P, a correspondent of X,"."""
    head, at = pieces[index], index + 1
    if is_mark(pieces, at, "(") and _is_name(pieces, at + 1) and is_mark(pieces, at + 2, ")"):
        return Unit(head, pieces[at + 1], "("), at + 3
    if is_word(pieces, at, *PREPOSITIONS) and _is_name(pieces, at + 1):
        return Unit(head, pieces[at + 1], pieces[at].text), at + 2
    if not is_mark(pieces, at, ","):
        return None
    if _is_name(pieces, at + 1):
        return _of_staff(pieces, index)
    for here in range(at + 1, min(at + 7, len(pieces) - 1)):
        if not is_word(pieces, here):
            return None
        if here > at + 1 and pieces[here].text in PREPOSITIONS and _is_name(pieces, here + 1):
            after = here + 2
            if is_mark(pieces, after, ","):
                staff = any(is_word(pieces, n, *ROLES, *_OF_STAFF) for n in range(at + 1, here))
                return Unit(head, pieces[here + 1], _ROLE if staff else "at"), after + 1
    return None
