"""The verbs of an entity, and the table that its buttons are drawn from."""

from typing import Any

from django.db import transaction

from entities import gate, working_copy
from entities.documents import SCHEMA, EntityDocument, read
from entities.entries import entry_of
from entities.models.draft import Entity
from newsdesk.catalogue import write as catalogue
from newsdesk.publishing.documents import as_data
from newsdesk.publishing.standing import Standing
from newsdesk.publishing.workflow import Pages, Verb, begin, log, require, standard_verbs, table

VERBS = table(
    Verb(
        name="confirm",
        label="Confirm name and kind",
        permission="entities.confirm_entity",
        when=frozenset({Standing.DRAFT}),
        help="Says that a person has checked the proposed name and kind.",
    ),
    *standard_verbs("entities", "entity"),
)

PAGES = Pages(
    verbs=VERBS,
    schema=SCHEMA,
    document_of=working_copy.document_of,
    read=read,
    problems=lambda entity: gate.problems(
        working_copy.document_of(entity), confirmed=entity.confirmed
    ),
    show=lambda editions: catalogue.put(entry_of(editions)),
)
publish = PAGES.publish
withdraw = PAGES.withdraw
discard = PAGES.discard
take_back = PAGES.take_back


@transaction.atomic
def create(
    document: EntityDocument, *, actor: Any, note: str = "", confirmed: bool = False
) -> Entity:
    """Write a new entity from `document`. Whoever says `confirmed` needs the right to confirm."""
    require(actor, "entities.add_entity")
    if confirmed:
        require(actor, "entities.confirm_entity")
    entity = Entity(created_by=actor, changed_by=actor, confirmed=confirmed)
    working_copy.write(document, entity)
    log(entity, "create", actor=actor, note=note, detail={"confirmed": confirmed})
    return entity


@transaction.atomic
def confirm(entity: Entity, *, actor: Any, note: str = "") -> Entity:
    """Say that a person has checked name and kind."""
    entity = begin(VERBS["confirm"], entity, actor=actor, note=note)
    entity.confirmed = True
    entity.changed_by = actor
    entity.save(update_fields=["confirmed", "changed_by", "changed_at"])
    log(
        entity, "confirm", actor=actor, note=note, detail={"name": entity.name, "kind": entity.kind}
    )
    return entity


@transaction.atomic
def revise(entity: Entity, document: EntityDocument, *, actor: Any, note: str = "") -> Entity:
    """Replace the working copy by `document`; what stood there before is kept in the log."""
    require(actor, "entities.change_entity")
    entity = Entity.objects.select_for_update().get(pk=entity.pk)
    replaced = as_data(working_copy.document_of(entity))
    entity.changed_by = actor
    working_copy.write(document, entity)
    log(entity, "revise", actor=actor, note=note, detail={"replaced": replaced})
    return entity
