"""What settles findings about topics by one press: name and kind are confirmed, an image only decorates."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.models import User

from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.workflow import ENTITY
from newsdesk.catalogue.resolve import shown_as
from newsdesk.pages.document_image import as_decorative
from newsdesk.pages.keys import numbers
from newsdesk.rules.cures import DECORATIVE, Cure
from newsdesk.rules.findings import Problem

CONFIRM_TOPIC = Cure("confirm-topic", "Name and kind are right")


def confirming(problem: Problem, *, actor: User) -> tuple[Cure, ...]:
    """Return the cure of a finding that a page names an unconfirmed topic, for who may confirm it."""
    is_told = problem.code == "unconfirmed-entity" and actor.has_perm(_permission())
    return (CONFIRM_TOPIC,) if is_told else ()


def confirm(problem: Problem, *, actor: User) -> None:
    """Confirm the topic that such a finding is about, or the one that it is merged into."""
    key = problem.field.removeprefix("entities:")
    (shown,) = shown_as([key]).values()
    ENTITY.confirm(Entity.objects.get(pk__in=numbers("entity", [shown])), actor=actor)


def cures_of(problem: Problem, *, actor: User) -> Sequence[Cure]:
    """Return what settles a finding of a topic's own page at once."""
    if problem.code == "image-without-alt":
        return (DECORATIVE,)
    if problem.code == "unconfirmed" and actor.has_perm(_permission()):
        return (CONFIRM_TOPIC,)
    return ()


def cured(document: EntityDocument, problem: Problem, action: str) -> EntityDocument:
    """Return the document after a cure that changes it."""
    if action == DECORATIVE.action and problem.code == "image-without-alt":
        return replace(document, image=as_decorative(document.image))
    return document


def _permission() -> str:
    return ENTITY.verbs["confirm"].permission
