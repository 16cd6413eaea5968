"""“How we got here” -> background text, and dated events where lines begin with a date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsdesk.intake.lines import Line
from newsdesk.text.names_and_words import fold
from stories.documents import TimelineEvent
from stories.importing.explainer import WARNING, Note, Placement
from stories.importing.markup import Ids, markup

_LONGEST_EVENT = 500
# The months as they are printed in four languages, each by its beginning, without accents.
_MONTHS = (
    ("jan", "jaenner", "ene"),
    ("feb", "fev"),
    ("mar", "maerz"),
    ("apr", "avr", "abr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aou", "ago"),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "dic"),
)
_YEAR = r"(?P<year>1\d{3}|20\d{2})"
_DATE = (
    rf"(?P<iso>(?P<iso_year>1\d{{3}}|20\d{{2}})-(?P<iso_month>0[1-9]|1[0-2])(?:-(?P<iso_day>[0-3]\d))?)"
    r"|(?P<first>\d{1,2})(?P<sign>[/.])(?P<second>\d{1,2})(?P=sign)(?P<short_year>1\d{3}|20\d{2})"
    rf"|(?:(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?)?(?:(?P<month>[^\W\d_]{{3,10}})\.?\s+(?:de\s+|del\s+)?)?"
    rf"(?:(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,\s+)?{_YEAR})"
)
_DATED = re.compile(rf"(?:{_DATE})\s*(?::|\s[–—-])\s+(?P<text>\S.*)", re.IGNORECASE)


@dataclass
class Background:
    """The text as HTML, the timeline, and where the lines went."""

    html: str = ""
    timeline: list[TimelineEvent] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read(lines: Sequence[Line], ids: Ids) -> Background:
    """Read the section: "March 2014: ..." is an event of the timeline, all else is text."""
    background = Background()
    prose: list[Line] = []
    for line in lines:
        if not line.text:
            continue
        found = (
            _DATED.match(line.text)
            if line.role in ("paragraph", "item", "number", "heading", "row")
            else None
        )
        date = _date(found) if found and len(found["text"]) <= _LONGEST_EVENT else ""
        if found and date:
            event = TimelineEvent(id=ids.make("timeline", line.text), date=date, text=found["text"])
            background.timeline.append(event)
            where = f"story.timeline:{event.id}"
            background.notes += _doubts(found, date, line, where)
        else:
            prose.append(line)
            where = "story.background"
        background.placements.append(Placement(line.number, where))
    background.html = markup(prose)
    return background


def _date(found: re.Match[str]) -> str:
    """Return the date as ISO 8601 writes it, as far as it is given, or ""."""
    if found["iso"]:
        return found["iso"]
    if found["short_year"]:
        day, month = int(found["first"]), int(found["second"])
        if month > 12 and found["sign"] == "/":
            day, month = month, day
        valid = 1 <= month <= 12 and 1 <= day <= 31
        return f"{found['short_year']}-{month:02}-{day:02}" if valid else ""
    day_given = found["day"] or found["us_day"]
    if (found["day"] and found["us_day"]) or (day_given and not found["month"]):
        return ""
    date = found["year"]
    if found["month"]:
        number = _month(found["month"])
        if not number:
            return ""
        date += f"-{number:02}"
    if day_given:
        if not 1 <= int(day_given) <= 31:
            return ""
        date += f"-{int(day_given):02}"
    return date


def _month(name: str) -> int:
    """Return the number of a month, or 0 for another word."""
    folded = fold(name)
    for number, beginnings in enumerate(_MONTHS, start=1):
        if folded.startswith(beginnings):
            return number if folded in _FULL_MONTHS or len(folded) <= 4 else 0
    return 0


_FULL_MONTHS = frozenset(
    """january february march april may june july august september october november december
    januar janner jaenner februar marz maerz april mai juni juli august september oktober november dezember
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    """.split()
)


def _doubts(found: re.Match[str], date: str, line: Line, where: str) -> list[Note]:
    """Return a warning where a date in figures may be read in two ways."""
    if not found["short_year"] or found["sign"] != "/":
        return []
    if int(found["first"]) > 12 or int(found["second"]) > 12:
        return []
    figures = f"{found['first']}/{found['second']}/{found['short_year']}"
    message = f"“{figures}” was read as {date}: day before month."
    return [
        Note(code="date-doubtful", level=WARNING, line=line.number, message=message, target=where)
    ]
