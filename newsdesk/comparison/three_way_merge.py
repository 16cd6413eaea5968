"""Three-way merge of documents as plain data: what two sides made of a common base, put together.

The policy, field by field: a change made on one side only is taken; the same change on both sides is
taken once; different changes of one field are a clash, in which *ours* stands in the result and both
are listed. Parts are known by their id, so that moving, retitling and removing are told apart: a part
that one side removed and the other left alone is gone, a part that one side removed and the other
changed stays, and is a clash. A set of fields under one `name`, a picture, is merged field by field as
long as all three mean the same one; with another name it is another thing, and clashes as a whole.
Nothing that somebody wrote disappears without being listed.
"""

import json
from dataclasses import dataclass

from newsdesk.pages.documents import Data

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed; `path` is "analysis:3f2a9c01.body". None stands for removed."""

    path: str
    base: object
    ours: object
    theirs: object


def three_way(base: Data, ours: Data, theirs: Data) -> tuple[Data, list[Clash]]:
    """Return the merged data of a document, and the clashes in the order of its fields."""
    clashes: list[Clash] = []
    return _fields(base, ours, theirs, "", clashes), clashes


def _fields(base: Data, ours: Data, theirs: Data, path: str, clashes: list[Clash]) -> Data:
    """Merge field by field. A field that is not there has its default, which None stands for here."""
    merged: Data = {}
    for name in dict.fromkeys((*ours, *theirs)):
        before, mine, other = (side.get(name) for side in (base, ours, theirs))
        value = _value(before, mine, other, _join(path, name), clashes)
        if value is not None or (name in ours and name in theirs):
            merged[name] = value
    return merged


def _value(base: object, ours: object, theirs: object, path: str, clashes: list[Clash]) -> object:
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if isinstance(ours, list) and isinstance(theirs, list):
        return _items(base if isinstance(base, list) else [], ours, theirs, path, clashes)
    if (
        isinstance(base, dict)
        and isinstance(ours, dict)
        and isinstance(theirs, dict)
        and _one_thing(base, ours, theirs)
    ):
        return _fields(base, ours, theirs, path, clashes)
    clashes.append(Clash(path, base, ours, theirs))
    return ours


def _one_thing(*sides: Data) -> bool:
    """Tell whether all are sets of fields under one name."""
    named = [side["name"] for side in sides if "name" in side]
    return len(named) == len(sides) and len(set(named)) == 1


def _items(
    base: list[object], ours: list[object], theirs: list[object], path: str, clashes: list[Clash]
) -> list[object]:
    before, mine, other = _by_id(base), _by_id(ours), _by_id(theirs)
    result = []
    for identity in _order(list(before), list(mine), list(other)):
        sides = [side.get(identity, _ABSENT) for side in (before, mine, other)]
        item = _item(*sides, path=f"{path}:{identity}", clashes=clashes)
        if item is not _ABSENT:
            result.append(item)
    return result


def _item(base: object, ours: object, theirs: object, *, path: str, clashes: list[Clash]) -> object:
    if ours is _ABSENT and theirs is _ABSENT:
        return _ABSENT
    if ours is _ABSENT or theirs is _ABSENT:
        left = theirs if ours is _ABSENT else ours
        if base is _ABSENT:
            return left
        if left == base:
            return _ABSENT
        clashes.append(Clash(path, base, _or_none(ours), _or_none(theirs)))
        return left
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _fields(base if isinstance(base, dict) else {}, ours, theirs, path, clashes)
    return ours


def _order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Return every identity once: in our order, or in theirs where only they moved what is common."""
    common = set(base) & set(ours) & set(theirs)
    unmoved = [i for i in base if i in common] == [i for i in ours if i in common]
    lead, follow = (theirs, ours) if unmoved else (ours, theirs)
    order = list(lead)
    for place, name in enumerate(follow):
        if name not in order:
            earlier = [i for i in follow[:place] if i in order]
            later = any(i in order for i in follow[place + 1 :])
            first = 0 if later else len(order)
            order.insert(order.index(earlier[-1]) + 1 if earlier else first, name)
    return order


def _by_id(items: list[object]) -> dict[str, object]:
    return {identity(item): item for item in items}


def identity(item: object) -> str:
    """Return what an item is known by: the id of a part, the slug of a byline, else its own value."""
    if isinstance(item, dict):
        return str(item.get("id") or item.get("slug") or json.dumps(item, sort_keys=True))
    return str(item)


def _or_none(value: object) -> object:
    return None if value is _ABSENT else value


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
