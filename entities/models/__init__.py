"""Entities: working copy, editions, outlets. Import the module that you mean, not this package."""

from .draft import Entity
from .edition import EntityEdition, EntityEvent, EntityRecall
from .merge import EntityMerge, EntityMergeStep, OutletMerge, OutletMergeStep
from .outlet import Outlet, OutletEvent, OutletName
from .split import EntitySplit, EntitySplitMove

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
