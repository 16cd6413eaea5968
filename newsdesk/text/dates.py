"""Dates stated in a text, as far as they are stated: "14 November 2025", "in 2025", "last year"."""

import re
from typing import NamedTuple

from newsdesk.text.numbers import (
    MAGNITUDES,
    ORDINAL_ENDINGS,
    Token,
    states_any,
    tokens_of,
    unit_of,
)

_MONTHS = "january february march april may june july august september october november december"
MONTHS = {name: n for n, name in enumerate(_MONTHS.split(), start=1)}
MONTHS |= {name[:3]: n for name, n in list(MONTHS.items())} | {"sept": 9}
# What every date begins with, if not with a figure.
_FIRST_WORDS = frozenset(("today", "yesterday", "tomorrow", "last", "next", "this", *MONTHS))
_AMBIGUOUS_MONTHS = {"may", "mar", "march", "sep", "dec", "jan", "jun", "oct", "nov", "apr", "aug"}
_AMBIGUOUS_MONTHS |= {"feb", "jul"}
_RELATIVE = re.compile(
    r"\b(today|yesterday|tomorrow|(?:last|next|this) (?:week|month|year|night|spring|summer"
    r"|autumn|winter|season|decade|century))\b"
)


class Date(NamedTuple):
    """A date as far as it is stated; zero where a part is not. `relative`: "last year"."""

    year: int
    month: int
    day: int
    relative: str
    text: str
    start: int
    end: int

    def same(self, other: "Date") -> bool:
        """Tell whether no stated part differs, and at least one is stated by both."""
        if self.relative or other.relative:
            return self.relative == other.relative
        parts = list(zip(self[:3], other[:3], strict=True))
        return all(a == b for a, b in parts if a and b) and any(a and b for a, b in parts)


def dates(text: str) -> list[Date]:
    """Return the dates that a text states, in order."""
    if not states_any(text, _FIRST_WORDS):
        return []
    tokens = tokens_of(text)
    found: list[Date] = []
    index = 0
    while index < len(tokens):
        used, date = _date_at(text, tokens, index)
        if date is not None:
            found.append(date)
        index += max(used, 1)
    lower = text.casefold()
    if len(lower) == len(text):
        for match in _RELATIVE.finditer(lower):
            found.append(Date(0, 0, 0, match[1], match[1], match.start(), match.end()))
    return sorted(found, key=lambda date: date.start)


def _date_at(text: str, tokens: list[Token], index: int) -> tuple[int, Date | None]:
    """Return the date that begins at a token, with how many tokens it takes; (0, None) for none."""
    here = tokens[index]
    if here.folded not in MONTHS and not here.text[0].isdigit():
        return 0, None
    after = [t.folded for t in tokens[index : index + 5]] + [""] * 5
    plain = [word for word in after if word not in ORDINAL_ENDINGS and word != "of"]
    if here.folded in MONTHS and _is_month(tokens, index, plain):
        day = _day(plain[1])
        year = _year(plain[2] if day else plain[1])
        return _made(text, tokens, index, (year, MONTHS[here.folded], day))
    day = _day(here.folded)
    if day and plain[1] in MONTHS and plain[0] == here.folded:
        return _made(text, tokens, index, (_year(plain[2]), MONTHS[plain[1]], day))
    if _year(here.folded) and not _is_counted(text, tokens, index):
        iso = re.match(r"(\d{4})-(\d\d)-(\d\d)\b", text[here.start : here.start + 11])
        if iso:
            return 3, Date(
                int(iso[1]), int(iso[2]), int(iso[3]), "", iso[0], here.start, here.start + 10
            )
        return 1, Date(_year(here.folded), 0, 0, "", here.text, here.start, here.end)
    return 0, None


def _made(
    text: str, tokens: list[Token], index: int, parts: tuple[int, int, int]
) -> tuple[int, Date]:
    """Return a written-out date: it takes as many tokens as hold its parts."""
    wanted = sum(1 for part in parts if part)
    used = seen = 0
    for token in tokens[index : index + 6]:
        used += 1
        seen += token.folded not in ORDINAL_ENDINGS and token.folded != "of"
        if seen == wanted:
            break
    start, end = tokens[index].start, tokens[index + used - 1].end
    return used, Date(*parts, "", text[start:end], start, end)


def _is_month(tokens: list[Token], index: int, plain: list[str]) -> bool:
    if not tokens[index].text[0].isupper() and not tokens[index].text.isupper():
        return bool(_day(plain[1]) or _year(plain[1])) and tokens[index].folded != "may"
    if tokens[index].folded not in _AMBIGUOUS_MONTHS:
        return True
    before = tokens[index - 1].folded if index else ""
    return bool(_day(plain[1]) or _year(plain[1])) or before in {
        "in",
        "since",
        "until",
        "by",
        "last",
    }


def _is_counted(text: str, tokens: list[Token], index: int) -> bool:
    """Tell whether a number of four digits counts something: "2000 km", "$1999", "1,950"."""
    if (
        index
        and tokens[index - 1].folded in "$€£¥"
        and tokens[index - 1].end == tokens[index].start
    ):
        return True
    following = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    adjacent = text[tokens[index].end : tokens[index].end + 1] in {" ", "-"}
    return adjacent and (unit_of(following) is not None or following in MAGNITUDES)


def _day(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and 0 < int(word[:4]) <= 31 else 0


def _year(word: str) -> int:
    if len(word) == 4 and word.isascii() and word.isdigit() and 1500 <= int(word) <= 2199:
        return int(word)
    return 0
