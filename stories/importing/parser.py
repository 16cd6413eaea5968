"""Lines -> explainers, the public entry: `understand`. Pure: no database, no clock, always the same.

Every line that is not blank is either placed or listed as unplaced; nothing is lost.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsdesk.intake.decode import clean
from newsdesk.intake.ends import is_foot
from newsdesk.intake.lines import Document, Line, numbered
from newsdesk.intake.reading import read_words
from newsdesk.text.names_and_words import fold, words
from stories.documents import DeeperQuestion, StoryDocument
from stories.importing import (
    analysis,
    background,
    findings,
    header,
    own_json,
    papers,
    questions,
    topics,
)
from stories.importing.corrections import CorrectedLines, Corrections, corrected_lines, keys_of
from stories.importing.explainer import (
    INFORMATION,
    NOTHING_KNOWN,
    WARNING,
    Explainer,
    KnownNames,
    Level,
    Note,
    Placement,
    ProposedFaq,
    ProposedOutlet,
)
from stories.importing.markup import Ids, markup
from stories.importing.outlets import Outlets
from stories.importing.pages import split_pages
from stories.importing.pieces import names_in
from stories.importing.places import OUT, Places
from stories.importing.question_page import question_page
from stories.importing.questions import Questions
from stories.importing.references import References
from stories.importing.register import Register
from stories.importing.section_words import SectionWords
from stories.importing.sections import (
    ANALYSIS,
    BACKGROUND,
    DEEPER,
    PAPERS,
    QUESTIONS,
    SOURCES,
    SUMMARY,
    TITLES,
    TOPICS,
    NoSections,
    Page,
    divide,
    is_separator,
    run_in,
)
from stories.importing.sentence_case import PageSpelling
from stories.importing.topics import Topics
from stories.importing.usage import Usage

# Change it whenever the same text would give another explainer.
VERSION = 5

_LONGEST_DEEPER = 300


_LONGEST_FOOT = 120
_BOLD_LEAD = re.compile(r"[^.!?:]{3,70}[.?:]")
# A topic that reports itself: its name may stand where an outlet stands.
_IS_OUTLET = re.compile(
    r"\b(?:newspaper|news agency|news site|news website|broadcaster|news magazine|press agency|tabloid|"
    r"zeitung|tageszeitung|nachrichtenagentur|quotidien|periódico|diario)\b",
    re.IGNORECASE,
)
# Fields that hold links; a report holds one address.
_RICH = ("story.summary", "story.analysis", "story.background", "story.reports", "faq:")


def parse(text: str, *, known: KnownNames = NOTHING_KNOWN) -> Explainer:
    """Return what the first explainer in a text holds. Raises Unreadable, with one sentence, for none."""
    return understand(read_words(clean(text)), known=known)[0]


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one page of a document, as they were before anybody put them right.

    `told` is what was said of the document; `facts` are those of the document for its first page.
    """

    document: Document
    lines: tuple[Line, ...]
    facts: Mapping[str, str]
    told: tuple[Note, ...]


def understand(document: Document, *, known: KnownNames = NOTHING_KNOWN) -> tuple[Explainer, ...]:
    """Return the explainers and question pages of a document. Raises Unreadable where there is none."""
    return tuple(understand_part(part, known=known) for part in parts_of(document, known=known))


def parts_of(document: Document, *, known: KnownNames = NOTHING_KNOWN) -> tuple[Part, ...]:
    """Return the pages that a document holds, one after the other."""
    told = _told(document)
    if document.data is not None:
        return (Part(document, (), document.facts, tuple(told)),)
    section_words = SectionWords(known.sections)
    lines = numbered(run_in(document.lines, section_words))
    parts = split_pages(lines, section_words)
    return tuple(
        Part(
            document,
            numbered(part),
            document.facts if index == 0 else {},
            (*told, *_of_many(index, len(parts))),
        )
        for index, part in enumerate(parts)
    )


def understand_part(
    part: Part, *, known: KnownNames = NOTHING_KNOWN, corrections: Corrections = ()
) -> Explainer:
    """Return what one page holds, its lines as an editor has corrected them. Raises Unreadable."""
    if part.document.data is not None:
        found = own_json.explainer(part.document, list(part.told))
        return dataclasses.replace(found, keys=keys_of(found.lines))
    put_right = corrected_lines(part.lines, corrections)
    found = _understood(put_right, part.facts, list(part.told), known)
    return dataclasses.replace(found, keys=put_right.keys)


def _understood(
    put_right: CorrectedLines, facts: Mapping[str, str], told: list[Note], known: KnownNames
) -> Explainer:
    section_words = SectionWords(known.sections)
    lines = put_right.lines
    try:
        page = divide(lines, section_words, put_right.places)
    except NoSections:
        lines = tuple(_out_of_questions(line, put_right.places) for line in lines)
        if asked := question_page(lines, facts, told):
            return asked
        raise
    only_questions = set(page.sections) <= {QUESTIONS, SOURCES}
    titled = any(line.text for line in page.preamble)
    if only_questions and titled and (asked := question_page(lines, facts, told, page.headings)):
        return asked
    references = References(page.notes, page.lines(SOURCES))
    asked_questions = questions.read(page.blocks(QUESTIONS), references)
    page_text = [line.text for line in _outside_topics(page) if line.text]
    register = Register.of(known.entities)
    found = topics.read(page.blocks(TOPICS), page_text, register)
    reading = _ParsedPage(
        page, asked_questions, found, register, Outlets(known.outlets, known.names), references
    )
    return reading.explainer(lines, facts, told)


def _out_of_questions(line: Line, places: Places) -> Line:
    place = places.get(line.number)
    return dataclasses.replace(line, role="footer") if place and place.verb == OUT else line


def _told(document: Document) -> list[Note]:
    """Return what was told about a file as notes, and what it says that is no text."""
    sentences = list(document.told)
    names = (("date", "date"), ("tags", "tags"), ("path", "address"))
    said = [f"{name} {document.facts[fact]}" for fact, name in names if document.facts.get(fact)]
    if said:
        sentences.append(
            f"The file says beside its text: {'; '.join(said)}. None of it is in the draft."
        )
    return [
        Note(code="file", level=INFORMATION, line=None, message=sentence) for sentence in sentences
    ]


def _of_many(index: int, count: int) -> list[Note]:
    if count == 1:
        return []
    message = f"The text holds {count} pages; this is number {index + 1}."
    return [Note(code="of-many", level=INFORMATION, line=None, message=message)]


def _bold_start(line: Line) -> str:
    """Return the words in bold letters at the beginning of a line that goes on behind them."""
    end = max((s.end for s in line.spans if s.kind == "bold" and s.start == 0), default=0)
    return line.text[: end + 1] if 0 < end < len(line.text) - 1 else ""


def _outside_topics(page: Page) -> Iterator[Line]:
    yield from page.preamble
    for name in page.sections:
        if name != TOPICS:
            yield from page.lines(name)


class _ParsedPage:
    """One page being read: what its sections gave, put together."""

    def __init__(
        self,
        page: Page,
        asked: Questions,
        found: Topics,
        register: Register,
        outlets: Outlets,
        references: References,
    ) -> None:
        self._page = page
        self._asked = asked
        self._topics = found
        self._register = register
        self._outlets = outlets
        self._references = references
        self._sources = {line.number for line in page.lines(SOURCES)}
        self._papers = {line.number for line in page.lines(PAPERS)}
        self._ids = Ids()
        self._proposed: tuple[ProposedOutlet, ...] = ()
        self._notes: list[Note] = []
        self._unplaced: list[Line] = []
        self._placements: list[Placement] = [
            *(Placement(line.number, "heading") for line in page.headings),
            *(Placement(line.number, "separator") for line in asked.separators + found.separators),
        ]
        self._usage = Usage(form for entity in found.entities for form in findings.forms_of(entity))

    def explainer(
        self, lines: tuple[Line, ...], facts: Mapping[str, str], told: list[Note]
    ) -> Explainer:
        """Return everything, notes and placements in the order of the lines."""
        self._notes += told
        head = header.read(self._page.preamble, facts, self._page.places)
        self._placements += head.placements
        self._unplaced += head.unplaced
        story = self._story(head)
        for name in (SUMMARY, ANALYSIS, PAPERS, BACKGROUND, DEEPER):
            for line in self._page.lines(name):
                self._usage.scan(line.text)
        faqs = self._faqs()
        self._place_topics()
        self._settle_references()
        self._note_all(story)
        self._note_lines(lines)
        return Explainer(
            story=story,
            faqs=faqs,
            entities=tuple(self._topics.entities),
            notes=tuple(sorted(self._notes, key=lambda note: note.line or 0)),
            placements=tuple(sorted(self._placements, key=lambda placement: placement.line)),
            unplaced=tuple(sorted(self._unplaced, key=lambda line: line.number)),
            lines=lines,
            proposed_outlets=self._proposed,
        )

    def _story(self, head: header.Header) -> StoryDocument:
        reports = self._reports()
        past = background.read(self._rich(BACKGROUND, "story.background"), self._ids)
        self._placements += past.placements
        self._notes += past.notes
        spelling = PageSpelling(line.text for line in self._every_line())
        parts = analysis.parts(self._rich(ANALYSIS, "story.analysis"), self._ids, self._page.places)
        for part, lines in parts:
            target = f"story.analysis:{part.id}"
            for line in lines:
                heads = bool(part.heading) and line is lines[0]
                where = f"{target}.heading" if heads else f"{target}.body"
                self._placements.append(Placement(line.number, where))
        summary = self._rich(SUMMARY, "story.summary")
        self._place(summary, "story.summary")
        return StoryDocument(
            headline=spelling.in_sentence_case(head.headline),
            standfirst=head.standfirst,
            bylines=head.bylines,
            summary=markup(summary),
            analysis=tuple(
                dataclasses.replace(part, heading=spelling.in_sentence_case(part.heading))
                for part, _ in parts
            ),
            reports=reports,
            background=past.html,
            timeline=tuple(past.timeline),
            deeper=self._deeper(),
            faqs=tuple(faq.key for faq in self._asked.faqs),
            entities=tuple(dict.fromkeys(entity.key for entity in self._topics.entities)),
        )

    def _every_line(self) -> Iterator[Line]:
        yield from self._page.preamble
        for name in self._page.sections:
            yield from self._page.lines(name)

    def _lines(self, section: str) -> list[Line]:
        """Return the lines of a section that hold words; lone dashes are placed as separators."""
        lines = self._page.lines(section)
        for line in lines:
            if is_separator(line):
                self._placements.append(Placement(line.number, "separator"))
        return [line for line in lines if line.text and not is_separator(line)]

    def _rich(self, section: str, where: str) -> list[Line]:
        """Return the lines of a section whose notes have become links."""
        return [self._references.linked(line, where) for line in self._lines(section)]

    def _place(self, lines: Sequence[Line], where: str) -> None:
        self._placements += [Placement(line.number, where) for line in lines]

    def _reports(self) -> tuple[papers.SourceReport, ...]:
        subjects = {
            fold(name)
            for entity in self._topics.entities
            if entity.document.description  # A bare name says nothing of what bears it.
            and not _IS_OUTLET.search(entity.document.description[:200])
            for name in (entity.document.name, *entity.document.aliases)
        }
        others = (SUMMARY, ANALYSIS, BACKGROUND, DEEPER, QUESTIONS)
        around = self._page.text_of(*others)
        read = papers.read(
            self._lines(PAPERS),
            self._outlets,
            self._ids,
            references=self._references,
            subjects=subjects,
            elsewhere=names_in(around),
            around=around,
        )
        self._placements += read.placements
        self._notes += read.notes
        self._unplaced += read.unplaced
        self._proposed = tuple(read.proposed)
        return tuple(read.reports)

    def _deeper(self) -> tuple[DeeperQuestion, ...]:
        """Return the follow-up questions; one that is a FAQ of the page, word by word, links to it."""
        faqs = {tuple(words(faq.document.question)): faq.key for faq in reversed(self._asked.faqs)}
        found = []
        for line in self._lines(DEEPER):
            text = line.text
            if len(text) > _LONGEST_DEEPER:
                self._unplaced.append(line)
                continue
            target = faqs.get(tuple(words(text)), "")
            question = DeeperQuestion(id=self._ids.make("deeper", text), text=text, target=target)
            where = f"story.deeper:{question.id}"
            self._placements.append(Placement(line.number, where))
            found.append(question)
        return tuple(found)

    def _faqs(self) -> tuple[ProposedFaq, ...]:
        """Return the FAQs, each with the topics of the page that it names."""
        faqs = []
        for faq, lines in zip(self._asked.faqs, self._asked.lines, strict=True):
            named = (key for line in lines for key in self._usage.scan(line.text))
            document = dataclasses.replace(faq.document, entities=tuple(dict.fromkeys(named)))
            faqs.append(dataclasses.replace(faq, document=document))
            for line in lines:
                field = "question" if line is lines[0] and document.question else "intro"
                self._placements.append(Placement(line.number, f"{faq.key}.{field}"))
        return tuple(faqs)

    def _place_topics(self) -> None:
        for entity, lines in zip(self._topics.entities, self._topics.lines, strict=True):
            for line in lines:
                described = line.text in entity.document.description
                field = "description" if described else "name"
                self._placements.append(Placement(line.number, f"{entity.key}.{field}"))

    def _settle_references(self) -> None:
        """Place the notes and sources that gave their address to something; the others are left out."""
        for line in self._page.lines(SOURCES):
            if is_separator(line):
                self._placements.append(Placement(line.number, "separator"))
        seen: set[int] = set()
        for reference in self._references.all():
            number = reference.line.number
            if number in seen:
                continue
            seen.add(number)
            where = self._references.used.get(number)
            if where is None:
                self._unplaced.append(reference.line)
                continue
            self._placements.append(Placement(number, where))
            if reference.words:
                message = f"The note gave its address; its words are left out: {reference.words}"
                self._note("note-words", INFORMATION, number, where, message)
        self._unplaced += self._page.feet + self._page.left

    def _note_lines(self, lines: Sequence[Line]) -> None:
        """Say of every line what it looks like, where it was not used as that."""
        placed = {placement.line: placement.where for placement in self._placements}
        left = {line.number for line in self._unplaced}
        between = {line.number for line in (*self._asked.separators, *self._topics.separators)}
        for line in lines:
            where = placed.get(line.number, "")
            if line.number in left or not line.text:
                continue
            if line.links and not where.startswith(_RICH):
                urls = ", ".join(link.target for link in line.links)
                message = f"There is no room for a link here; left out: {urls}"
                self._note("link-left", WARNING, line.number, where, message)
            if line.role == "heading" and where in ("story.summary", "story.background"):
                message = (
                    f"“{line.text}” looks like a heading; it stands as a line in bold letters."
                )
                self._note("heading-kept", INFORMATION, line.number, where, message)
            if _BOLD_LEAD.match(_bold_start(line)) and where.startswith(_RICH[:3]):
                message = (
                    "The line begins in bold letters, as a heading would; it stays in the text."
                )
                self._note("heading-kept", INFORMATION, line.number, where, message)
            short = line.role == "paragraph" and len(line.text) <= _LONGEST_FOOT
            if short and where not in ("heading", "") and is_foot(line.text):
                message = "The line looks as if it belonged to the page around the text; it stays."
                self._note("foot-kept", WARNING, line.number, where, message)
            if where == "separator" and line.number not in between:
                message = "A line across the text, or the end of a page, was left out."
                self._note("rule-left", INFORMATION, line.number, "", message)
        rows = [line.number for line in lines if line.role == "row" and line.number not in left]
        if rows:
            message = f"A table of {len(rows)} rows became lines; look at how they read."
            self._note("table", WARNING, rows[0], "", message)
        for line in self._page.unknown:
            self._note("heading-unknown", WARNING, line.number, "", self._why_unknown(line))

    def _why_unknown(self, line: Line) -> str:
        if line.number in self._page.apart:
            return f"“{line.text}” is no section that the desk knows: it stands as a part of the analysis."
        return f"“{line.text}” looks like a heading and is none that the desk knows: it stands as text."

    def _note_all(self, story: StoryDocument) -> None:
        if not story.headline:
            self._note(
                "headline-missing", WARNING, None, "story.headline", "The text has no headline."
            )
        left = {line.number for line in self._page.left}
        for line in self._unplaced:
            code, level = ("foot", INFORMATION) if line.role == "footer" else ("unplaced", WARNING)
            if line.number in left:
                code, level = "left-out", INFORMATION
            self._note(code, level, line.number, "", self._why_unplaced(line))
        for section, title in TITLES.items():
            if not any(line.text for line in self._page.lines(section)):
                message = f"The text has no section “{title}”."
                self._note("section-missing", INFORMATION, None, f"story.{section}", message)
        for line in self._page.repeated:
            message = f"The heading “{line.text}” stands here again; what is under it was added."
            self._note("heading-again", INFORMATION, line.number, "", message)
        self._notes += findings.about_topics(self._topics, self._usage, self._register)
        self._notes += findings.about_questions(self._asked)

    def _why_unplaced(self, line: Line) -> str:
        if any(line is left for left in self._page.left):
            return "An editor has left this line out."
        if line.role == "footer":
            return "The line belongs to the page around the text, or is a caption: it is left out."
        if line.role == "note":
            return "Nothing in the text took an address from this note: it is left out."
        if line.number in self._sources:
            return "No report took this source: it is left out."
        if line.number in self._papers and line.role == "heading":
            return (
                "The heading names no outlet that is known: it is left out. If it is one, say so in the "
                "sentences under it."
            )
        if line.number in self._papers:
            return "It is not clear which report this address belongs to."
        if any(heading.number < line.number for heading in self._page.headings):
            return f"The line is too long for a question: {_LONGEST_DEEPER} characters at most."
        return (
            "The line is neither headline nor standfirst nor byline: it has no place in the draft."
        )

    def _note(self, code: str, level: Level, line: int | None, target: str, message: str) -> None:
        self._notes.append(Note(code=code, level=level, line=line, message=message, target=target))
