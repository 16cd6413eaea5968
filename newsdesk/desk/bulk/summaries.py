"""What the page of a bulk change tells: of a plan what would happen to each page, of a deed what did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newsdesk.desk.bulk.actions import Action
from newsdesk.desk.bulk.models import BulkDeed, BulkRow

GONE = "The page is not there any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One page: `outcome` is a state of BulkRow, or "will" or "not" of a plan; `told` a sentence."""

    page: int
    title: str
    outcome: str
    label: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSummary:
    """All pages of a bulk change, what was refused first, and how many have come to which outcome."""

    rows: Sequence[Row]
    numbers: Counter[str]

    @property
    def summary(self) -> str:
        """What has happened, counted: "2 done, 1 refused"."""
        told = [f"{self.numbers[each]} {words}" for each, words in WORDS if self.numbers[each]]
        return ", ".join(told) or "Nothing was done"


WORDS = (
    ("done", "done"),
    ("refused", "refused"),
    ("waiting", "not yet done"),
    ("undone", "undone"),
    ("kept", "not undone"),
    ("left", "never done"),
)
# What somebody has to look at stands above what went as it should.
ORDER = ("not", "refused", "kept", "waiting", "left", "will", "done", "undone")


def of_plan(deed: BulkDeed, action: Action) -> BulkSummary:
    """Return what would happen now, by the very checks of the verbs. Empty until the form is filled in."""
    planned = list(deed.rows.all())
    if deed.values is None:
        return _seen([_row(row, "asked", "", "") for row in planned])
    pages = action.loaded([row.page for row in planned])
    rows = []
    for row in planned:
        page = pages.get(row.page)
        refused = action.why_not(page, deed.values) if page else GONE
        if page is None or refused:
            rows.append(_row(row, "not", "Will not be done", refused))
        else:
            rows.append(_row(row, "will", "Will be done", action.foretell(page, deed.values)))
    return _seen(rows)


def of_deed(deed: BulkDeed) -> BulkSummary:
    """Return what happened to each page. One query."""
    return _seen(
        [
            _row(row, row.state, BulkRow.State(row.state).label, row.reason)
            for row in deed.rows.all()
        ]
    )


def _row(row: BulkRow, outcome: str, label: str, told: str) -> Row:
    return Row(page=row.page, title=str(row), outcome=outcome, label=label, told=told)


def _seen(rows: list[Row]) -> BulkSummary:
    places = {outcome: place for place, outcome in enumerate(ORDER)}
    rows.sort(key=lambda row: places.get(row.outcome, len(places)))
    return BulkSummary(rows=rows, numbers=Counter(row.outcome for row in rows))
