"""The forms in which prose names its sources, read from pieces; what the names mean is for `attribution`.

Looking ahead is bounded everywhere, so that a long sentence costs time in proportion to its length.
"""

from collections.abc import Mapping, Sequence

from newsdesk.text.names_and_words import fold
from stories.importing.contributions import argued_in, spoken_to, written_for
from stories.importing.name_words import begins_like_person, looks_like_outlet
from stories.importing.names_in_place import (
    LONGEST_LIST,
    ROLE,
    Unit,
    is_mark,
    is_name,
    is_one,
    is_word,
    names_at,
)
from stories.importing.pieces import MARK, POSSESSIVE, Piece
from stories.importing.source_group import (
    ACCORDING,
    AGENT,
    ASIDE,
    CALLED,
    DOES,
    REPORTS,
    SAYS,
    Group,
    group_at,
    skip_adverbs,
    tie_of,
)
from stories.importing.verbs import (
    ACCORDING_TO,
    AFTERWARDS,
    ANY,
    ARTICLES_BEFORE,
    AS_ELSEWHERE,
    GERMAN_PAPERS,
    LAUT,
    OF_SITES,
    OF_TEXTS,
    PAPERS,
    PASSIVE,
    SITES,
    TEXTS,
    TOLD,
)

_OF_OUTLET = frozenset({POSSESSIVE, "at", "of"})
_LONGEST_ASIDE = 10
_FIRST = 4  # pieces from "the first" to its verb
# Verbs that are nouns after "the BBC's own".
_NOUNS = frozenset("report reports cover note notes claim claims feature features detail".split())


Phrases = Mapping[str, Sequence[Sequence[str]]]


def _by_first_word(phrases: Sequence[Sequence[str]]) -> Phrases:
    found: dict[str, list[Sequence[str]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


_ACCORDING_TO, _LAUT = _by_first_word(ACCORDING_TO), _by_first_word(LAUT)


def groups(pieces: Sequence[Piece]) -> list[Group]:
    """Return the groups of names that stand where a source stands, in order."""
    found: list[Group] = []
    index = 0
    while index < len(pieces):
        read = (
            _agent(pieces, index)
            or spoken_to(pieces, index)
            or written_for(pieces, index)
            or argued_in(pieces, index)
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


def _agent(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "according to N", "as detailed by N", "an analysis by N" and `," writes N`."""
    if not is_word(pieces, index):
        return None
    word = pieces[index].text
    if length := _phrase(pieces, index, _ACCORDING_TO):
        tie, begin = ACCORDING, index + length
    elif length := _phrase(pieces, index, _LAUT):
        tie, begin = SAYS, index + length
    elif word in PASSIVE and is_word(pieces, index + 1, "by"):
        tie, begin = REPORTS if word == "reported" else AGENT, index + 2
    elif word in TEXTS and is_one(pieces, index + 1, OF_TEXTS):
        tie, begin = AGENT, index + 2
    elif word == "as" and is_word(pieces, index + 1, "do", "does", "did"):
        tie, begin = SAYS, index + 2
    elif word in ANY and (is_mark(pieces, index - 1, ",", '"') or _as_elsewhere(pieces, index)):
        tie, begin = tie_of(word), index + 1
    else:
        return None
    return group_at(pieces, begin, tie)


def _as_elsewhere(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether the verb at `index` stands in "comme l'écrit N" or "como informa N"."""
    return any(
        all(is_word(pieces, index - len(words) + n, word) for n, word in enumerate(words))
        for words in AS_ELSEWHERE
    )


def _phrase(pieces: Sequence[Piece], index: int, phrases: Phrases) -> int:
    """Return how many words the first of `phrases` has that stands at `index`, or 0."""
    for phrase in phrases.get(fold(pieces[index].text), ()):
        if all(_reads(pieces, index + n, word) for n, word in enumerate(phrase)):
            return len(phrase)
    return 0


def _reads(pieces: Sequence[Piece], index: int, word: str) -> bool:
    """Tell whether a word stands at `index`, with a capital or not: German nouns look like names."""
    return index < len(pieces) and fold(pieces[index].text) == word


def _described(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "the newspaper N", "the news site N" and "radio station N"."""
    called = is_one(pieces, index, PAPERS) or is_one(pieces, index, GERMAN_PAPERS)
    if not called and not (is_one(pieces, index, SITES) and is_one(pieces, index - 1, OF_SITES)):
        return None
    begin = index + 1 + is_one(pieces, index + 1, ARTICLES_BEFORE)
    if not is_name(pieces, begin):
        return None
    read = _subject(pieces, begin)  # What it does may be told, and by whom.
    if read is not None:
        return read[0]._replace(tie=CALLED), read[1]
    return Group((Unit(pieces[begin]),), CALLED, pieces[begin].end), begin + 1


def _aside(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "(N)", "[N]" and "(N, N)" after plain words."""
    closing = {"(": ")", "[": "]"}.get(pieces[index].text, "")
    if pieces[index].kind != MARK or not closing or is_name(pieces, index - 1):
        return None
    units: list[Unit] = []
    at = index + 1
    while is_name(pieces, at) and len(units) < LONGEST_LIST:
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
    if is_one(pieces, index, ARTICLES_BEFORE) and is_one(pieces, index + 1, GERMAN_PAPERS):
        return None  # `_described` reads what follows.
    read = names_at(pieces, index)
    if read is None:
        return None
    units, after = read
    end = pieces[after - 1].end
    if index == 0 and is_mark(pieces, after, ":", "—", "–"):
        return Group(units, SAYS, end), after + 1
    if is_one(pieces, after, AFTERWARDS):
        return Group(units, SAYS, end), after + 1
    at = _skip_owned(pieces, after)
    at = _skip_first(pieces, skip_adverbs(pieces, _skip_aside(pieces, at)))
    if is_one(pieces, at, PASSIVE) and is_word(pieces, at + 1, "by"):
        return None  # "Emails obtained by N"
    if is_word(pieces, at) and pieces[at].text in ANY:
        tie = tie_of(pieces[at].text)
        if len(units) == 1 and units[0].name.ordinary and f"{pieces[at].text}s" in ANY:
            tie = DOES  # "People report": an outlet is one, and its verb ends in "s".
        units = _with_place(pieces, units, at + 1, tie)
        told = is_one(pieces, at, TOLD)  # Whoever is told may be named next.
        return Group(units, tie, end), at if told and at > index else at + 1
    if any(unit.by == ROLE or _is_of_outlet(unit) for unit in units):
        return Group(units, AGENT, end), after
    return None


def _is_of_outlet(unit: Unit) -> bool:
    """Tell whether somebody is called an outlet's, whatever they do: "Ann Lee at Reuters"."""
    if unit.at is None or unit.by not in _OF_OUTLET or not begins_like_person(unit.name.text):
        return False
    known = unit.at.outlet and not unit.at.ordinary
    return bool(known) or (not unit.at.outlet and looks_like_outlet(unit.at.text))


def _with_place(
    pieces: Sequence[Piece], units: tuple[Unit, ...], index: int, tie: str
) -> tuple[Unit, ...]:
    """Return the names with the place of the last one: "P writes in N"."""
    last = units[-1]
    free = tie == REPORTS and last.at is None and not last.name.outlet
    if free and is_word(pieces, index, "in", "for") and is_name(pieces, index + 1):
        return (*units[:-1], Unit(last.name, pieces[index + 1], "in"))
    return units


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
    """Step over "the first [outlet] to" and "[was] first to"."""
    if is_word(pieces, index, "to") and is_word(pieces, index - 1, "first"):
        return index + 1
    if is_word(pieces, index, "the") and is_word(pieces, index + 1, "first"):
        for at in range(index + 2, index + _FIRST):
            if is_word(pieces, at, "to"):
                return at + 1
    return index
