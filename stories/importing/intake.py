"""Files taken in: read, understood, compared with earlier imports, made into drafts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.contrib.auth.models import User

from newsdesk.importing.models import ImportRecord
from newsdesk.importing.report import CHECKED, CREATED, SKIPPED, UPDATED, Outcome
from newsdesk.pages.documents import as_data, value_as_data
from stories.importing.decode import read_file
from stories.importing.drafts import check, create_drafts, find_earlier, update_drafts
from stories.importing.explainer import WARNING, Explainer
from stories.importing.known import after, known_names
from stories.importing.parser import parse

SKIP = "skip"
UPDATE = "update"

# Asked with the file's name and the earlier import; answers SKIP or UPDATE.
Decide = Callable[[str, ImportRecord], str]


class Intake:
    """Takes in one file after the other, and knows the topics that it has made itself."""

    def __init__(self) -> None:
        self._known = known_names()

    def look_at(self, source: str) -> Outcome:
        """Read a file and say what an import would do. Writes nothing.

        Raises Unreadable or Refused.
        """
        return self._looked_at(source)[0]

    def spell_out(self, source: str) -> Outcome:
        """Do the same, and add every document as the file would make it, for programs."""
        outcome, explainer = self._looked_at(source)
        parts = ("story", "faqs", "entities", "placements", "unplaced")
        return replace(
            outcome, detail={part: value_as_data(getattr(explainer, part)) for part in parts}
        )

    def _looked_at(self, source: str) -> tuple[Outcome, Explainer]:
        text = read_file(Path(source))
        explainer = parse(text, known=self._known)
        check(explainer)
        earlier = find_earlier(text, source)
        would = f"would update {earlier.target}" if earlier else "would become a draft"
        outcome = Outcome(
            source=source,
            result=CHECKED,
            target=earlier.target if earlier else "",
            message=f"understood, {would}: {summary(explainer)}.",
            counts=counts(explainer),
            notes=[as_data(note) for note in explainer.notes],
        )
        return outcome, explainer

    def take_in(self, source: str, *, actor: User, decide: Decide) -> Outcome:
        """Make the drafts of a file, or update them, as `decide` says where it was imported before.

        Raises Unreadable, Refused or PermissionDenied, and then nothing is written for the file.
        """
        text = read_file(Path(source))
        explainer = parse(text, known=self._known)
        earlier = find_earlier(text, source)
        if earlier and decide(source, earlier) != UPDATE:
            return Outcome(
                source=source,
                result=SKIPPED,
                target=earlier.target,
                message=f"skipped: imported before as {earlier.target}, on {earlier.at:%d %B %Y}.",
            )
        write = update_drafts if earlier else create_drafts
        record = write(explainer, text=text, source_name=source, actor=actor)
        self._known = after(self._known, record.written.items())
        done = "updated" if earlier else "is a draft now"
        return Outcome(
            source=source,
            result=UPDATED if earlier else CREATED,
            target=record.target,
            message=f"{record.target} {done}: {summary(explainer)}.",
            counts=counts(explainer),
            notes=record.notes,
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
