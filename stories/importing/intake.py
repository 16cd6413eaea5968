"""Files taken in: read, understood, compared with earlier imports, made into drafts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.contrib.auth.models import User

from newsdesk.importing.models import ImportRecord
from newsdesk.importing.report import CHECKED, CREATED, SKIPPED, UPDATED, Outcome
from newsdesk.intake import apart
from newsdesk.pages.documents import as_data, value_as_data
from stories.importing.corrections import corrections_from
from stories.importing.drafts import check, create_drafts, find_earlier, update_drafts
from stories.importing.explainer import WARNING, Explainer
from stories.importing.known import after, known_names
from stories.importing.source import SourcePage, pages_of

SKIP = "skip"
UPDATE = "update"

# Asked with the file's name and the earlier import; answers SKIP or UPDATE.
Decide = Callable[[str, ImportRecord], str]


class Intake:
    """Takes in one file after the other, and knows the topics that it has made itself.

    A file may hold several pages: there is an outcome for each.
    """

    def __init__(self) -> None:
        self._known = known_names()

    def look_at(self, source: str) -> list[Outcome]:
        """Read a file and say what an import would do. Writes nothing.

        Raises Unreadable or Refused.
        """
        return [_looked_at(page) for page in self._pages(source)]

    def spell_out(self, source: str) -> list[Outcome]:
        """Do the same, and add every document as the file would make it, for programs."""
        parts = ("story", "faqs", "entities", "placements", "unplaced", "question_page")
        return [
            replace(
                _looked_at(page),
                detail={part: value_as_data(getattr(page.explainer, part)) for part in parts},
            )
            for page in self._pages(source)
        ]

    def _pages(self, source: str) -> list[SourcePage]:
        return pages_of(apart.read_file(Path(source)), source, self._known)

    def take_in(self, source: str, *, actor: User, decide: Decide) -> list[Outcome]:
        """Make the drafts of a file, or update them, as `decide` says where it was imported before.

        Raises Unreadable, Refused or PermissionDenied, and then nothing is written for the page.
        """
        return [self._take_in(page, actor, decide) for page in self._pages(source)]

    def _take_in(self, page: SourcePage, actor: User, decide: Decide) -> Outcome:
        earlier = find_earlier(page.text, page.name)
        if earlier and decide(page.name, earlier) != UPDATE:
            return Outcome(
                source=page.name,
                result=SKIPPED,
                target=earlier.target,
                message=f"skipped: imported before as {earlier.target}, on {earlier.at:%d %B %Y}.",
            )
        write = update_drafts if earlier else create_drafts
        corrections = corrections_from(earlier.corrections) if earlier else ()
        over_lines = [each for each in corrections if each.of_lines]
        record = write(
            page.read_again(self._known, over_lines),
            text=page.text,
            source_name=page.name,
            actor=actor,
            corrections=corrections,
        )
        self._known = after(self._known, record.written.items())
        done = "updated" if earlier else "is a draft now"
        return Outcome(
            source=page.name,
            result=UPDATED if earlier else CREATED,
            target=record.target,
            message=f"{record.target} {done}: {summary(page.explainer)}.",
            counts=counts(page.explainer),
            notes=record.notes,
        )


def _looked_at(page: SourcePage) -> Outcome:
    check(page.explainer)
    earlier = find_earlier(page.text, page.name)
    would = f"would update {earlier.target}" if earlier else "would become a draft"
    return Outcome(
        source=page.name,
        result=CHECKED,
        target=earlier.target if earlier else "",
        message=f"understood, {would}: {summary(page.explainer)}.",
        counts=counts(page.explainer),
        notes=[as_data(note) for note in page.explainer.notes],
    )


def counts(explainer: Explainer) -> dict[str, int]:
    """Return how many there are of each thing on a page."""
    return {
        "analysis": len(explainer.story.analysis),
        "reports": len(explainer.story.reports),
        "questions": len(explainer.faqs),
        "topics": len(explainer.entities),
        "known": sum(entity.known for entity in explainer.entities),
        "warnings": sum(note.level == WARNING for note in explainer.notes),
        "unplaced": len(explainer.unplaced),
    }


def summary(explainer: Explainer) -> str:
    """Return the counts in words: "4 parts of analysis, 9 reports, 13 questions, 18 topics (2 known)"."""
    number = counts(explainer)
    if explainer.question_page:
        answers = len(explainer.faqs[0].document.answers)
        return "a FAQ with " + ", ".join(
            (
                _plural(answers, "answer", "answers"),
                _plural(number["warnings"], "warning", "warnings"),
            )
        )
    words = [
        _plural(number["analysis"], "part of analysis", "parts of analysis"),
        _plural(number["reports"], "report", "reports"),
        _plural(number["questions"], "question", "questions"),
        _plural(number["topics"], "topic", "topics") + f" ({number['known']} known)",
        _plural(number["warnings"], "warning", "warnings"),
    ]
    if number["unplaced"]:
        words.append(_plural(number["unplaced"], "line", "lines") + " without a place")
    return ", ".join(words)


def _plural(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
