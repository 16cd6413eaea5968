"""Who speaks to a paper, and who writes in it: "told N", "in an interview with N", "In N, P argues"."""

from collections.abc import Sequence

from newsdesk.text.names_and_words import fold
from stories.importing.name_words import looks_like_outlet
from stories.importing.names_in_place import (
    Unit,
    is_declined,
    is_mark,
    is_name,
    is_one,
    is_word,
    names_at,
)
from stories.importing.people import is_persons, without_trade
from stories.importing.pieces import NAME, POSSESSIVE, Piece
from stories.importing.source_group import (
    ACCORDING,
    AGENT,
    CALLED,
    REPORTS,
    TO,
    Group,
    group_at,
    skip_adverbs,
)
from stories.importing.verbs import (
    ANY,
    ARTICLES_BEFORE,
    ASKED,
    BY,
    COLUMNS,
    FACING,
    INVITED,
    MICROPHONES,
    OWN,
    PAGES,
    PASSIVE,
    PASSIVE_ELSEWHERE,
    PREPOSITIONS,
    PRESENTING,
    PUBLICATIONS,
    QUESTIONS,
    REPORTS_FOR,
    ROLES,
    SPOKEN,
    SPOKEN_ELSEWHERE,
    TO_ELSEWHERE,
    TO_GERMAN,
    TOLD,
    WISHES,
    WITHIN,
    WRITING,
)

_TRADE = 4  # pieces of "the union leader P"
_SPEAKER = 5  # pieces from "a confié" to "au N"


def spoken_to(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "told N", "said to N" and "in an interview with N"."""
    if is_one(pieces, index, TOLD) and is_name(pieces, index + 1):
        return group_at(pieces, index + 1, TO)
    if is_one(pieces, index, SPOKEN) and is_word(pieces, index + 1, "to", "with", "on"):
        asked = pieces[index].text in ASKED and pieces[index + 1].text != "on"
        return group_at(pieces, index + 2, ACCORDING if asked else AGENT)
    if is_one(pieces, index, SPOKEN):  # "confirmed the memo to N"
        for at in range(index + 1, index + _SPEAKER):
            if is_word(pieces, at, "to") and is_name(pieces, at + 1):
                return group_at(pieces, at + 1, AGENT)
            if not is_word(pieces, at):
                break
    if is_one(pieces, index, QUESTIONS):
        wish = is_word(pieces, index + 1, "for") and is_one(pieces, index + 2, WISHES)
        place = index + 1 + 2 * wish  # "a request for comment from N"
        if is_word(pieces, place, "from", "by"):
            return group_at(pieces, place + 1, AGENT)
    if is_name(pieces, index) and is_mark(pieces, index + 1, POSSESSIVE):
        asks = is_one(pieces, index + 2, QUESTIONS)
        return group_at(pieces, index, ACCORDING) if asks else None
    if is_one(pieces, index, INVITED):
        begin = index + 1 + is_word(pieces, index + 1, "de", "du", "sur", "par")
        return group_at(pieces, begin + is_one(pieces, begin, ARTICLES_BEFORE), AGENT)
    if is_one(pieces, index, FACING):
        return group_at(pieces, index + 1, AGENT)
    if not is_one(pieces, index, SPOKEN_ELSEWHERE):
        return None
    for at in range(index + 1, index + _SPEAKER):
        if is_declined(pieces, at):
            return group_at(pieces, at, AGENT)
        if is_one(pieces, at, TO_ELSEWHERE) or is_one(pieces, at, TO_GERMAN):
            begin = at + 1
            called = is_one(pieces, begin, MICROPHONES)
            begin += called + (called and is_one(pieces, begin + 1, PREPOSITIONS | {"d"}))
            begin += is_one(pieces, begin, ARTICLES_BEFORE)
            if is_name(pieces, begin) and not is_one(pieces, begin + 1, TO_GERMAN):
                return group_at(pieces, begin, CALLED if called else AGENT)
        elif not is_word(pieces, at) and not is_name(pieces, at):
            break
    return None


def argued_in(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "In N, P argues", "On N, P asked", "In a column for N, P says" and "In N schreibt P"."""
    aired = is_word(pieces, index, "on")
    if not aired and not is_one(pieces, index, WITHIN):
        return None
    text = _text_for(pieces, index + 1)
    written = text and any(is_one(pieces, at, COLUMNS) for at in range(index, text))
    index = text or index
    place = index + 1 + is_one(pieces, index + 1, ARTICLES_BEFORE)
    day = is_mark(pieces, place + 1, POSSESSIVE) and is_name(pieces, place + 2)
    place += 2 * day  # "In Thursday's N"
    if not is_name(pieces, place):
        return None
    verb, person = place + 1, place + 2
    if is_mark(pieces, place + 1, ",") and (text or pieces[place].outlet):  # "union leader P"
        person = next((at for at in range(person, person + _TRADE) if is_name(pieces, at)), person)
    trade = is_one(pieces, person, ARTICLES_BEFORE)  # "der Ökonom P"
    person += trade
    staff = is_one(pieces, person, ROLES)  # "la periodista P"
    person += staff
    if is_mark(pieces, place + 1, ","):
        verb = skip_adverbs(pieces, person + 1)
    if not is_name(pieces, person):
        return None
    if not (is_word(pieces, verb) if text else is_one(pieces, verb, PRESENTING if aired else ANY)):
        return None
    paper, end = pieces[place], max(verb, person)
    certain = bool(paper.outlet) and (
        day
        or staff
        or bool(text)
        or not paper.ordinary
        or pieces[verb].text in WRITING
        or (is_mark(pieces, place + 1, ",") and is_persons(pieces[person].text))
    )
    wrote = is_word(pieces, verb, "writes", "wrote")  # In a town, people do something else.
    sure = bool(written) or certain or wrote or looks_like_outlet(paper.text)
    if not sure and not trade:
        return None
    name = pieces[person]
    if trade:
        name = name._replace(text=without_trade(name.text))
    # "Im N nennt die Ökonomin P": whether N is a paper is for whoever knows them.
    tie = REPORTS if sure else AGENT
    return Group((Unit(name, paper, "at"),), tie, pieces[end].end), end + 1


def own_publication(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "In her newsletter, N, P says", "On his podcast N, P asked" and "P says in her newsletter N"."""
    if not is_word(pieces, index, "in", "on") or not is_one(pieces, index + 1, OWN):
        return None
    at = next((at for at in range(index + 2, index + _SPEAKER) if _is_published(pieces, at)), 0)
    place = at + 1 + is_mark(pieces, at + 1, ",")
    if not at or not is_name(pieces, place):
        return None
    paper, end = pieces[place], place + 1
    if is_mark(pieces, end, ","):
        writer = next((at for at in range(end + 1, end + _SPEAKER) if is_name(pieces, at)), end)
        person = pieces[writer]  # "the economist P"
        if is_name(pieces, writer) and is_persons(person.text) and is_word(pieces, writer + 1):
            return Group((Unit(person, paper, "at"),), REPORTS, person.end), writer + 1
    before = next((each for each in reversed(pieces[:index]) if each.kind == NAME), None)
    if before is not None and not before.outlet and is_persons(before.text):
        return Group((Unit(before, paper, "at"),), REPORTS, paper.end), end
    return Group((Unit(paper),), CALLED, paper.end), end


def _is_published(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether what somebody publishes of their own is said there: "newsletter", "Substack"."""
    return at < len(pieces) and fold(pieces[at].text) in PUBLICATIONS


def argues_in(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "P calls for an inquiry in Thursday's N" from the start of a sentence to its end."""
    # "7.30 host P"
    role = next((at for at in range(_TRADE) if is_one(pieces, at, ROLES)), -1)
    person = role + 1
    verb = skip_adverbs(pieces, person + 1)
    verbs = ANY | PRESENTING if role >= 0 else ANY
    if index or not is_name(pieces, person) or not is_one(pieces, verb, verbs):
        return None
    last = pieces[-1]
    before = len(pieces) - 2
    if is_mark(pieces, before, POSSESSIVE):
        before -= 2
    if before <= verb or not is_name(pieces, len(pieces) - 1):
        return None
    aired = role >= 0 and is_word(pieces, before, "on")
    if not aired and not is_word(pieces, before, "in", "for", "dans", "en"):
        return None
    if not is_persons(pieces[person].text):
        return None
    if not (last.outlet or looks_like_outlet(last.text)):
        return None
    return Group((Unit(pieces[person], last, "at"),), REPORTS, last.end), len(pieces)


def written_for(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "Writing in N, P"."""
    if not is_word(pieces, index, "writing", "reporting") or not is_word(
        pieces, index + 1, "in", "for", "on"
    ):
        return None
    if not is_name(pieces, index + 2) or not is_mark(pieces, index + 3, ","):
        return None
    read = names_at(pieces, index + 4)
    if read is None:
        return group_at(pieces, index + 2, AGENT)
    units, after = read
    paper = pieces[index + 2]
    whole = tuple(unit if unit.at else Unit(unit.name, paper, "at") for unit in units)
    return Group(whole, REPORTS, pieces[after - 1].end), after


def _text_for(pieces: Sequence[Piece], index: int) -> int:
    """Return the index of "for" in "a guest column for N", or 0: nobody but a paper is written for."""
    for at in range(index, index + _SPEAKER):
        if is_one(pieces, at, PAGES):  # "dans les colonnes du Figaro"
            return at if is_declined(pieces, at + 1) else at + 1
        if is_one(pieces, at, REPORTS_FOR):
            at += is_one(pieces, at + 1, PASSIVE | PASSIVE_ELSEWHERE)
            found = is_one(pieces, at + 1, BY) or is_word(
                pieces, at + 1, "in", "for", "dans", "en", "fur", "pour", "para"
            )
            return at + 1 if found else 0
        if not is_word(pieces, at):
            break
    return 0
