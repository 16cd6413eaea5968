"""The verbs of an entity, and the table that its buttons are drawn from."""

from functools import partial
from typing import Any

from django.db import transaction

from entities import restorable, working_copy
from entities.documents import SCHEMA, EntityDocument, read
from entities.entry import entry_of
from entities.models.draft import Entity
from entities.models.merge import EntityMergeStep
from entities.rule_inputs import findings, judge
from entities.rules import forecasts
from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import entries_of_page
from newsdesk.live_checks.results import Gate, keep
from newsdesk.merging.chains import Chains
from newsdesk.pages.documents import as_data
from newsdesk.pages.status import Standing
from newsdesk.workflow import correct as mending
from newsdesk.workflow import publish as releasing
from newsdesk.workflow import review
from newsdesk.workflow.page_type import Pages
from newsdesk.workflow.restore import restore as restore_edition
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import Verb, begin, log, require, table

VERBS = table(
    Verb(
        name="confirm",
        label="Confirm name and kind",
        permission="entities.confirm_entity",
        when=frozenset({Standing.DRAFT}),
        help="Says that a person has checked the proposed name and kind.",
    ),
    *review_verbs("entities", "entity"),
    *standard_verbs("entities", "entity"),
)

PAGES = Pages(
    verbs=VERBS,
    schema=SCHEMA,
    document_of=working_copy.document_of,
    fit=working_copy.fit,
    write=working_copy.write,
    write_back=working_copy.write_back,
    read=read,
    restorable=restorable.restorable,
    findings=judge,
    show=lambda entity: catalogue.put(
        entity.key, entries_of_page(entity.editions.in_order(), entry_of)
    ),
    keep=partial(keep, Gate(read=read, find=findings, forecasts=forecasts)),
    lineage=Chains(EntityMergeStep, read),
)
submit = partial(review.submit, PAGES)
return_ = partial(review.return_, PAGES)
approve = partial(review.approve, PAGES)
mark_read = partial(review.mark_read, PAGES)
publish = partial(releasing.publish, PAGES)
schedule = partial(releasing.schedule, PAGES)
reschedule = partial(releasing.reschedule, PAGES)
unschedule = partial(releasing.unschedule, PAGES)
embargo = partial(releasing.embargo, PAGES)
correct = partial(mending.correct, PAGES)
clarify = partial(mending.clarify, PAGES)
check = partial(mending.check, PAGES)
restore = partial(restore_edition, PAGES)
withdraw = partial(mending.withdraw, PAGES)
discard = partial(mending.discard, PAGES)
take_back = partial(mending.take_back, PAGES)


@transaction.atomic
def create(
    document: EntityDocument, *, actor: Any, note: str = "", confirmed: bool = False
) -> Entity:
    """Write a new entity from `document`. Whoever says `confirmed` needs the right to confirm."""
    require(actor, "entities.add_entity")
    if confirmed:
        require(actor, "entities.confirm_entity")
    entity = Entity(created_by=actor, changed_by=actor, confirmed=confirmed)
    working_copy.write(document, entity, actor=actor)
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
    working_copy.write(document, entity, actor=actor)
    log(entity, "revise", actor=actor, note=note, detail={"replaced": replaced})
    return entity
