"""What stands between an entity and its readers."""

from entities.documents import EntityDocument
from newsdesk.publishing.problems import Findings, Problem, image_problems


def findings(document: EntityDocument, *, confirmed: bool) -> Findings:
    """Return what blocks the page."""
    return Findings(blocking=tuple(problems(document, confirmed=confirmed)))


def problems(document: EntityDocument, *, confirmed: bool) -> list[Problem]:
    """Return what must be mended before the entity can be published, each with the field to go to."""
    found = []
    if not document.name:
        found.append(Problem("name", "The entity has no name."))
    if not document.slug:
        found.append(Problem("slug", "The entity has no slug, so it would have no address."))
    if not document.description:
        found.append(Problem("description", "The entity has no description."))
    if not confirmed:
        found.append(Problem("kind", "Nobody has confirmed the entity's name and kind."))
    return found + image_problems(document.image)
