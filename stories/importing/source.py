"""A file or a pasted text as a row of pages: each an explainer or a question page, or why it is neither."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsdesk.intake.lines import Document, Reading, Unreadable
from stories.importing.explainer import INFORMATION, Explainer, KnownNames, Note
from stories.importing.parser import understand


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a file, with the name under which its import is remembered."""

    explainer: Explainer
    name: str

    @property
    def text(self) -> str:
        return self.explainer.text


def pages_of(reading: Reading, source_name: str, known: KnownNames) -> list[SourcePage]:
    """Return the pages of a file. What was told about the file, and texts that are no page, stand in notes.

    Raises Unreadable where there is none: NoSections, if a single text has no heading that is known.
    """
    found: list[SourcePage] = []
    refused: list[tuple[Document, Unreadable]] = []
    for document in reading.documents:
        try:
            explainers = understand(document, known=known)
        except Unreadable as error:
            refused.append((document, error))
            continue
        found += [
            SourcePage(explainer, _name(source_name, document, index, len(reading.documents)))
            for index, explainer in enumerate(explainers, start=1)
        ]
    if not found:
        _refuse(refused)
    told = [*reading.told, *(_why(document, error) for document, error in refused)]
    notes = tuple(Note(code="file", level=INFORMATION, line=None, message=each) for each in told)
    return [
        replace(page, explainer=replace(page.explainer, notes=(*notes, *page.explainer.notes)))
        for page in found
    ]


def _name(source_name: str, document: Document, index: int, count: int) -> str:
    name = f"{source_name}/{document.name}" if count > 1 and document.name else source_name
    return (f"{name} ({index})" if index > 1 else name)[-255:]


def _refuse(refused: Sequence[tuple[Document, Unreadable]]) -> None:
    if len(refused) == 1:
        raise refused[0][1]
    first = f" {_why(*refused[0])}" if refused else ""
    raise Unreadable(f"None of the {len(refused)} texts of the file is an explainer.{first}")


def _why(document: Document, error: Unreadable) -> str:
    name = (
        document.facts.get("title") or document.facts.get("suggested") or document.name or "A text"
    )
    return f"“{name}” was left out: {error}"
