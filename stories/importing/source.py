"""A file or a pasted text as a row of pages: each an explainer or a question page, or why it is neither."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsdesk.intake.lines import Document, FileContents, Unreadable
from stories.importing.corrections import Corrections
from stories.importing.explainer import INFORMATION, Explainer, KnownNames, Note
from stories.importing.parser import Part, parts_of, understand_part
from stories.importing.titles import titled


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a file, with the name under which its import is remembered.

    `text` are its words as they came, whatever was put right since; `told` what was said of the file.
    """

    explainer: Explainer
    name: str
    text: str
    part: Part
    told: tuple[Note, ...] = ()

    def read_again(self, known: KnownNames, corrections: Corrections) -> Explainer:
        """Return the page as the parser understands its lines once they are put right. Raises Unreadable."""
        over_lines = [each for each in corrections if each.of_lines]
        if not over_lines:
            return self.explainer
        found = understand_part(self.part, known=known, corrections=over_lines)
        return _finished(found, self.name, self.told)


def pages_of(reading: FileContents, source_name: str, known: KnownNames) -> list[SourcePage]:
    """Return the pages of a file. What was told about the file, and texts that are no page, stand in notes.

    Raises Unreadable where there is none: NoSections, if a single text has no heading that is known.
    """
    found: list[SourcePage] = []
    refused: list[tuple[Document, Unreadable]] = []
    for document in reading.documents:
        try:
            parts = parts_of(document, known=known)
            explainers = [understand_part(part, known=known) for part in parts]
        except Unreadable as error:
            refused.append((document, error))
            continue
        for index, (part, each) in enumerate(zip(parts, explainers, strict=True), start=1):
            name = _name(source_name, document, index, len(reading.documents))
            found.append(SourcePage(each, name, each.text, part))
    if not found:
        _refuse(refused)
    sentences = [*reading.told, *(_why(document, error) for document, error in refused)]
    told = tuple(
        Note(code="file", level=INFORMATION, line=None, message=sentence) for sentence in sentences
    )
    return [
        replace(page, explainer=_finished(page.explainer, page.name, told), told=told)
        for page in found
    ]


def _finished(explainer: Explainer, name: str, told: Sequence[Note]) -> Explainer:
    return titled(replace(explainer, notes=(*told, *explainer.notes)), name)


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
