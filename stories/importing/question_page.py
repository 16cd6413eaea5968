"""A text without sections that asks and answers: a title, an intro, questions with answers. It is one FAQ."""

from collections.abc import Mapping, Sequence

from faqs.documents import Answer, FaqDocument, Source
from newsdesk.intake.lines import Line
from newsdesk.text.sentences import QUESTION_MARKS
from stories.documents import StoryDocument
from stories.importing.explainer import (
    INFORMATION,
    WARNING,
    Explainer,
    Note,
    Placement,
    ProposedFaq,
)
from stories.importing.header import names_in_byline
from stories.importing.markup import Ids, markup
from stories.importing.questions import LONGEST_QUESTION, is_question, sourced, without_leads
from stories.importing.references import References

_KEY = "faq:new-1"
_LONGEST_ANSWER = 40  # lines, of a page with one question


def question_page(
    lines: Sequence[Line],
    facts: Mapping[str, str],
    told: Sequence[Note],
    headings: Sequence[Line] = (),
) -> Explainer | None:
    """Return the question page that lines are, or None. `headings` only give the layout."""
    layout = {line.number for line in headings}
    feet = [line for line in lines if line.role == "footer"]
    notes = [line for line in lines if line.role == "note"]
    rules = [line for line in lines if line.role == "rule" or line.number in layout]
    bylines = [
        line
        for line in lines
        if line.role in ("paragraph", "heading")
        and line.number not in layout
        and names_in_byline(line.text)
    ]
    apart = {line.number for line in (*feet, *notes, *rules, *bylines)}
    filled = without_leads([line for line in lines if line.text and line.number not in apart])
    asked = _asked(filled)
    title, rest = _title(filled, asked, facts)
    if not title or len(title) > LONGEST_QUESTION:
        return None
    pairs = [place for place in asked if place >= rest]
    alone = title.endswith("?") and rest < len(filled) < _LONGEST_ANSWER and not headings
    if len(pairs) < 2 and not alone:
        return None
    references = References(notes, ())
    ids, sources = Ids(), list[Source]()
    words = [sourced(line, references, _KEY, ids, sources) for line in filled]
    first = pairs[0] if pairs else len(filled)
    answers = [
        Answer(
            id=ids.make("answers", filled[start].text),
            question=filled[start].text,
            text=markup(words[start + 1 : end]),
        )
        for start, end in zip(pairs, [*pairs[1:], len(filled)], strict=False)
    ]
    document = FaqDocument(
        question=title,
        intro=markup(words[rest:first]),
        answers=tuple(answers),
        sources=tuple(sources),
    )
    placements = [Placement(line.number, f"{_KEY}.question") for line in filled[:rest]]
    placements += [Placement(line.number, f"{_KEY}.intro") for line in filled[rest:first]]
    placements += [Placement(line.number, f"{_KEY}.answers") for line in filled[first:]]
    placements += [
        Placement(line.number, "heading" if line.number in layout else "separator")
        for line in rules
    ]
    placements += [Placement(number, where) for number, where in references.used.items()]
    unplaced = [*feet, *bylines, *(line for line in notes if line.number not in references.used)]
    return Explainer(
        story=StoryDocument(),
        faqs=(ProposedFaq(key=_KEY, document=document, line=filled[0].number if filled else 1),),
        notes=(*_notes(document, filled), *told, *map(_left, unplaced)),
        placements=tuple(sorted(placements, key=lambda placement: placement.line)),
        unplaced=tuple(unplaced),
        lines=tuple(lines),
        question_page=True,
    )


def _asked(lines: Sequence[Line]) -> list[int]:
    """Return the places of the questions that something stands under."""
    heads = [place for place, line in enumerate(lines) if line.role == "heading" and place]
    if heads and sum(lines[place].text.endswith(QUESTION_MARKS) for place in heads) * 2 >= len(
        heads
    ):
        level = min(lines[place].level for place in heads)
        places = [place for place in heads if lines[place].level == level]
    else:
        places = [place for place, line in enumerate(lines) if is_question(line.text)]
    return [place for place in places if place + 1 < len(lines) and place + 1 not in places]


def _title(
    lines: Sequence[Line], asked: Sequence[int], facts: Mapping[str, str]
) -> tuple[str, int]:
    """Return the title, and the place where the intro begins."""
    given = facts.get("title", "") or facts.get("suggested", "")
    if not lines:
        return "", 0
    if given and (0 in asked or lines[0].text.endswith(".")):
        return given, 0
    if len(lines[0].text) <= LONGEST_QUESTION and not lines[0].text.endswith((".", ":", ";")):
        return lines[0].text, 1
    return "", 0


def _notes(document: FaqDocument, lines: Sequence[Line]) -> list[Note]:
    message = "The text has no sections of an explainer: it becomes a FAQ."
    found = [Note(code="question-page", level=INFORMATION, line=None, message=message)]
    if not document.intro:
        message = f"“{document.question}” has no intro under it."
        line = lines[0].number if lines else None
        target = f"{_KEY}.intro"
        found.append(
            Note(code="intro-missing", level=WARNING, line=line, message=message, target=target)
        )
    return found


def _left(line: Line) -> Note:
    foot = line.role == "footer"
    if not foot and line.role != "note":
        message = "A FAQ has no byline: the line is left out."
        return Note(code="unplaced", level=INFORMATION, line=line.number, message=message)
    message = (
        "The line belongs to the page around the text, or is a caption: it is left out."
        if foot
        else "Nothing in the text took an address from this note: it is left out."
    )
    level = INFORMATION if foot else WARNING
    return Note(code="foot" if foot else "unplaced", level=level, line=line.number, message=message)
