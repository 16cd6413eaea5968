"""Two topics or outlets side by side, as the desk's templates show them. Reads; decides nothing."""

from dataclasses import dataclass
from typing import Any

from entities.documents import KINDS
from entities.merging.impact import uses_of
from entities.same_as import wikidata_link
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.impact import Use
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.images import Picture, picture_of

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
    "image": "Picture",
    "wikidata": "Wikidata",
    "official_site": "Official site",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one side says: words, perhaps with a link, or a picture."""

    words: str = ""
    link: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison."""

    label: str
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two. `data` is what it brings into the merge: the one that stays its working copy,
    the other what readers see of it.
    """

    item: Any
    data: Data
    edit: str
    public: str
    badge: str
    uses: tuple[Use, ...]


def side_of(item: Any, data: Data, *, edit: str, public: str = "", badge: str = "") -> Side:
    """Return one side, with where it is used."""
    return Side(item=item, data=data, edit=edit, public=public, badge=badge, uses=uses_of(item))


def rows_of(left: Data, right: Data) -> list[Row]:
    """Return the lines in which at least one side says something."""
    return [
        Row(label=label, left=_cell(name, left), right=_cell(name, right))
        for name, label in _LABELS.items()
        if left.get(name) or right.get(name)
    ]


def _cell(name: str, data: Data) -> Cell:
    value: Any = data.get(name)
    if name == "image":
        return Cell(picture=picture_of(value))
    if name == "wikidata":
        return Cell(words=value or "", link=wikidata_link(value or ""))
    if name == "facts":
        return Cell(words="; ".join(f"{fact['label']}: {fact['value']}" for fact in value or ()))
    if isinstance(value, list):
        return Cell(words=", ".join(value))
    if name == "body":
        return Cell(words=plain(value or ""))
    words = str(value or "")
    return Cell(words=KINDS.get(words, words) if name == "kind" else words)
