"""What stands before the first heading: headline, standfirst and byline."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsdesk.intake.lines import Line
from newsdesk.text.names_and_words import fold
from newsdesk.text.slugs import slug_of
from stories.documents import Byline
from stories.importing.explainer import Placement
from stories.importing.people import LONGEST_NAME
from stories.importing.places import BYLINE, HEADLINE, IS, NOWHERE, Places

LONGEST_HEADLINE = 200
_LONGEST_BYLINE = 300
_BY = re.compile(
    r"(?:by|text:|author:|autor(?:in)?:|auteur ?:|words:) |(?:von|par|por) (?=[A-ZÀ-Ý])",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"\s*(?:,|&| and | und | et | y )\s*")
_ROLE = re.compile(r"\b(?:correspondent|editor|reporter|writer|columnist|analyst|bureau)\b", re.I)


@dataclass
class Header:
    """The head of a story, and where its lines went, if anywhere. `given` is the file's title."""

    headline: str = ""
    given: str = ""
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    placements: list[Placement] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)


def read(
    lines: Sequence[Line], facts: Mapping[str, str] | None = None, places: Places = NOWHERE
) -> Header:
    """Take the first line for the headline and the second for the standfirst, "By ..." wherever it is.

    `facts` are what the file says beside its text; what the text itself says in headings goes before, and
    what an editor has said of a line before all.
    """
    header = Header()
    facts = facts or {}
    said = {
        line.number: place.where
        for line in lines
        if (place := places.get(line.number)) and place.verb == IS
    }
    if HEADLINE not in said.values():
        _take_title(header, lines, facts)
    for line in lines:
        if line.number in said:
            header.placements.append(Placement(line.number, _take(line, said[line.number], header)))
    for line in lines:
        if not line.text or line.number in said:
            continue
        where = _place(line, header)
        if where:
            header.placements.append(Placement(line.number, where))
        else:
            header.unplaced.append(line)
    header.headline = header.headline or facts.get("suggested", "")[:LONGEST_HEADLINE]
    header.standfirst = header.standfirst or facts.get("standfirst", "")
    if not header.bylines and facts.get("byline"):
        header.bylines = names_in_byline(f"By {facts['byline']}")
    return header


def _take_title(header: Header, lines: Sequence[Line], facts: Mapping[str, str]) -> None:
    """Take the title that a file gives, unless the text begins with a heading or with the title."""
    title = facts.get("title", "").strip()
    first = next((line for line in lines if line.text and line.role != "rule"), None)
    titled = first is not None and (first.role == "heading" or fold(first.text) == fold(title))
    if title and not titled and len(title) <= LONGEST_HEADLINE:
        header.headline = title
    if title and first is not None and fold(first.text) == fold(title):
        header.given = title


def _take(line: Line, where: str, header: Header) -> str:
    """Put a line where an editor says that it belongs, and return where that is."""
    if where == HEADLINE:
        header.headline = line.text[:LONGEST_HEADLINE]
        return "story.headline"
    if where == BYLINE:
        header.bylines = names_in_byline(line.text) or names_in_byline(f"By {line.text}")
        return "story.bylines"
    header.standfirst = line.text
    return "story.standfirst"


def _place(line: Line, header: Header) -> str:
    """Put a line where it belongs and return where that is, or "" if there is no place for it."""
    if line.role == "rule":
        return "separator"
    names = names_in_byline(line.text)
    if names and not header.bylines:
        header.bylines = names
        return "story.bylines"
    if header.given and fold(line.text) == fold(header.given):
        header.headline = header.headline or line.text
        return "story.headline"
    if not header.headline and not header.standfirst and len(line.text) <= LONGEST_HEADLINE:
        header.headline = line.text
        return "story.headline"
    if not header.standfirst and line.role in ("paragraph", "quotation", "heading"):
        header.standfirst = line.text
        return "story.standfirst"
    return ""


def names_in_byline(text: str) -> tuple[Byline, ...]:
    """Return who is named in "By Jane Doe and John Roe, Science editor"; nothing for another line."""
    by = _BY.match(text)
    if by is None or len(text) > _LONGEST_BYLINE or text.endswith((".", "?", "!")):
        return ()
    bylines: list[Byline] = []
    for part in _JOINTS.split(text[by.end() :].strip()):
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
