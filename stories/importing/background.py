"""“How we got here” -> background text, and dated events where lines begin with a date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from stories.documents import TimelineEvent
from stories.importing.explainer import Line, Placement
from stories.importing.markup import Ids, bullet, markup

_LONGEST_EVENT = 500
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(f"{month}|{month[:4]}|{month[:3]}" for month in _MONTHS)
_DATED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{_MONTH})\.?\s+)?(?:(?P<us_day>\d{{1,2}}),\s+)?"
    r"(?P<year>1\d{3}|20\d{2})\s*(?::|\s[–—-])\s+(?P<text>\S.*)",
    re.IGNORECASE,
)


@dataclass
class Background:
    """The text as HTML, the timeline, and where the lines went."""

    html: str = ""
    timeline: list[TimelineEvent] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)


def read(lines: Sequence[Line], ids: Ids) -> Background:
    """Read the section: "March 2014: ..." is an event of the timeline, all else is text."""
    background = Background()
    prose: list[Line] = []
    for line in lines:
        if not line.text:
            continue
        event = _event(bullet(line.text) or line.text, ids)
        if event:
            background.timeline.append(event)
            where = f"story.timeline:{event.id}"
        else:
            prose.append(line)
            where = "story.background"
        background.placements.append(Placement(line.number, where))
    background.html = markup(prose)
    return background


def _event(text: str, ids: Ids) -> TimelineEvent | None:
    found = _DATED.match(text)
    if found is None or len(found["text"]) > _LONGEST_EVENT:
        return None
    day = found["day"] or found["us_day"]
    if (found["day"] and found["us_day"]) or (day and not found["month"]):
        return None
    date = found["year"]
    if found["month"]:
        date += f"-{1 + [month[:3] for month in _MONTHS].index(found['month'][:3].casefold()):02}"
    if day:
        if not 1 <= int(day) <= 31:
            return None
        date += f"-{int(day):02}"
    return TimelineEvent(id=ids.make("timeline", text), date=date, text=found["text"])
