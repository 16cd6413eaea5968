"""Pages side by side, as the templates of merging show them: what each is, and where their words differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Model

from newsdesk.comparison.diff.words import Op, Run, side_by_side, whole
from newsdesk.merging.impact import Use

Runs = tuple[Run, ...]


class Thumbnail(Protocol):
    """An image as it is shown small."""

    @property
    def src(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...


class Merit(Protocol):
    """A reason to keep a page, and what it counts."""

    @property
    def words(self) -> str: ...
    @property
    def points(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one side says: words in runs, perhaps with a link, an image, or the pages that use it."""

    runs: Runs = ()
    link: str = ""
    picture: Thumbnail | None = None
    uses: tuple[Use, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.runs or self.picture or self.uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a comparison."""

    label: str
    left: Cell
    right: Cell
    heading: str = ""

    def __bool__(self) -> bool:
        return bool(self.left or self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the pages of a merge. `keep` and `leave_out` are the addresses of the merge that keeps this one
    instead, and of the one without it.
    """

    item: Model
    edit: str
    badge: str = ""
    path: str = ""
    public: str = ""
    preview: str = ""
    kept: bool = False
    suggested: bool = False
    merits: Sequence[Merit] = ()
    points: int | None = None
    keep: str = ""
    leave_out: str = ""


def compared(
    label: str, left: str, right: str, *, heading: str = "", links: tuple[str, str] = ("", "")
) -> Row:
    """Return two texts with the words marked that only one of them has; none where one says nothing."""
    runs: tuple[Runs, Runs] = whole(Op.SAME, left), whole(Op.SAME, right)
    if left and right:
        runs = side_by_side(left, right)
    cells = [Cell(runs=each, link=link) for each, link in zip(runs, links, strict=True)]
    return Row(label=label, heading=heading, left=cells[0], right=cells[1])


def listed(label: str, left: Sequence[str], right: Sequence[str]) -> Row:
    """Return two lists, a line each, what only one side has marked."""

    def cell(mine: Sequence[str], theirs: Sequence[str], op: Op) -> Cell:
        lines = [f"{one}\n" for one in mine[:-1]] + list(mine[-1:])
        marks = [Op.SAME if one in theirs else op for one in mine]
        return Cell(runs=tuple(map(Run, marks, lines)))

    return Row(label=label, left=cell(left, right, Op.REMOVED), right=cell(right, left, Op.ADDED))
