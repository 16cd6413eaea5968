"""Which topics can be merged, and what a merge does beyond the page."""

from collections.abc import Iterable

from entities import readings
from entities.documents import EntityDocument
from entities.entry import PAST
from entities.models.draft import Entity
from entities.models.merge import EntityMerge, EntityMergeStep
from newsdesk.merging.engine import MergeRefused
from newsdesk.merging.page_merging import PageMerging


class EntityMerging(PageMerging[Entity, EntityDocument, EntityMerge]):
    """Two topics that turn out to be one."""

    record = EntityMerge
    step = EntityMergeStep
    permission = "entities.merge_entity"
    past = PAST

    def check(self, loser: Entity, survivor: Entity) -> None:
        """Refuse a merge of different kinds, and one that would hide a page from readers."""
        if loser.kind != survivor.kind:
            raise MergeRefused(
                f"“{loser}” is of kind {loser.get_kind_display()} and “{survivor}” of kind "
                f"{survivor.get_kind_display()}: put the kind right first if they are one."
            )
        super().check(loser, survivor)

    def settle(self, items: Iterable[Entity]) -> None:
        """Bring the catalogue in line, with the pages in which a split holds."""
        super().settle(items)
        readings.settle()
