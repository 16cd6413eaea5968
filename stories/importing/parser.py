"""Text -> explainer, the public entry: `parse`. Pure: no database, no clock, the same for the same text.

Every line of the text that is not blank is either placed or listed as unplaced; nothing is lost.
"""

import dataclasses
from collections.abc import Iterator, Sequence

from newsdesk.text.names_and_words import fold, words
from stories.documents import DeeperQuestion, StoryDocument
from stories.importing import analysis, background, findings, header, papers, questions, topics
from stories.importing.decode import clean
from stories.importing.explainer import (
    INFORMATION,
    NOTHING_KNOWN,
    WARNING,
    Explainer,
    KnownNames,
    Level,
    Line,
    Note,
    Placement,
    ProposedFaq,
)
from stories.importing.markup import Ids, bullet, markup
from stories.importing.outlets import Outlets
from stories.importing.pieces import names_in
from stories.importing.questions import Questions
from stories.importing.register import Register
from stories.importing.sections import (
    ANALYSIS,
    BACKGROUND,
    DEEPER,
    PAPERS,
    QUESTIONS,
    SUMMARY,
    TITLES,
    TOPICS,
    Page,
    divide,
    is_separator,
)
from stories.importing.topics import Topics
from stories.importing.usage import Usage

# Change it whenever the same text would give another explainer.
VERSION = 1

_LONGEST_DEEPER = 300


def parse(text: str, *, known: KnownNames = NOTHING_KNOWN) -> Explainer:
    """Return what an explainer page holds. Raises Unreadable, with one sentence, for anything else."""
    page = divide(clean(text))
    asked = questions.read(page.blocks(QUESTIONS))
    page_text = [line.text for line in _outside_topics(page) if line.text]
    register = Register.of(known.entities)
    found = topics.read(page.blocks(TOPICS), page_text, register)
    return _Reading(page, asked, found, register, Outlets(known.outlets)).explainer()


def _outside_topics(page: Page) -> Iterator[Line]:
    yield from page.preamble
    for name in page.sections:
        if name != TOPICS:
            yield from page.lines(name)


class _Reading:
    """One page being read: what its sections gave, put together."""

    def __init__(
        self, page: Page, asked: Questions, found: Topics, register: Register, outlets: Outlets
    ) -> None:
        self._page = page
        self._asked = asked
        self._topics = found
        self._register = register
        self._outlets = outlets
        self._ids = Ids()
        self._notes: list[Note] = []
        self._unplaced: list[Line] = []
        self._placements: list[Placement] = [
            *(Placement(line.number, "heading") for line in page.headings),
            *(Placement(line.number, "separator") for line in asked.separators + found.separators),
        ]
        self._usage = Usage(form for entity in found.entities for form in findings.forms_of(entity))

    def explainer(self) -> Explainer:
        """Return everything, notes and placements in the order of the lines."""
        head = header.read(self._page.preamble)
        self._placements += head.placements
        self._unplaced += head.unplaced
        story = self._story(head)
        for name in (SUMMARY, ANALYSIS, PAPERS, BACKGROUND, DEEPER):
            for line in self._page.lines(name):
                self._usage.scan(line.text)
        faqs = self._faqs()
        self._place_topics()
        self._note_all(story)
        return Explainer(
            story=story,
            faqs=faqs,
            entities=tuple(self._topics.entities),
            notes=tuple(sorted(self._notes, key=lambda note: note.line or 0)),
            placements=tuple(sorted(self._placements, key=lambda placement: placement.line)),
            unplaced=tuple(self._unplaced),
        )

    def _story(self, head: header.Header) -> StoryDocument:
        reports = self._reports()
        past = background.read(self._lines(BACKGROUND), self._ids)
        self._placements += past.placements
        parts = analysis.parts(self._lines(ANALYSIS), self._ids)
        for part, lines in parts:
            target = f"story.analysis:{part.id}"
            for line in lines:
                heads = bool(part.heading) and line is lines[0]
                where = f"{target}.heading" if heads else f"{target}.body"
                self._placements.append(Placement(line.number, where))
        summary = self._lines(SUMMARY)
        self._place(summary, "story.summary")
        return StoryDocument(
            headline=head.headline,
            standfirst=head.standfirst,
            bylines=head.bylines,
            summary=markup(summary),
            analysis=tuple(part for part, _ in parts),
            reports=reports,
            background=past.html,
            timeline=tuple(past.timeline),
            deeper=self._deeper(),
            faqs=tuple(faq.key for faq in self._asked.faqs),
            entities=tuple(dict.fromkeys(entity.key for entity in self._topics.entities)),
        )

    def _lines(self, section: str) -> list[Line]:
        """Return the lines of a section that hold words; lone dashes are placed as separators."""
        lines = self._page.lines(section)
        for line in lines:
            if is_separator(line):
                self._placements.append(Placement(line.number, "separator"))
        return [line for line in lines if line.text and not is_separator(line)]

    def _place(self, lines: Sequence[Line], where: str) -> None:
        self._placements += [Placement(line.number, where) for line in lines]

    def _reports(self) -> tuple[papers.SourceReport, ...]:
        subjects = {
            fold(name)
            for entity in self._topics.entities
            for name in (entity.document.name, *entity.document.aliases)
        }
        others = (SUMMARY, ANALYSIS, BACKGROUND, DEEPER, QUESTIONS)
        read = papers.read(
            self._lines(PAPERS),
            self._outlets,
            self._ids,
            subjects=subjects,
            elsewhere=names_in(self._page.text_of(*others)),
        )
        self._placements += read.placements
        self._notes += read.notes
        return tuple(read.reports)

    def _deeper(self) -> tuple[DeeperQuestion, ...]:
        """Return the follow-up questions; one that is a FAQ of the page, word by word, links to it."""
        faqs = {tuple(words(faq.document.question)): faq.key for faq in reversed(self._asked.faqs)}
        found = []
        for line in self._lines(DEEPER):
            text = bullet(line.text) or line.text
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

    def _note_all(self, story: StoryDocument) -> None:
        if not story.headline:
            self._note(
                "headline-missing", WARNING, None, "story.headline", "The text has no headline."
            )
        for line in self._unplaced:
            self._note("unplaced", WARNING, line.number, "", self._why_unplaced(line))
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
        if line.number > self._page.headings[0].number:
            return f"The line is too long for a question: {_LONGEST_DEEPER} characters at most."
        return (
            "The line is neither headline nor standfirst nor byline: it has no place in the draft."
        )

    def _note(self, code: str, level: Level, line: int | None, target: str, message: str) -> None:
        self._notes.append(Note(code=code, level=level, line=line, message=message, target=target))
