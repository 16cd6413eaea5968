"""Names beside a sentence: in brackets behind it, or after a dash at its end."""

from collections.abc import Sequence

from stories.importing.name_words import begins_like_person, looks_like_outlet
from stories.importing.names_in_place import (
    LONGEST_LIST,
    Unit,
    is_mark,
    is_name,
    is_one,
    is_word,
    names_at,
)
from stories.importing.people import is_persons
from stories.importing.pieces import MARK, Piece
from stories.importing.source_group import AGENT, ASIDE, REPORTS, Group, group_at
from stories.importing.verbs import ISSUES

_DATE = 5  # pieces of "12 March 2026" and of "page one, print edition"


def aside(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "(N)", "[N]", "(N, N)", "(N, 12 March)", "(N, print edition)", "(N, P)", "(P, N)" and "(P in N)"
    after plain words, and "– N" at the end.
    """
    if is_mark(pieces, index, "–", "—"):
        read = group_at(pieces, index + 1, AGENT)
        return read if read and read[1] == len(pieces) else None
    closing = {"(": ")", "[": "]"}.get(pieces[index].text, "")
    if pieces[index].kind != MARK or not closing or is_name(pieces, index - 1):
        return None
    return (
        _dated(pieces, index + 1, closing)
        or _signed(pieces, index + 1, closing)
        or _listed(pieces, index + 1, closing)
    )


def _dated(pieces: Sequence[Piece], index: int, closing: str) -> tuple[Group, int] | None:
    """Read "N, 12 March)", "N, June issue)" and "N, P, 12 March)"."""
    if not is_name(pieces, index) or not is_mark(pieces, index + 1, ","):
        return None
    if not (pieces[index].outlet or looks_like_outlet(pieces[index].text)):
        return None
    begin = index + 2
    unit = Unit(pieces[index])
    if is_name(pieces, begin) and is_persons(pieces[begin].text):
        unit = Unit(pieces[begin], pieces[index], "at")
        begin += 1 + is_mark(pieces, begin + 1, ",")
    end = next((at for at in range(begin, begin + _DATE) if is_mark(pieces, at, closing)), 0)
    dated = any(
        pieces[at].text[:1].isdigit() or is_one(pieces, at, ISSUES) for at in range(begin, end)
    )
    if not dated and (unit.at is None or end != begin):
        return None
    return Group((unit,), ASIDE if unit.at is None else REPORTS, pieces[end].end), end + 1


def _signed(pieces: Sequence[Piece], index: int, closing: str) -> tuple[Group, int] | None:
    """Read "P, N)" and "P in N)"."""
    read = names_at(pieces, index)
    if read is not None and is_mark(pieces, read[1], closing):
        units, after = read
        if all(unit.at is not None and is_persons(unit.name.text) for unit in units):
            return Group(units, REPORTS, pieces[after].end), after + 1
    named = is_name(pieces, index) and is_name(pieces, index + 2)
    if not named or not is_mark(pieces, index + 1, ",") or not is_mark(pieces, index + 3, closing):
        return None
    if not begins_like_person(pieces[index].text):
        return None
    unit = Unit(pieces[index], pieces[index + 2], "at")
    return Group((unit,), REPORTS, pieces[index + 3].end), index + 4


def _listed(pieces: Sequence[Piece], index: int, closing: str) -> tuple[Group, int] | None:
    """Read "N)" and "N, N)"."""
    units: list[Unit] = []
    at = index
    while is_name(pieces, at) and len(units) < LONGEST_LIST:
        units.append(Unit(pieces[at]))
        at += 1
        if is_mark(pieces, at, closing):
            return Group(tuple(units), ASIDE, pieces[at].end), at + 1
        if not is_mark(pieces, at, ",", ";", "/") and not is_word(pieces, at, "and"):
            break
        at += 1
    return None
