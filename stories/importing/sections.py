"""The headings of an explainer, and the lines under each: roles first, words second."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsdesk.intake.lines import BOLD_LEVEL, Line, Unreadable, cut
from newsdesk.text.sentences import QUESTION_MARKS
from stories.importing.places import BEGIN, HEADING, IN, IS, NOWHERE, OUT, Place, Places
from stories.importing.section_words import (
    ANALYSIS,
    BACKGROUND,
    DEEPER,
    NO_OWN_WORDS,
    PAPERS,
    QUESTIONS,
    SOURCES,
    SUMMARY,
    TITLES,
    TOPICS,
    Section,
    SectionWords,
)

# What follows such a heading in the same line: "Why it matters: The pier ...".
_RUN_IN = re.compile(r"[^:?.!–—\n]{2,60}?(?:[:?](?=\s)|\.(?=\s)|\s[–—](?=\s))")
_LONGEST_UNKNOWN = 80
_LOOKED_AT = 200  # lines under “Sources”, to tell what they are
_ENDS_OF_PROSE = (".", "!", ";", ",", "…", ".”", '."', "!”", '!"', ".)", ":")


class NoSections(Unreadable):
    """No line is a heading that the desk knows; `candidates` look like headings."""

    def __init__(self, message: str, candidates: Sequence[Line]) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


@dataclass
class Page:
    """The lines of a page by section, blank ones included; `preamble` stands before any heading.

    A section is a list of blocks: one, or more where its heading is repeated. `unknown` are headings that
    look like those of sections and are not known: each heads a part of the analysis, if it is in `apart`.
    `places` is what an editor has said of lines, `left` what they have left out.
    """

    preamble: list[Line] = field(default_factory=list)
    sections: dict[str, list[list[Line]]] = field(default_factory=dict)
    headings: list[Line] = field(default_factory=list)
    repeated: list[Line] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)
    left: list[Line] = field(default_factory=list)
    places: Places = field(default_factory=dict)
    feet: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    def blocks(self, section: str) -> list[list[Line]]:
        return self.sections.get(section, [])

    def lines(self, section: str) -> list[Line]:
        return [line for block in self.blocks(section) for line in block]

    def text_of(self, *sections: str) -> str:
        """Return the text of some sections, one line each."""
        return "\n".join(line.text for name in sections for line in self.lines(name))


def heading(text: str, words: SectionWords = NO_OWN_WORDS) -> str | None:
    """Return the section that a line names without doubt, if it does."""
    found = words.section(text)
    return found.name if found and found.strong and found.name in TITLES else None


def run_in(lines: Sequence[Line], words: SectionWords) -> list[Line]:
    """Return lines where a heading with its text behind it in one line is two lines of one number."""
    found: list[Line] = []
    strong = sum(_heads(line, words) for line in lines) > 1
    for line in lines:
        split = _split(line, words, weak=strong) if line.role == "paragraph" else None
        found += split or [line]
    return found


def _heads(line: Line, words: SectionWords) -> bool:
    if line.role not in ("paragraph", "heading"):
        return False
    return bool(heading(line.text, words)) or _split(line, words, weak=False) is not None


def _split(line: Line, words: SectionWords, *, weak: bool) -> list[Line] | None:
    head = _RUN_IN.match(line.text)
    if head is None or head.end() >= len(line.text.rstrip()):
        return None
    section = words.section(head[0].rstrip(" :.–—"))
    if section is None or section.name == SOURCES:
        return None
    emphasised = any(
        span.kind == "bold" and span.start == 0 and span.end >= head.end() - 2
        for span in line.spans
    )
    colon = head[0].rstrip().endswith((":", "–", "—"))
    if not (section.strong or emphasised or (weak and colon)):
        return None
    if head[0].endswith(".") and not emphasised:
        return None
    if head[0].endswith("?") and not (section.strong and line.text[head.end() :].strip()):
        return None
    title = replace(cut(line, 0, head.end()), role="heading", level=0, spans=())
    return [title, cut(line, head.end(), len(line.text))]


def divide(
    lines: Sequence[Line], words: SectionWords = NO_OWN_WORDS, places: Places = NOWHERE
) -> Page:
    """Sort lines under their headings; where an editor has put one goes first.

    Raises NoSections where there is none.
    """
    found = _Headings(lines, words, places)
    page = Page(places=places)
    current, name = page.preamble, ""
    opened: set[str] = set()
    for index, line in enumerate(lines):
        place = places.get(line.number)
        if place and place.verb in (OUT, IS, IN):
            _put_apart(page, line, place)
            continue
        if place and place.verb == BEGIN:
            name, current = place.where, [_as_text(line)]
            page.sections.setdefault(name, []).append(current)
            continue
        if line.role in ("footer", "note") and not place:
            (page.feet if line.role == "footer" else page.notes).append(line)
            continue
        section = found.sections.get(index)
        if section is None and index in found.unknown:
            page.unknown.append(line)
            if name != QUESTIONS and name != TOPICS and found.by_role:
                page.apart.add(line.number)
                name, current = ANALYSIS, []
                page.sections.setdefault(ANALYSIS, []).append(current)
            current.append(line)
            continue
        if section is None:
            current.append(line)
            continue
        page.headings.append(line)
        if section in opened:
            page.repeated.append(line)
        opened.add(section)
        name, current = section, []
        page.sections.setdefault(section, []).append(current)
        # Sections that are continued stay apart, as by a blank line.
        current.append(replace(line, text="", role="blank", spans=()))
    if not page.headings and not page.sections:
        raise NoSections(
            f"No line of the text is a heading of an explainer, such as “{TITLES[SUMMARY]}” or "
            f"“{TITLES[PAPERS]}” (lines read: {len(lines)}).",
            found.candidates(),
        )
    return page


def _put_apart(page: Page, line: Line, place: Place) -> None:
    """Put a line where an editor wants it, away from those around it; what follows stays where it is."""
    if place.verb == OUT:
        page.left.append(line)
    elif place.verb == IS:
        page.preamble.append(_as_text(line))
    else:
        blocks = page.sections.setdefault(place.where, [])
        if not blocks or not blocks[-1] or blocks[-1][-1].number != line.number - 1:
            blocks.append([])
        blocks[-1].append(_as_text(line))


def _as_text(line: Line) -> Line:
    return replace(line, role="paragraph") if line.role in ("footer", "note", "rule") else line


class _Headings:
    """Which lines are the headings of sections, by index; and which look like it and are unknown."""

    def __init__(self, lines: Sequence[Line], words: SectionWords, places: Places) -> None:
        self._lines = lines
        self._words = words
        self._places = places
        # Where the first line stands that is of the text.
        self._begins = next(
            (index for index, line in enumerate(lines) if line.text and line.role != "footer"),
            len(lines),
        )
        self._by_words = [
            words.section(line.text)
            if line.role in ("paragraph", "heading", "number") and line.number not in places
            else None
            for line in lines
        ]
        self._named = {
            index: section
            for index, line in enumerate(lines)
            if (section := self._section(index, line)) is not None
        }
        self._level = self._level_of_sections()
        self.by_role = 0 < self._level < BOLD_LEVEL
        self.sections = self._chosen() | {
            index: places[line.number].where
            for index, line in enumerate(lines)
            if line.number in places and places[line.number].verb == HEADING
        }
        self.unknown = self._unknown()

    def _section(self, index: int, line: Line) -> Section | None:
        section = self._by_words[index]
        if section is None or (line.role == "number" and not self._counts_sections(index)):
            return None
        return section

    def _counts_sections(self, index: int) -> bool:
        """Tell whether a numbered line may be a heading: it is no entry of a list of such lines."""
        around = (self._neighbour(index, -1), self._neighbour(index, 1))
        return not any(line is not None and line.role == "number" for line in around)

    def _neighbour(self, index: int, step: int) -> Line | None:
        index += step
        while 0 <= index < len(self._lines):
            if self._lines[index].role != "blank":
                return self._lines[index]
            index += step
        return None

    def _level_of_sections(self) -> int:
        for strong in (True, False):
            levels = [
                self._lines[index].level
                for index, section in self._named.items()
                if self._lines[index].role == "heading"
                and self._lines[index].level
                and section.strong == strong
            ]
            if levels:
                return min(levels)
        return 0

    def _chosen(self) -> dict[int, str]:
        strong = {section.name for section in self._named.values() if section.strong}
        names = {section.name for section in self._named.values()}
        chosen: dict[int, str] = {}
        current = ""
        for index, section in self._named.items():
            line = self._lines[index]
            deeper = line.role == "heading" and self.by_role and line.level > self._level
            if deeper and (not section.strong or line.level < BOLD_LEVEL or current == QUESTIONS):
                continue
            if not section.strong and not self._weak_counts(index, section, strong, names, current):
                continue
            name = (
                self._source_or_papers(index, strong) if section.name == SOURCES else section.name
            )
            if name:
                chosen[index] = current = name
        return chosen

    def _weak_counts(
        self, index: int, section: Section, strong: set[str], names: set[str], current: str
    ) -> bool:
        line = self._lines[index]
        if section.name == DEEPER and not self._asks_below(index):
            return False
        if line.role == "heading" and line.level and line.level <= (self._level or line.level):
            return True
        if section.name in strong or (not strong and len(names) < 2):
            return False
        if section.name == SOURCES:
            return True
        if current in (QUESTIONS, TOPICS) and section.name in (SUMMARY, PAPERS):
            return False
        after = self._neighbour(index, 1)
        return after is not None

    def _asks_below(self, index: int) -> bool:
        after = self._neighbour(index, 1)
        return after is not None and after.text.rstrip().endswith(QUESTION_MARKS)

    def _source_or_papers(self, index: int, strong: set[str]) -> str:
        """Return what “Sources” heads: addresses, or what the papers say; "" where it is neither."""
        below: list[Line] = []
        for place in range(index + 1, min(index + 1 + _LOOKED_AT, len(self._lines))):
            line = self._lines[place]
            if line.role == "heading" and line.level <= (self._lines[index].level or BOLD_LEVEL):
                break
            section = self._by_words[place]
            if section and section.strong and line.role == "paragraph":
                break
            if line.text and line.role not in ("rule", "footer"):
                below.append(line)
        if not below:
            return SOURCES
        listed = sum(bool(line.links) and len(line.text) < 400 for line in below)
        prose = sum(len(line.text) > 150 and not line.links for line in below)
        if listed * 2 >= len(below) or all(line.role == "note" for line in below):
            return SOURCES
        if PAPERS in strong:
            return SOURCES if not prose else ""
        return PAPERS if prose or sum(line.text.endswith(".") for line in below) else SOURCES

    def _unknown(self) -> set[int]:
        """Return the lines that look like the heading of a section, and name none that is known."""
        first = min(self.sections, default=len(self._lines))
        found: set[int] = set()
        current = ""
        for index, line in enumerate(self._lines):
            current = self.sections.get(index, current)
            if index in self.sections or self._words.is_settled(line.text):
                continue
            if line.number in self._places:
                continue
            if line.role == "heading":
                if (
                    self.by_role
                    and line.level <= self._level
                    and self._heads_section(index, first, current)
                ):
                    found.add(index)
            elif not self.by_role and index > first and self._stands_apart(index, current):
                found.add(index)
        return found

    def _heads_section(self, index: int, first: int, current: str) -> bool:
        line = self._lines[index]
        if index < first:
            return self._begins < index and line.level == self._level
        if current == QUESTIONS and line.text.endswith(QUESTION_MARKS):
            return False
        return self._neighbour(index, 1) is not None

    def _stands_apart(self, index: int, current: str) -> bool:
        """Tell whether a line of plain text stands like a heading where sections have none of their own."""
        if current not in (SUMMARY, BACKGROUND, PAPERS):
            return False
        if current == PAPERS and self._lines[index].text.istitle():
            return False  # Over a report this is an outlet's name.
        return self._looks_like_heading(index)

    def _looks_like_heading(self, index: int) -> bool:
        line = self._lines[index]
        before, after = self._neighbour(index, -1), self._neighbour(index, 1)
        if (
            line.role not in ("paragraph", "heading")
            or len(line.text) > _LONGEST_UNKNOWN
            or line.links
        ):
            return False
        if line.text.endswith(_ENDS_OF_PROSE) and not line.text.isupper():
            return False
        if after is None or len(after.text) <= len(line.text) or not line.text[:1].isalnum():
            return False
        if not any(c.isalpha() for c in line.text):
            return False
        return (
            before is None
            or before.role in ("heading", "rule", "footer", "item", "number")
            or (
                before.text.endswith((".", "!", "?", "”", '"', ")", "…", ":"))
                or before.text.isupper()
            )
        )

    def candidates(self) -> list[Line]:
        """Return the lines that may be headings where none is known; the first one is the headline."""
        found = [
            line
            for index, line in enumerate(self._lines)
            if line.text
            and (line.role == "heading" or self._looks_like_heading(index))
            and not self._words.is_settled(line.text)
        ]
        return [line for line in found if line is not _first(self._lines)][:40]


def _first(lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if line.text), None)


def is_separator(line: Line) -> bool:
    """Tell whether a line is a lone dash or a rule, which stands between two entries."""
    return line.role == "rule"
