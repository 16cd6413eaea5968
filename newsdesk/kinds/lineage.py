"""Which merges stand behind a text: nothing here, for a kind of page that is never merged.

`newsdesk.merging.chains` knows better. The verbs ask before they freeze an edition, so that a merge can
be taken out of every text that it reached.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.editions import Edition


class Lineage:
    """What the texts of one kind of page were made of, as keys of steps of merging, in their order.

    `step` is their model.
    """

    step: Any = None

    def tidy(self, data: Data) -> Data:
        """Return data in the form that a working copy gives them."""
        return data

    def spelled(self, data: Data, like: Data) -> Data:
        """Return data with what has been renamed in between called by the names that `like` has for it."""
        return data

    def behind(self, item: models.Model, edition: Edition | None = None) -> list[int]:
        """Return what stands behind an edition of `item`, or behind its working copy."""
        return []

    def behind_many(self, items: Sequence[models.Model]) -> dict[int, list[int]]:
        """Return what stands behind the working copies of `items`, by primary key. One query at most."""
        return {item.pk: [] for item in items}

    def can_be_undone(self, chain: Iterable[int]) -> bool:
        """Tell whether a merge stands there, or behind what it brought, that is not undone yet."""
        return False

    def carried(
        self,
        item: models.Model,
        ours: Data,
        into: Data,
        *,
        waiting: Edition | None,
        before: Edition | None,
        edition: Edition,
    ) -> list[int]:
        """Return what stands behind the text `into`: what the edition `waiting` said, or the working copy
        where that is None, `ours`, with the change from the edition `before` to `edition`; note it, also
        where it changed nothing.
        """
        return []
