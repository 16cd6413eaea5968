"""What the review screen shows beside its form: the text line by line, and where each line went."""

from collections import defaultdict
from dataclasses import dataclass

from stories.importing.explainer import Explainer, Level, Note

PLACES = {
    "story.headline": "Headline",
    "story.standfirst": "Standfirst",
    "story.bylines": "Bylines",
    "story.summary": "What’s happened",
    "story.analysis": "What’s behind the headline?",
    "story.reports": "What the papers say",
    "story.background": "How we got here",
    "story.timeline": "How we got here",
    "story.deeper": "Go deeper",
    "faq": "Common questions",
    "entity": "More on these topics",
    "heading": "Heading",
    "separator": "Separator",
}


# What the notes of one code have in common, where a page has many of them.
ABOUT = {
    "answers-missing": "an intro promises answers below, and has none.",
    "attribution-guessed": "an outlet was carried over from an earlier sentence.",
    "foot": "a line belongs to the page around the text.",
    "heading-unknown": "a heading is none that the desk knows.",
    "link-left": "an address was left out.",
    "note-words": "the words of a note were left out.",
    "cut-off": "a description seems to be cut off.",
    "not-named": "the page nowhere names a topic.",
    "outlet-missing": "a sentence names no paper.",
    "question-twice": "a question stands on the page more than once.",
}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text: its number from 1, its words, where it went, what is said of it.

    `at` is where it stood in the file.
    """

    number: int
    text: str
    place: str
    unplaced: bool
    notes: tuple[Note, ...]
    at: str = ""


def text_lines(explainer: Explainer) -> list[TextLine]:
    """Return the lines of the text with blank ones left out, each with its place and notes."""
    places = {placement.line: place_name(placement.where) for placement in explainer.placements}
    unplaced = {line.number for line in explainer.unplaced}
    notes = defaultdict(list)
    for note in explainer.notes:
        notes[note.line].append(note)
    return [
        TextLine(
            line.number,
            line.text,
            places.get(line.number, ""),
            line.number in unplaced,
            tuple(notes[line.number]),
            line.at,
        )
        for line in explainer.lines
        if line.text
    ]


def note_groups(explainer: Explainer, level: Level) -> list[dict[str, object]]:
    """Return the notes of a level grouped by what they are about, in the order of the page."""
    groups: dict[str, list[dict[str, object]]] = defaultdict(list)
    for note in explainer.notes:
        if note.level == level:
            groups[note.code].append(
                {"message": note.message, "line": note.line, "field": field_id(note.target)}
            )
    return [
        {"about": ABOUT.get(code, code.replace("-", " ")), "notes": notes}
        for code, notes in groups.items()
    ]


def place_name(where: str) -> str:
    """Return the section of the page that `where` is in: "story.reports:1f0c.outlet" is a paper's."""
    start = where.partition(":")[0]
    if start in PLACES:
        return PLACES[start]
    return PLACES.get(start.rpartition(".")[0], PLACES.get(start.partition(".")[0], ""))


def field_id(target: str) -> str:
    """Return the id of the review form's field that a note's target names, or "" if it has none.

    "entity:new-3.description" is `id_entity-new-3-description`, "story.reports:1f0c.outlet" is
    `id_report-1f0c-outlet`, "story.headline" is `id_headline`.
    """
    owner, _, field = target.rpartition(".")
    if owner == "story":
        return f"id_{field}" if field in ("headline", "standfirst") else ""
    if owner.startswith("story.reports:"):
        return f"id_report-{owner.partition(':')[2]}-{_report_field(field)}"
    if owner.startswith("entity:new-"):
        known = ("name", "kind", "description")
        return f"id_{owner.replace(':', '-')}-{field if field in known else 'name'}"
    if owner.startswith("faq:new-"):
        return f"id_{owner.replace(':', '-')}-question"
    return ""


def _report_field(field: str) -> str:
    return field if field in ("outlet", "reporters") else "outlet"
