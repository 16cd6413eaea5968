"""The day of a report, as its page states or prints it: its own day, in its own offset, never that of UTC."""

import re
from datetime import date, datetime
from functools import cache

from newsdesk.intake.news.words import month_spellings, months, words
from newsdesk.text.normalise import fold

_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PACKED = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)(?:T?\d{4,6})?")
_YEAR = r"(?:19|20)\d{2}"
_SLASHED = re.compile(rf"(?<!\d)(\d{{1,2}})([/.-])(\d{{1,2}})\2({_YEAR}|\d{{2}})(?!\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?:-|[年년]\s?)(\d{2}|\d(?=[月월]))(?:-|[月월]\s?)(\d{1,2})(?!\d)"
)
_IN_ADDRESS = re.compile(rf"/({_YEAR})[/-](\d{{1,2}}|[a-z]{{3}})[/-](\d{{1,2}})(?![\d])")
_MONTHS_FIRST = frozenset(("en-us", "en_us"))
_FIRST_YEAR = 1990


def stated(text: str) -> date | None:
    """Return the day of a date that is written for programs; None for what is none.

    "2026-03-03T21:40:00-05:00" is 3 March, whatever the day was in Greenwich.
    """
    text = text.strip()[:40]
    found = _ISO.match(text) or _PACKED.match(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return printed(text, "en")


def is_of_greenwich(text: str) -> bool:
    """Tell whether a moment is stated in UTC, so that its day may not be that of the page."""
    return re.search(r"T\d{2}:\d{2}.*(?:Z|[+-]00:?00)\s*$", text) is not None


def moment(text: str) -> datetime | None:
    """Return the moment that is stated, None where no offset is."""
    try:
        found = datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        return None
    return found if found.tzinfo else None


def printed(text: str, language: str, *, region: str = "", changed: bool = False) -> date | None:
    """Return the first day printed in a text, but for one behind "updated" or the like; None for none.

    `region` is what <html lang> says in full: "02/11/2026" is in November but in the United States.
    `changed` takes the day of a change, too.
    """
    for start, found in _all(text, language, region):
        if changed or not _is_of_change(text[:start], language):
            return found
    return None


def in_address(url: str) -> date | None:
    """Return the day in an address, as in "/2026/03/03/ferry" and "/2026/mar/03/"."""
    found = _IN_ADDRESS.search(url)
    if found is None:
        return None
    month = int(found[2]) if found[2].isdecimal() else months("en").get(found[2], 0)
    return _day(int(found[1]), month, int(found[3]))


def _all(text: str, language: str, region: str) -> list[tuple[int, date]]:
    found = []
    for match in _in_words().finditer(text):
        day, month = match["day"] or match["day_after"], match["month"] or match["month_first"]
        year = match["year"] or match["year_after"]
        number = months(language).get(fold(month).rstrip("."), 0)
        if made := _day(int(year), number, int(day)):
            found.append((match.start(), made))
    for match in _SLASHED.finditer(text):
        if made := _slashed(match, region):
            found.append((match.start(), made))
    for match in _YEAR_FIRST.finditer(text):
        if made := _day(int(match[1]), int(match[2]), int(match[3])):
            found.append((match.start(), made))
    return sorted(found)


def _slashed(match: re.Match[str], region: str) -> date | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    months_first = region.lower() in _MONTHS_FIRST and match[2] == "/"
    if second > 12 or (months_first and first <= 12):
        first, second = second, first
    return _day(year, second, first)


def _is_of_change(before: str, language: str) -> bool:
    """Tell whether the words before a date say that the page was changed then."""
    near = fold(before[-40:])
    changed, published = (_last(kind, near, language) for kind in ("updated", "published"))
    return changed > published and not re.search(r"\d{4}", near[changed:])


def _last(kind: str, text: str, language: str) -> int:
    """Return where the last word of a kind stands in a folded text, -1 where none does."""
    return max((found.start() for found in _of_kind(kind, language).finditer(text)), default=-1)


@cache
def _of_kind(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words(kind, language))))})(?!\w)"
    )


@cache
def _in_words() -> re.Pattern[str]:
    """3 March 2026, 3. März 2026, 24 de febrero de 2026, 1er mars 2026; March 3, 2026, Jan. 12, 2026."""
    names = "|".join(sorted(map(re.escape, month_spellings()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|er|º|st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?P<month>{names})\.?,?\s+"
        rf"(?:de\s+|del\s+)?(?P<year>{_YEAR})"
        rf"|(?<!\w)(?P<month_first>{names})\.?\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year_after>{_YEAR})",
        re.IGNORECASE,
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= 2100 else None
    except ValueError:
        return None
