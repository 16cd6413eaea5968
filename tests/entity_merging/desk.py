"""Topics, outlets and pages that refer to them, as the tests of joining need them."""

from typing import Any

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.workflow import ENTITY
from entities.working_copy import document_of
from faqs.documents import Source
from newsdesk.pages.documents import as_data
from stories.documents import SourceReport
from tests import pages, release


def topic(actor: Any, name: str, *, live: bool = True, **values: Any) -> Entity:
    """Return a topic, published unless it is said otherwise."""
    entity = pages.entity(actor, name, **values)
    if live:
        release.publish(entity, actor=actor)
    return entity


def story(actor: Any, headline: str, *, live: bool = True, **values: Any) -> Any:
    item = pages.story(actor, headline, **values)
    if live:
        release.publish(item, actor=actor)
    return item


def faq(actor: Any, question: str, *, live: bool = True, **values: Any) -> Any:
    item = pages.faq(actor, question, **values)
    if live:
        release.publish(item, actor=actor)
    return item


def outlet(name: str, **values: Any) -> Outlet:
    return Outlet.objects.create(name=name, **values)


def report(name: str, number: int = 1) -> SourceReport:
    """Return a report of the outlet of that name."""
    return SourceReport(
        id=f"rep{number:05}",
        outlet=name,
        url=f"https://paper.example/{number}",
        paraphrase=f"It says so {number} times.",
    )


def source(name: str) -> Source:
    return Source(id="src00001", title="A source", url="https://paper.example/", outlet=name)


def said(entity: Entity) -> dict[str, Any]:
    """Return what the working copy says now, as data."""
    data: dict[str, Any] = as_data(document_of(Entity.objects.get(pk=entity.pk)))
    return data


def live(entity: Entity) -> dict[str, Any]:
    """Return what readers see now, as data."""
    latest = Entity.objects.get(pk=entity.pk).public_edition()
    data: dict[str, Any] = as_data(ENTITY.read(latest))
    return data
