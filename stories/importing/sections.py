"""The headings of an explainer, and the lines under each. What the lines mean is for other modules."""

import re
from dataclasses import dataclass, field

from stories.importing.decode import Unreadable
from stories.importing.explainer import Line

SUMMARY = "summary"
ANALYSIS = "analysis"
PAPERS = "papers"
BACKGROUND = "background"
DEEPER = "deeper"
QUESTIONS = "questions"
TOPICS = "topics"

# A heading as it is printed, and the forms of it that count as the same.
TITLES = {
    SUMMARY: "What's happened",
    ANALYSIS: "What's behind the headline?",
    PAPERS: "What the papers say",
    BACKGROUND: "How we got here",
    DEEPER: "Go deeper",
    QUESTIONS: "Common questions",
    TOPICS: "More on these topics",
}
_FORMS = {
    "whats happened": SUMMARY,
    "what has happened": SUMMARY,
    "whats behind the headline": ANALYSIS,
    "whats behind the headlines": ANALYSIS,
    "what is behind the headline": ANALYSIS,
    "what is behind the headlines": ANALYSIS,
    "behind the headline": ANALYSIS,
    "behind the headlines": ANALYSIS,
    "what the papers say": PAPERS,
    "what the paper says": PAPERS,
    "how we got here": BACKGROUND,
    "go deeper": DEEPER,
    "common question": QUESTIONS,
    "common questions": QUESTIONS,
    "more on these topics": TOPICS,
    "more on these topic": TOPICS,
    "more on this topic": TOPICS,
    "more on this topics": TOPICS,
}
_LONGEST_HEADING = 60
_NOT_LETTERS = re.compile(r"[^a-z ]")
LONE_MARKS = frozenset("-–—•*·")


@dataclass
class Page:
    """The lines of a page by section, blank ones included; `preamble` stands before any heading.

    A section is a list of blocks: one, or more where its heading is repeated.
    """

    preamble: list[Line] = field(default_factory=list)
    sections: dict[str, list[list[Line]]] = field(default_factory=dict)
    headings: list[Line] = field(default_factory=list)
    repeated: list[Line] = field(default_factory=list)

    def blocks(self, section: str) -> list[list[Line]]:
        return self.sections.get(section, [])

    def lines(self, section: str) -> list[Line]:
        return [line for block in self.blocks(section) for line in block]

    def text_of(self, *sections: str) -> str:
        """Return the text of some sections, one line each."""
        return "\n".join(line.text for name in sections for line in self.lines(name))


def heading(text: str) -> str | None:
    """Return the section that a line is the heading of, if it is one.

    Case, apostrophes, a closing "?" or ":", and marks of emphasis do not matter.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    bare = text.casefold().replace("(s)", "s").replace("\u00b4", "'")
    letters = _NOT_LETTERS.sub("", bare.replace("’", "").replace("'", ""))
    return _FORMS.get(" ".join(letters.split())) if _only_decorated(bare) else None


def _only_decorated(text: str) -> bool:
    """Tell whether a line holds letters and apostrophes, with other signs at its ends only.

    A line after a bullet is no heading: it may be a question that sounds like one.
    """
    bare = text.lstrip("#*_ ").rstrip("*_:?!. ")
    return all(c.isalpha() or c in " '’‘`" for c in bare)


def divide(text: str) -> Page:
    """Sort the lines of clean text under their headings. Raises Unreadable where there is none."""
    page = Page()
    current = page.preamble
    for number, raw in enumerate(text.split("\n"), start=1):
        line = Line(number, raw.strip())
        name = heading(line.text) if line.text else None
        if name is None:
            current.append(line)
            continue
        page.headings.append(line)
        if name in page.sections:
            page.repeated.append(line)
        current = []
        page.sections.setdefault(name, []).append(current)
        current.append(
            Line(number, "")
        )  # Sections that are continued stay apart, as by a blank line.
    if not page.headings:
        raise Unreadable(
            f"No line of the text is a heading of an explainer, such as “{TITLES[SUMMARY]}” or "
            f"“{TITLES[PAPERS]}” (lines read: {number})."
        )
    return page


def is_separator(line: Line) -> bool:
    """Tell whether a line is a lone dash or bullet, which stands between two entries."""
    return line.text in LONE_MARKS and line.text != ""
