"""“What's behind the headline?” -> ordered parts: sub-headings, paragraphs and lists."""

from collections.abc import Collection, Sequence

from newsdesk.intake.lines import Line
from newsdesk.text.names_and_words import words
from stories.documents import AnalysisPart
from stories.importing.markup import Ids, markup
from stories.importing.places import INSIDE, NOWHERE, TEXT, Places

# A heading, if there is one, and the lines under it.
_Group = tuple[Line | None, list[Line]]

_LONGEST_HEADING = 90
_ENDS_OF_PROSE = (".", "!", ";", ",", "…", ".”", '."', "!”", '!"')
_FORECAST = {"forecast", "forecasts", "outlook"}
_FORECAST_PHRASES = {"what happens next", "whats next", "what's next", "what next", "looking ahead"}


def is_heading(line: Line, after: Line | None) -> bool:
    """Tell whether a line is a sub-heading: short, without a stop, and something stands under it.

    `after` is the next line that is not blank. What could itself be a heading may stand under one
    only if the upper one announces it, as "Forecast" does.
    """
    if after is None or not _could_be_heading(line):
        return False
    return not _could_be_heading(after) or kind_of(line.text) != "analysis"


def _could_be_heading(line: Line) -> bool:
    if (
        not line.text
        or len(line.text) > _LONGEST_HEADING
        or line.role not in ("paragraph", "heading")
    ):
        return False
    return not line.text.endswith(_ENDS_OF_PROSE)


def kind_of(heading: str) -> str:
    """Return the kind of part that a heading announces, one of ANALYSIS_KINDS."""
    said = words(heading)
    if not said:
        return "analysis"
    if _FORECAST & {said[0], said[-1]} or " ".join(said) in _FORECAST_PHRASES:
        return "forecast"
    return "context" if said[-1] == "context" else "analysis"


def parts(
    lines: Sequence[Line], ids: Ids, places: Places = NOWHERE
) -> list[tuple[AnalysisPart, list[Line]]]:
    """Return the parts, each with the lines it was made from (the first is the heading, if any).

    Where the text has headings, only they count; elsewhere what is short and stands over something. What an
    editor has said of a line, in `places`, goes before both.
    """
    filled = [line for line in lines if line.text]
    said = {number: place.verb for number, place in places.items() if place.verb in (INSIDE, TEXT)}
    headings = [line for line in filled if line.role == "heading" and line.number not in said]
    level = min((line.level for line in headings if line.level), default=0)
    groups: list[_Group] = []
    for index, line in enumerate(filled):
        after = filled[index + 1] if index + 1 < len(filled) else None
        styled = line.role == "heading" and 0 < level <= line.level <= level + 1
        heads = styled or (not level and is_heading(line, after))
        if said.get(line.number, INSIDE if heads else TEXT) == INSIDE:
            groups.append((line, []))
        else:
            if not groups:
                groups.append((None, []))
            groups[-1][1].append(line)
    made = {number for number, verb in said.items() if verb == INSIDE}
    return [_part(heading, body, ids) for heading, body in _with_text(groups, made)]


def _with_text(groups: list[_Group], made: Collection[int]) -> list[_Group]:
    """Return the groups so that none is a heading with nothing under it, where that can be helped.

    What stands under such a heading is the next part: its heading becomes the first line. The last one
    becomes the last line of the part before it. A heading that an editor has `made`, by its number, stays.
    """
    joined: list[_Group] = []
    for heading, body in groups:
        if joined and heading and heading.number not in made and _is_bare(joined[-1], made):
            joined[-1][1].extend([heading, *body])
        else:
            joined.append((heading, body))
    if len(joined) > 1 and _is_bare(joined[-1], made):
        last, _ = joined.pop()
        joined[-1][1].extend([last] if last else [])
    return joined


def _is_bare(group: _Group, made: Collection[int]) -> bool:
    """Tell whether a group is a heading with nothing under it, which nobody has made one."""
    heading, body = group
    return heading is not None and not body and heading.number not in made


def _part(heading: Line | None, body: list[Line], ids: Ids) -> tuple[AnalysisPart, list[Line]]:
    title = heading.text.removesuffix(":") if heading else ""
    seed = title or (body[0].text if body else "")
    part = AnalysisPart(
        id=ids.make("analysis", seed),
        kind=kind_of(title),
        heading=title,
        body=markup(body),
    )
    return part, ([heading] if heading else []) + body
