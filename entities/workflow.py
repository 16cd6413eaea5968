"""The topic as the desk knows it: what can be done to one, and by what."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

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
from newsdesk.workflow.transitions import (
    Line,
    Verb,
    lock,
    log_many,
    refuse_out_of_turn,
    require,
    table,
)
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
        actor: User,
        note: str = "",
        detail: Mapping[str, object] | None = None,
        confirmed: bool = False,
    ) -> Entity:
        """Write a new entity from `document`. Whoever says `confirmed` needs the right to confirm."""
        detail = {"confirmed": confirmed, **(detail or {})}
        entity = Entity(created_by=actor, changed_by=actor, confirmed=confirmed)
        if confirmed:
            require(actor, self.permission("confirm"))
        self._create([entity], [document], [detail], actor=actor, note=note)
        return entity

    @transaction.atomic
    def propose(
        self, proposals: Sequence[tuple[EntityDocument, bool]], *, actor: User, note: str = ""
    ) -> list[Entity]:
        """Write a new entity from each document, all or none; beside it stands whether it is confirmed."""
        if any(confirmed for _, confirmed in proposals):
            require(actor, self.permission("confirm"))
        made = [
            Entity(created_by=actor, changed_by=actor, confirmed=confirmed)
            for _, confirmed in proposals
        ]
        details = [{"confirmed": entity.confirmed} for entity in made]
        self._create(made, [each for each, _ in proposals], details, actor=actor, note=note)
        return made

    def confirm(self, entity: Entity, *, actor: User, note: str = "") -> Entity:
        """Say that a person has checked name and kind."""
        return self.confirm_many([entity], actor=actor, note=note)[0]

    @transaction.atomic
    def confirm_many(self, rows: Sequence[Entity], *, actor: User, note: str = "") -> list[Entity]:
        """Say the same of each of some topics, of all or of none. Four queries however many."""
        locked = lock(rows)
        confirmed = [locked[row.key] for row in rows]
        Entity.read_standing(confirmed)
        for entity in confirmed:
            refuse_out_of_turn(self.verbs["confirm"], entity, actor=actor, note=note)
            entity.confirmed, entity.changed_by, entity.changed_at = True, actor, timezone.now()
        Entity.forget_standing(confirmed)
        Entity.objects.bulk_update(confirmed, ["confirmed", "changed_by", "changed_at"])
        log_many(
            [
                Line(
                    item=entity,
                    verb="confirm",
                    actor=actor,
                    note=note,
                    detail={"name": entity.name, "kind": entity.kind},
                )
                for entity in confirmed
            ]
        )
        return confirmed

    def document_of(self, item: Entity) -> EntityDocument:
        return working_copy.document_of(item)

    def documents_of(self, items: Sequence[Entity]) -> list[EntityDocument]:
        return working_copy.documents_of(items)

    def write_back(self, document: EntityDocument, item: Entity, *, actor: User) -> None:
        working_copy.write_back(document, item, actor=actor)

    def write_new(self, drafts: Sequence[tuple[Entity, EntityDocument]], *, actor: User) -> None:
        working_copy.write_new(drafts, actor=actor)

    def findings(self, item: Entity, document: EntityDocument) -> Findings:
        return self.findings_of_many([(item, document)])[0]

    def findings_of_many(self, drafts: Sequence[tuple[Entity, EntityDocument]]) -> list[Findings]:
        return rule_inputs.judge_many(drafts)

    def find(self, documents: Mapping[str, EntityDocument]) -> Mapping[str, Findings]:
        return rule_inputs.findings(documents)

    def forecasts(self, document: EntityDocument) -> Iterable[Forecast]:
        return rules.forecasts(document)

    def keep(self, item: Entity, *, passed: Collection[int] = ()) -> None:
        self.keep_many([item], passed=passed)

    def keep_many(self, items: Sequence[Entity], *, passed: Collection[int] = ()) -> None:
        results.keep(self, items, passed=passed)

    def restorable(self, item: Entity, document: EntityDocument) -> Restorable[EntityDocument]:
        return restorable.restorable(item, document)


ENTITY = EntityWorkflow()
