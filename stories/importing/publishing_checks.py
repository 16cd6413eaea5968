"""What the publishing checks will ask of a page that is being imported, before there is a draft."""

import datetime
from collections.abc import Set
from dataclasses import replace

from entities.models.draft import Entity
from newsdesk.pages.keys import numbers
from newsdesk.rules.findings import Problem
from stories.importing.explainer import WARNING, Explainer, Note
from stories.rules.about import About, Question, Topic
from stories.rules.findings import blocking

# A draft gets its address when it is made.
_ADDRESS = "address"


def before_publishing(explainer: Explainer, confirmed: Set[str] = frozenset()) -> tuple[Note, ...]:
    """Return what would keep the page from being published as it was read, each with its cure.

    The rules are asked themselves, so that an import never says otherwise than they do. `confirmed` are the
    keys of new topics whose name and kind a person has checked. Nothing for a question page. One query where
    the page has topics that the desk knows.
    """
    if explainer.question_page:
        return ()
    known = numbers("entity", (each.key for each in explainer.entities if each.known))
    rows = Entity.objects.filter(pk__in=known, confirmed=True).order_by() if known else ()
    checked = {entity.key for entity in rows} | confirmed
    about = About(
        today=datetime.date.min,  # No rule that blocks asks for the day.
        topics={
            each.key: Topic(
                name=each.document.name,
                names=each.document.aliases,
                kind=each.document.kind,
                confirmed=each.key in checked,
            )
            for each in explainer.entities
        },
        faqs={each.key: Question(title=each.document.question) for each in explainer.faqs},
    )
    lines = {placement.where: placement.line for placement in explainer.placements}
    lines |= {each.key: each.line for each in explainer.entities}
    return tuple(
        _note(problem, lines)
        for problem in blocking(replace(explainer.story, slug=_ADDRESS), about)
    )


def _note(problem: Problem, lines: dict[str, int]) -> Note:
    target = _target(problem.field)
    line = lines.get(target) or lines.get(target.rpartition(".")[0])
    return Note(
        code=f"check-{problem.code}",
        level=WARNING,
        line=line,
        message=problem.message,
        target=target,
    )


def _target(field: str) -> str:
    """Return the field of a finding as notes name it: "entities:entity:new-1" is "entity:new-1.name"."""
    if field.startswith("entities:"):
        return f"{field.removeprefix('entities:')}.name"
    return f"story.{field}"
