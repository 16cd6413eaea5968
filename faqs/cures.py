"""What settles findings of a FAQ by one press: a question, a source or a topic that goes. Pure."""

from dataclasses import replace

from faqs.documents import FaqDocument
from newsdesk.rules.cures import REMOVE, Cure, part_of
from newsdesk.rules.findings import Problem

_CURES = {
    "question-without-answer": Cure("remove", "Remove the question"),
    "source-without-link": Cure("remove", "Remove the source"),
    "same-address": Cure("remove", "Remove the source"),
    "unconfirmed-entity": REMOVE,
}


def cures_of(problem: Problem) -> tuple[Cure, ...]:
    """Return what settles a finding at once; nothing where somebody has to find other words."""
    cure = _CURES.get(problem.code)
    return (cure,) if cure else ()


def cured(document: FaqDocument, problem: Problem, action: str) -> FaqDocument:
    """Return the document without what a finding is about; the same where it is gone already."""
    if action not in {cure.action for cure in cures_of(problem)}:
        return document
    name, _, key = problem.field.partition(":")
    part = part_of(problem.field)
    if name == "answers":
        return replace(document, answers=tuple(a for a in document.answers if a.id != part))
    if name == "sources":
        return replace(document, sources=tuple(s for s in document.sources if s.id != part))
    return replace(document, entities=tuple(each for each in document.entities if each != key))
