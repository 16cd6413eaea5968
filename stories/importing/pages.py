"""One text, several pages: where the first section comes again under a new title, a new page begins."""

from collections.abc import Sequence

from newsdesk.intake.lines import Line
from stories.importing.section_words import SectionWords
from stories.importing.sections import heading

_LONGEST_TITLE = 200
_BEFORE = 5  # lines between the title of a page and its first section: standfirst, byline
_ENDS_OF_PROSE = (".", ";", ",", ":", "…", ".”", '."')


def split_pages(lines: Sequence[Line], words: SectionWords) -> list[list[Line]]:
    """Return the lines of each page; of a text that holds one page, all of them."""
    headings = [
        (index, name)
        for index, line in enumerate(lines)
        if line.role in ("paragraph", "heading") and (name := heading(line.text, words))
    ]
    level = min(
        (lines[i].level for i, _ in headings if lines[i].role == "heading" and lines[i].level),
        default=0,
    )
    cuts: list[int] = []
    seen: set[str] = set()
    first = ""
    begin = 0
    untitled = bool(headings) and not any(line.text for line in lines[: headings[0][0]])
    following: list[frozenset[str]] = [frozenset()]
    for _, name in reversed(headings):
        following.append(following[-1] | {name})
    for place, (index, name) in enumerate(headings):
        if name == first or (
            name in seen and level > 1 and _title_above(lines, index, begin, level)
        ):
            again = following[len(headings) - place]
            at = _beginning(lines, index, begin, level)
            if at is None and name == first and untitled and len(seen) > 1 and again >= seen:
                at = index
            if at is not None and len(again & seen) >= min(2, len(seen)):
                cuts.append(at)
                seen, first, begin = set(), "", index
        first = first or name
        seen.add(name)
        begin = index
    return [
        list(lines[start:end]) for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)
    ]


def _title_above(lines: Sequence[Line], index: int, last: int, level: int) -> int | None:
    """Return where a heading of a higher level stands between the last section and this one."""
    for place in range(index - 1, last, -1):
        if lines[place].role == "heading" and 0 < lines[place].level < level:
            return place
    return None


def _beginning(lines: Sequence[Line], index: int, last: int, level: int) -> int | None:
    """Return where the page begins whose first section is at `index`; None where none does."""
    if level > 1 and (place := _title_above(lines, index, last, level)) is not None:
        return place
    filled = [place for place in range(last + 1, index) if lines[place].text]
    for place in reversed(filled[-_BEFORE:]):
        if lines[place].role == "rule":
            break
        if _is_title(lines[place]) and _begins(lines, place, last):
            return place
    return None


def _is_title(line: Line) -> bool:
    return (
        line.role in ("paragraph", "heading")
        and len(line.text) <= _LONGEST_TITLE
        and not line.text.endswith(_ENDS_OF_PROSE)
        and line.text[:3].casefold() != "by "
    )


def _begins(lines: Sequence[Line], place: int, last: int) -> bool:
    """Tell whether a line stands at a beginning: after a rule, a blank or the end of a sentence."""
    if place - 1 <= last:
        return False
    before = lines[place - 1]
    return before.role in (
        "rule",
        "blank",
        "footer",
        "note",
        "item",
        "number",
    ) or before.text.endswith((".", "!", "?", "”", '"'))
