"""What stands before the first heading: headline, standfirst and byline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsdesk.text.slugs import slug_of
from stories.documents import Byline
from stories.importing.explainer import Line, Placement
from stories.importing.people import LONGEST_NAME

LONGEST_HEADLINE = 200
_LONGEST_BYLINE = 300
_JOINTS = re.compile(r"\s*(?:,|&| and )\s*")
_ROLE = re.compile(r"\b(?:correspondent|editor|reporter|writer|columnist|analyst|bureau)\b", re.I)


@dataclass
class Header:
    """The head of a story, where its lines went, and those that have no place."""

    headline: str = ""
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    placements: list[Placement] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)


def read(lines: Sequence[Line]) -> Header:
    """Take the first line for the headline and the second for the standfirst, "By ..." wherever it is."""
    header = Header()
    for line in lines:
        if not line.text:
            continue
        where = _place(line, header)
        if where:
            header.placements.append(Placement(line.number, where))
        else:
            header.unplaced.append(line)
    return header


def _place(line: Line, header: Header) -> str:
    """Put a line where it belongs and return where that is, or "" if there is no place for it."""
    names = _names(line.text)
    if names and not header.bylines:
        header.bylines = names
        return "story.bylines"
    if not header.headline and not header.standfirst and len(line.text) <= LONGEST_HEADLINE:
        header.headline = line.text
        return "story.headline"
    if not header.standfirst:
        header.standfirst = line.text
        return "story.standfirst"
    return ""


def _names(text: str) -> tuple[Byline, ...]:
    """Return who is named in "By Jane Doe and John Roe, Science editor"; nothing for another line."""
    if (
        text[:3].casefold() != "by "
        or len(text) > _LONGEST_BYLINE
        or text.endswith((".", "?", "!"))
    ):
        return ()
    bylines: list[Byline] = []
    for part in _JOINTS.split(text[3:].strip()):
        if not part:
            continue
        if bylines and (_ROLE.search(part) or part[0].islower()):
            last = bylines[-1]
            role = f"{last.role}, {part}" if last.role else part
            bylines[-1] = Byline(name=last.name, slug=last.slug, role=role)
        elif len(part.split()) <= 5 and len(part) <= LONGEST_NAME and part[0].isupper():
            bylines.append(Byline(name=part, slug=slug_of(part)))
        else:
            return ()
    return tuple(bylines) if all(len(byline.role) <= LONGEST_NAME for byline in bylines) else ()
