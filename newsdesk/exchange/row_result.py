"""What became of one row of a file, for a report."""

from dataclasses import dataclass

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
SKIPPED, REFUSED, CHECKED = "left out", "refused", "would do"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """A row, counted from 1, by its `name`; `result` is one of those above, `message` a sentence.

    `target` is the key of the page that it is now.
    """

    number: int
    result: str
    message: str
    name: str = ""
    target: str = ""
