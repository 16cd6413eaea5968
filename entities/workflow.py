"""The topic as the desk knows it: what can be done to one, and by what."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from entities import restorable, rule_inputs, rules, working_copy
from entities.documents import EntityDocument, read
from entities.kind import ENTITY_KIND
from entities.merge_rule import EntityMerging
from entities.models.draft import Entity
from entities.models.edition import EntityEdition
from entities.models.merge import EntityMergeStep
from newsdesk.live_checks import results
from newsdesk.merging.chains import Chains
from newsdesk.pages.status import Standing
from newsdesk.rules.findings import Findings
from newsdesk.rules.wording import Forecast
from newsdesk.workflow.restorable import Restorable
from newsdesk.workflow.roles import CHIEF, EDITOR, MODERATOR
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import Verb, begin, log, require, table
from newsdesk.workflow.workflow import Workflow

MODERATING = ("entities.confirm_entity", "entities.merge_entity", "entities.merge_outlet")


class EntityWorkflow(Workflow[Entity, EntityDocument, EntityEdition]):
    """Topics on their way from a draft to their readers."""

    kind = ENTITY_KIND
    model = Entity
    verbs = table(
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
    lineage = Chains(EntityMergeStep, read)
    checked_by_others = True
    moderated = True
    kept_beside = ("outlet",)
    rights = {
        EDITOR: ("entities.confirm_entity",),
        MODERATOR: MODERATING,
        CHIEF: MODERATING,
    }

    def __init__(self) -> None:
        self.merging = EntityMerging(self)

    def transitions(self) -> dict[str, Callable[..., object]]:
        return {"confirm": self.confirm, **super().transitions()}

    @transaction.atomic
    def create(
        self,
        document: EntityDocument,
        *,
        actor: Any,
        note: str = "",
        detail: dict[str, Any] | None = None,
        confirmed: bool = False,
    ) -> Entity:
        """Write a new entity from `document`. Whoever says `confirmed` needs the right to confirm."""
        if confirmed:
            require(actor, self.permission("confirm"))
        entity = Entity(created_by=actor, changed_by=actor, confirmed=confirmed)
        detail = {"confirmed": confirmed, **(detail or {})}
        return self._write_new(entity, document, actor=actor, note=note, detail=detail)

    @transaction.atomic
    def confirm(self, entity: Entity, *, actor: Any, note: str = "") -> Entity:
        """Say that a person has checked name and kind."""
        entity = begin(self.verbs["confirm"], entity, actor=actor, note=note)
        entity.confirmed = True
        entity.changed_by = actor
        entity.save(update_fields=["confirmed", "changed_by", "changed_at"])
        detail = {"name": entity.name, "kind": entity.kind}
        log(entity, "confirm", actor=actor, note=note, detail=detail)
        return entity

    def document_of(self, item: Entity) -> EntityDocument:
        return working_copy.document_of(item)

    def write_back(self, document: EntityDocument, item: Entity, *, actor: Any) -> None:
        working_copy.write_back(document, item, actor=actor)

    def findings(self, item: Entity, document: EntityDocument) -> Findings:
        return rule_inputs.judge(item, document)

    def find(self, documents: Mapping[str, EntityDocument]) -> Mapping[str, Findings]:
        return rule_inputs.findings(documents)

    def forecasts(self, document: EntityDocument) -> Iterable[Forecast]:
        return rules.forecasts(document)

    def keep(self, item: Entity, *, passed: Collection[int] = ()) -> None:
        results.keep(self, item, passed=passed)

    def restorable(self, item: Entity, document: EntityDocument) -> Restorable[EntityDocument]:
        return restorable.restorable(item, document)


ENTITY = EntityWorkflow()
