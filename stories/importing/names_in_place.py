"""Names in the place of a source, read from pieces: lists of them, each with the outlet it is tied to.

Looking ahead is bounded everywhere, so that a long sentence costs time in proportion to its length.
"""

from collections.abc import Sequence
from typing import NamedTuple

from newsdesk.text.names_and_words import fold
from stories.importing.pieces import MARK, NAME, POSSESSIVE, WORD, Piece
from stories.importing.verbs import (
    AND,
    ARTICLES_BEFORE,
    COLUMNS,
    GERMAN_PAPERS,
    JOURNALISTS,
    OF_STAFF,
    PAPERS,
    POSTED,
    PREPOSITIONS,
    ROLES,
    SITES,
    TEXTS,
)

LONGEST_LIST = 8
_LONGEST_CLAUSE = 15  # pieces of ", whose reporter P was there,"
_DESCRIPTION = 4  # pieces of "the Swedish daily N"
ROLE = "role"  # The word by which "N's reporter P" are tied.
_OF_STAFF = ("both", "reporting", "writing")


class Unit(NamedTuple):
    """A name, with the outlet it is tied to by grammar ("P at X", "X's P") and by which word.

    `press` tells that whoever is tied so is a journalist: what they are tied to is an outlet.
    """

    name: Piece
    at: Piece | None = None
    by: str = ""
    press: bool = False


def is_word(pieces: Sequence[Piece], index: int, *among: str) -> bool:
    """Tell whether a plain word stands at `index`: any of `among`, or any at all."""
    if not 0 <= index < len(pieces) or pieces[index].kind != WORD:
        return False
    return not among or pieces[index].text in among


def is_one(pieces: Sequence[Piece], index: int, among: frozenset[str]) -> bool:
    """Tell whether one of many plain words stands at `index`."""
    return is_word(pieces, index) and pieces[index].text in among


def is_mark(pieces: Sequence[Piece], index: int, *among: str) -> bool:
    return 0 <= index < len(pieces) and pieces[index].kind == MARK and pieces[index].text in among


def is_name(pieces: Sequence[Piece], index: int) -> bool:
    return 0 <= index < len(pieces) and pieces[index].kind == NAME


def is_declined(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether a name stands there that its article or case is part of: "du Monde", "der Zeit"."""
    return is_name(pieces, index) and pieces[index].text[0].islower()


def names_at(pieces: Sequence[Piece], index: int) -> tuple[tuple[Unit, ...], int] | None:
    """Read a list of names; return it with the index after it. A comma needs an "and" later on."""
    read = _unit(pieces, index)
    if read is None:
        return None
    unit, after = read
    units = [unit]
    while len(units) < LONGEST_LIST:
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
            begin = index + len(joint)
            if own := _of_the_same(pieces, begin):
                return own
            if is_word(pieces, begin, "to", "by", "in", "with") and is_name(pieces, begin + 1):
                begin += bool(pieces[begin + 1].outlet)  # "to N and to N"
            read = _described(pieces, begin) or _unit(pieces, begin)
            return ([read[0]], read[1]) if read else None
    return None


def _of_the_same(pieces: Sequence[Piece], index: int) -> tuple[list[Unit], int] | None:
    """Read "N's editor, P, and [its Lisbon correspondent, P]"."""
    if not is_word(pieces, index, "its", "their"):
        return None
    role = next((at for at in range(index + 1, index + 5) if is_one(pieces, at, ROLES)), 0)
    person = role + 1 + is_mark(pieces, role + 1, ",")
    if not role or not is_name(pieces, person) or pieces[person].outlet:
        return None
    return [Unit(pieces[person])], person + 1 + is_mark(pieces, person + 1, ",")


def _described(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "and [the Swedish daily] N": what the next of several names is called."""
    for at in range(index + 1, index + _DESCRIPTION):
        called = is_one(pieces, at, PAPERS) or is_one(pieces, at, SITES)
        if called or is_word(pieces, at, "based"):  # "the Harare-based N"
            name = at + 1 + is_one(pieces, at + 1, ARTICLES_BEFORE)
            if is_name(pieces, name):
                return _unit(pieces, name)
        if not is_word(pieces, at) and not is_name(pieces, at):
            break
    return None


def _enumerated(pieces: Sequence[Piece], index: int) -> tuple[list[Unit], int] | None:
    """Read ", N, N and N"."""
    units: list[Unit] = []
    while is_mark(pieces, index, ",") and len(units) < LONGEST_LIST:
        if units and (last := _joined(pieces, index + 1)):
            return units + last[0], last[1]
        read = _described(pieces, index + 1) or _unit(pieces, index + 1)
        if read is None:
            return None
        units.append(read[0])
        index = read[1]
        if last := _joined(pieces, index):
            return units + last[0], last[1]
    return None


def _unit(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read a name with the outlet it is tied to; before it may stand what it is: "reporter P"."""
    index += is_one(pieces, index, ARTICLES_BEFORE)
    index += is_word(pieces, index, "its", "their") and is_one(pieces, index + 1, ROLES)
    press = is_one(pieces, index, JOURNALISTS)
    index += is_one(pieces, index, ROLES)
    if is_name(pieces, index + 1) and fold(pieces[index].text) in GERMAN_PAPERS:
        index += 1
    if is_name(pieces, index) and is_word(pieces, index + 1, "based"):  # "the Holm-based N"
        begin = index + 2
        index = next(
            (at for at in range(begin, begin + _DESCRIPTION) if is_name(pieces, at)), index
        )
    if not is_name(pieces, index):
        return None
    read = _owned(pieces, index) or _placed(pieces, index)
    if read is None:
        return Unit(pieces[index]), index + 1
    unit, after = read
    return (unit._replace(by=ROLE) if press and unit.by in OF_STAFF else unit), after


def _owned(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "X's P", "X's science editor P", "X's correspondent in Y, P" and "X [Y] correspondent P"."""
    head, at = pieces[index], index + 1
    possessive = is_mark(pieces, at, POSSESSIVE)
    if possessive:
        at += 1
        if is_name(pieces, at) and not is_one(pieces, at + 1, ROLES):
            written = _with_its_writer(pieces, at) if is_mark(pieces, at + 1, ",") else None
            return written or (Unit(pieces[at], head, "'s"), at + 1)
    for role in range(at, min(at + 4, len(pieces))):
        if is_one(pieces, role, ROLES) or (possessive and is_word(pieces, role, "man", "woman")):
            name = _after_place(pieces, role + 1)
            name += is_mark(pieces, name, ",")
            if is_name(pieces, name):
                press = is_one(pieces, role, JOURNALISTS)
                return Unit(pieces[name], head, ROLE, press), name + 1 + is_mark(
                    pieces, name + 1, ","
                )
        placed = role == at and head.outlet and is_name(pieces, role)  # "BBC Lagos correspondent P"
        if not (is_word(pieces, role) or possessive or placed):
            break
    return None


def _after_place(pieces: Sequence[Piece], index: int) -> int:
    """Return the index after "in Y" where a comma follows: "X's correspondent in Y, P"."""
    if not is_one(pieces, index, POSTED):
        return index
    at = index + 1 + is_word(pieces, index + 1, "the")
    return at + 1 if is_name(pieces, at) and is_mark(pieces, at + 1, ",") else index


def _of_staff(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "P, X's energy reporter," and "P, X's correspondent in Y,"."""
    at = index + 3 + is_mark(pieces, index + 3, POSSESSIVE)
    for role in range(at, at + 3):
        if is_one(pieces, role, ROLES) and (after := after_post(pieces, role + 1)):
            press = is_one(pieces, role, JOURNALISTS)
            return Unit(pieces[index], pieces[index + 2], ROLE, press), after
        if not is_word(pieces, role):
            break
    return None


def after_post(pieces: Sequence[Piece], index: int) -> int:
    """Return the index after "," or "in Y,", where somebody is posted; 0 where neither stands there.

    The end of the sentence does as well.
    """
    if is_one(pieces, index, POSTED):
        index += 1 + is_word(pieces, index + 1, "the")
        index += is_name(pieces, index) or is_word(pieces, index)
    if index == len(pieces):
        return index
    return index + 1 if is_mark(pieces, index, ",") else 0


def _placed(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "P at X", "P (X)", "P, writing in X," and "P, a correspondent of X,"."""
    head, at = pieces[index], index + 1
    if is_mark(pieces, at, "(") and is_name(pieces, at + 1) and is_mark(pieces, at + 2, ")"):
        return Unit(head, pieces[at + 1], "("), at + 3
    if is_mark(pieces, at, "(") and is_word(pieces, at + 1) and is_mark(pieces, at + 2, ")"):
        at += 3  # "P (retd)"
    if is_one(pieces, at, PREPOSITIONS):
        place = _after_description(pieces, at + 1)
        if not is_name(pieces, place):
            return None
        return Unit(head, pieces[place], pieces[at].text), place + 1
    if is_declined(pieces, at) and pieces[at].outlet and not head.outlet:
        return Unit(head, pieces[at], "vom"), at + 1  # "P vom rbb"
    if not is_mark(pieces, at, ","):
        return None
    if own := _with_its_writer(pieces, index):
        return own
    if is_one(pieces, at + 1, OF_STAFF):  # "P, of X,"
        place = at + 2 + is_one(pieces, at + 2, ARTICLES_BEFORE)
        if is_name(pieces, place) and is_mark(pieces, place + 1, ","):
            return Unit(head, pieces[place], pieces[at + 1].text), place + 2
    if is_name(pieces, at + 1):
        return _of_staff(pieces, index)
    if called := _called_staff(pieces, at + 1):
        return Unit(head, pieces[called[0]], ROLE, called[2]), called[1]
    for here in range(at + 1, min(at + 7, len(pieces) - 1)):
        if not is_word(pieces, here):
            if is_name(pieces, here) and is_word(
                pieces, here - 1, "from", "aus", "depuis", "desde"
            ):
                continue  # "P, reporting from Y for X,"
            declined = is_declined(pieces, here) and is_one(pieces, here - 1, ROLES)
            if declined and (after := after_post(pieces, here + 1)):  # "P, Redakteurin der Zeit,"
                press = is_one(pieces, here - 1, JOURNALISTS)
                return Unit(head, pieces[here], ROLE, press), after
            return None
        of = pieces[here].text in PREPOSITIONS or (
            is_word(pieces, here, "a", "chez", "pour") and is_one(pieces, here - 1, ROLES)
        )
        if here > at + 1 and of and is_name(pieces, here + 1):
            if pieces[here].text == "from" and is_word(pieces, here + 2, "for"):
                continue
            staff = any(is_word(pieces, n, *ROLES, *_OF_STAFF) for n in range(at + 1, here))
            press = any(
                is_one(pieces, n, JOURNALISTS) or is_word(pieces, n, "writing")
                for n in range(at + 1, here)
            )
            if after := after_post(pieces, here + 2):
                return Unit(head, pieces[here + 1], ROLE if staff else "at", press), after
    return None


def _with_its_writer(pieces: Sequence[Piece], index: int) -> tuple[Unit, int] | None:
    """Read "N, whose reporter P was there," and "N, in a piece by P,"."""
    person = 0
    if is_word(pieces, index + 2, "whose"):
        role = next((at for at in range(index + 3, index + 6) if is_one(pieces, at, ROLES)), 0)
        person = role + 1 + is_mark(pieces, role + 1, ",") if role else 0
    elif is_word(pieces, index + 2, "in"):
        texts = range(index + 3, index + 7)
        by = next((at for at in texts if is_one(pieces, at, TEXTS | COLUMNS)), 0) + 1
        person = by + 1 if by > 1 and is_word(pieces, by, "by") else 0
    if not person or not is_name(pieces, person) or pieces[person].outlet:
        return None
    ends = range(person + 1, min(person + _LONGEST_CLAUSE, len(pieces)))
    end = next((at for at in ends if is_mark(pieces, at, ",")), 0)
    return (Unit(pieces[person], pieces[index], ROLE, press=True), end + 1) if end else None


def _after_description(pieces: Sequence[Piece], index: int) -> int:
    """Return the index after an article, or after what N is called: "of [the Swedish daily] N"."""
    for at in range(index, index + _DESCRIPTION):
        if is_one(pieces, at, PAPERS) and is_name(pieces, at + 1):
            return at + 1
        if not is_word(pieces, at) and not is_name(pieces, at):
            break
    return index + is_one(pieces, index, ARTICLES_BEFORE)


def _called_staff(pieces: Sequence[Piece], index: int) -> tuple[int, int, bool] | None:
    """Read "a N reporter,": return the index of N, the one after all, and whether it is a journalist."""
    place = index + is_word(pieces, index, "a", "an", "the")
    if not is_name(pieces, place):
        return None
    for at in range(place + 1, place + _DESCRIPTION):
        if is_one(pieces, at, ROLES):
            press = is_one(pieces, at, JOURNALISTS)
            return (place, at + 2, press) if is_mark(pieces, at + 1, ",") else None
        if not is_word(pieces, at):
            break
    return None
