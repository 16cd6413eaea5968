"""Entities: working copy, editions, outlets. Import the module that you mean, not this package."""

from entities.models.draft import Entity
from entities.models.edition import EntityEdition, EntityEvent, EntityRecall
from entities.models.merge import EntityMerge, EntityMergeStep, OutletMerge, OutletMergeStep
from entities.models.outlet import Outlet, OutletEvent, OutletName
from entities.models.split import EntitySplit, EntitySplitMove

__all__ = [
    "Entity",
    "EntityEdition",
    "EntityEvent",
    "EntityMerge",
    "EntityMergeStep",
    "EntityRecall",
    "EntitySplit",
    "EntitySplitMove",
    "Outlet",
    "OutletEvent",
    "OutletMerge",
    "OutletMergeStep",
    "OutletName",
]
