"""Which merges stand behind a text: nothing here, for a kind of page that is never merged.

`newsdesk.merging.chains` knows better. The verbs ask before they freeze an edition, so that a merge can
be taken out of every text that it reached.
"""

from typing import Any

from .compare import Data


class Lineage:
    """What the texts of one kind of page were made of, as keys of steps of merging, in their order.

    `step` is their model.
    """

    step: Any = None

    def behind(self, item: Any, edition: Any = None) -> list[int]:
        """Return what stands behind an edition of `item`, or behind its working copy."""
        return []

    def carried(
        self, item: Any, waiting: Any, into: Data, *, before: Any, edition: Any
    ) -> list[int]:
        """Return what stands behind the text `into`, into which the change from the edition `before` to
        `edition` was carried, instead of what `waiting` says.
        """
        return []
