"""What settles findings of a story by one press: a topic added or removed, an attribution confirmed. Pure."""

from collections.abc import Callable
from dataclasses import replace

from newsdesk.pages.document_image import as_decorative
from newsdesk.rules.cures import DECORATIVE, REMOVE, Cure, part_of
from newsdesk.rules.findings import Problem
from stories.documents import MEDIA, StoryDocument

_CURES: dict[str, tuple[Cure, ...]] = {
    "entity-unnamed": (REMOVE,),
    "named-inside": (REMOVE,),
    "faq-unrelated": (REMOVE,),
    "deeper-unrelated": (REMOVE,),
    "generic-heading": (Cure("no-heading", "Leave the heading out"),),
    "guessed-attribution": (Cure("confirm", "The attribution is right"),),
    "image-without-alt": (DECORATIVE,),
    "source-without-link": tuple(
        Cure(f"medium-{name}", f"No link: {label.lower()}") for name, label in MEDIA.items()
    ),
}


def cures_of(problem: Problem) -> tuple[Cure, ...]:
    """Return what settles a finding at once; nothing where somebody has to find other words."""
    if problem.code == "name-unlisted":
        return (Cure("add", "Add the topic"),) if problem.page else ()
    if problem.code == "named-inside" and not problem.field.startswith("entities:"):
        return ()
    return _CURES.get(problem.code, ())


def cured(document: StoryDocument, problem: Problem, action: str) -> StoryDocument:
    """Return the document after a cure of a finding; the same where it is cured already."""
    if action not in {cure.action for cure in cures_of(problem)}:
        return document
    kind, _, medium = action.partition("-")
    return _DEEDS[kind](document, problem, medium)


def _add(document: StoryDocument, problem: Problem, _: str) -> StoryDocument:
    if problem.page in document.entities:
        return document
    return replace(document, entities=(*document.entities, problem.page))


def _remove(document: StoryDocument, problem: Problem, _: str) -> StoryDocument:
    name, _, key = problem.field.partition(":")
    if name == "deeper":
        part = key.partition(".")[0]
        return replace(document, deeper=tuple(q for q in document.deeper if q.id != part))
    if name == "faqs":
        return replace(document, faqs=tuple(each for each in document.faqs if each != key))
    return replace(document, entities=tuple(each for each in document.entities if each != key))


def _leave_heading_out(document: StoryDocument, problem: Problem, _: str) -> StoryDocument:
    part = part_of(problem.field)
    return replace(
        document,
        analysis=tuple(replace(p, heading="") if p.id == part else p for p in document.analysis),
    )


def _confirm(document: StoryDocument, problem: Problem, _: str) -> StoryDocument:
    part = part_of(problem.field)
    return replace(
        document,
        reports=tuple(
            replace(r, attribution_guessed=False) if r.id == part else r for r in document.reports
        ),
    )


def _say_medium(document: StoryDocument, problem: Problem, medium: str) -> StoryDocument:
    part = part_of(problem.field)
    return replace(
        document,
        reports=tuple(replace(r, medium=medium) if r.id == part else r for r in document.reports),
    )


def _decorate(document: StoryDocument, problem: Problem, _: str) -> StoryDocument:
    return replace(document, image=as_decorative(document.image))


_DEEDS: dict[str, Callable[[StoryDocument, Problem, str], StoryDocument]] = {
    "add": _add,
    "remove": _remove,
    "no": _leave_heading_out,
    "confirm": _confirm,
    "decorative": _decorate,
    "medium": _say_medium,
}
