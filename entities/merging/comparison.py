"""Two topics or outlets side by side, as the desk's templates show them. Reads; decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from entities.documents import KINDS
from entities.merging.impact import uses_of
from entities.same_as import wikidata_link
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.impact import Use
from newsdesk.merging.models import Mergeable
from newsdesk.merging.screens.comparison import Cell, Row, compared, listed
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.images import picture_of

_LABELS = {
    "kind": "Kind",
    "name": "Name",
    "aliases": "Other names",
    "domains": "Domains",
    "owner": "Owner",
    "description": "Description",
    "description_source": "Source of the description",
    "as_of": "True as of",
    "facts": "Facts",
    "body": "Longer text",
    "image": "Image",
    "wikidata": "Wikidata",
    "official_site": "Official site",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two. `data` is what it brings into the merge: the one that stays its working copy,
    the other what readers see of it.
    """

    item: Mergeable
    data: Data
    uses: tuple[Use, ...]


def side_of(item: Mergeable, data: Data) -> Side:
    """Return one side, with where it is used."""
    return Side(item=item, data=data, uses=uses_of(item))


def rows_of(left: Side, right: Side) -> list[Row]:
    """Return the lines in which at least one side says something."""
    rows = [_row(name, label, left.data, right.data) for name, label in _LABELS.items()]
    used = Row(label="Where used", left=Cell(uses=left.uses), right=Cell(uses=right.uses))
    return [row for row in (*rows, used) if row]


def _row(name: str, label: str, left: Data, right: Data) -> Row:
    one, other = left.get(name), right.get(name)
    if name == "image":
        pictures = Cell(picture=picture_of(one)), Cell(picture=picture_of(other))
        return Row(label=label, left=pictures[0], right=pictures[1])
    if name in ("aliases", "domains"):
        return listed(label, one or (), other or ())
    if name == "facts":
        return listed(label, _facts(one or ()), _facts(other or ()))
    links = ("", "")
    if name == "wikidata":
        links = wikidata_link(one or ""), wikidata_link(other or "")
    return compared(label, _words(name, one), _words(name, other), links=links)


def _facts(facts: Iterable[Data]) -> list[str]:
    return [f"{fact['label']}: {fact['value']}" for fact in facts]


def _words(name: str, value: object) -> str:
    words = plain(str(value or "")) if name == "body" else str(value or "")
    return KINDS.get(words, words) if name == "kind" else words
