"""The text as the reading screen shows it: line by line, each with where it went and what it can be."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsdesk.intake.lines import Line
from stories.importing.corrected import place_of
from stories.importing.corrections import FIELDS, LINE, Corrections, by_thing
from stories.importing.explainer import INFORMATION, Explainer, Note
from stories.importing.places import choices
from stories.importing.screens.card_frame import card_of
from stories.importing.screens.fields import Field

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


# What the doubts of one kind have in common.
ABOUT = {
    "about-a-word": "Descriptions that explain a word",
    "answers-missing": "Intros that promise answers and have none",
    "attribution-guessed": "Outlets carried over from an earlier sentence",
    "cut-off": "Descriptions that seem to be cut off",
    "date-doubtful": "Dates that can be read in two ways",
    "foot-kept": "Lines that may belong to the page around the text",
    "heading-unknown": "Headings that the desk does not know",
    "headline-proposed": "The headline",
    "intro-missing": "Questions without an intro",
    "link-left": "Addresses that were left out",
    "name-missing": "Topics without a name",
    "named-inside": "Names that occur only inside a longer one",
    "not-named": "Topics that the page does not name",
    "outlet-guessed": "Names that are taken for outlets",
    "outlet-missing": "Sentences that name no paper",
    "outlet-shared": "Names that several outlets bear",
    "question-missing": "Entries without a question",
    "question-twice": "Questions that stand here twice",
    "table": "Tables",
    "topic-twice": "Topics that are described twice",
    "undescribed": "Topics without a description",
    "unplaced": "Lines that were left out",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, with the card of the draft that holds them, if it is one of several."""

    text: str
    card: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text: its number from 1, its key, its words, and where they went.

    `cards` are those of the draft that it is in, `at` is where it stood in the file; `fields` are there
    where the line is open to be put right.
    """

    number: int
    key: str
    pieces: tuple[Piece, ...]
    place: str
    cards: tuple[str, ...]
    notes: tuple[Note, ...]
    unplaced: bool = False
    changed: bool = False
    at: str = ""
    fields: tuple[Field, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def text_lines(
    explainer: Explainer, corrections: Corrections = (), *, open_at: str = ""
) -> list[TextLine]:
    """Return the lines of the text with blank ones left out; the one with the key `open_at` has fields."""
    places: defaultdict[int, list[str]] = defaultdict(list)
    for placement in explainer.placements:
        places[placement.line].append(placement.where)
    unplaced = {line.number for line in explainer.unplaced}
    notes = defaultdict(list)
    for note in explainer.notes:
        notes[note.line].append(note)
    said = by_thing(corrections)
    found = []
    for line, key in zip(explainer.lines, explainer.keys, strict=True):
        values = said.get(f"{LINE}:{key}", {})
        if not line.text and not values:
            continue
        where = places[line.number]
        shown = TextLine(
            line.number,
            key,
            tuple(_pieces(explainer, line, where)),
            place_name(where[0]) if where else "",
            tuple(dict.fromkeys(filter(None, (_card_of(explainer, each) for each in where)))),
            tuple(notes[line.number]),
            unplaced=line.number in unplaced,
            changed=bool(values),
            at=line.at,
        )
        if key == open_at:
            shown = replace(shown, fields=_fields(line, key, values.get("place", "")))
        found.append(shown)
    return found


def _card_of(explainer: Explainer, where: str) -> str:
    return "" if where in ("heading", "separator") else card_of(*place_of(explainer, where))


def _fields(line: Line, key: str, place: str) -> tuple[Field, ...]:
    of = f"{LINE}:{key}"
    return (
        Field(
            of=of,
            name="place",
            label="What this line is",
            value=place,
            groups=[("", [("", "As it was read")]), *choices()],
        ),
        Field(
            of=of,
            name="words",
            label="Its words",
            value=line.text,
            rows=min(12, 2 + len(line.text) // 70),
            longest=FIELDS[LINE]["words"],
            help="A new line makes two lines of it.",
        ),
    )


def _pieces(explainer: Explainer, line: Line, where: Sequence[str]) -> Iterator[Piece]:
    """Yield a line in pieces: one for each sentence of the papers that is a report of its own."""
    sentences: dict[str, str] = {}
    if len(where) > 1:
        for report in explainer.story.reports:
            if f"story.reports:{report.id}" in where:
                card = card_of(f"report:{report.id}")
                sentences.setdefault(report.paraphrase, card)
    place = 0
    for sentence, card in sentences.items():
        start = line.text.find(sentence, place)
        if start < 0:
            continue
        if start > place:
            yield Piece(line.text[place:start])
        place = start + len(sentence)
        yield Piece(sentence, card)
    if place < len(line.text) or not line.text:
        yield Piece(line.text[place:])


def remarks(explainer: Explainer) -> list[Note]:
    """Return what is said of the page that is no doubt, in the order of the page."""
    return [note for note in explainer.notes if note.level == INFORMATION]


def place_name(where: str) -> str:
    """Return the section of the page that `where` is in: "story.reports:1f0c.outlet" is a paper's."""
    start = where.partition(":")[0]
    if start in PLACES:
        return PLACES[start]
    return PLACES.get(start.rpartition(".")[0], PLACES.get(start.partition(".")[0], ""))
