"""Two saves of one page put together: what is kept of either, what has to be chosen, and whose it is.

The policy is that of `three_way`. What one side alone changed is kept, from both sides; where both
changed one field, or one removed the part that the other wrote in, an editor chooses. When nobody knows
any more what the form was opened with, every difference is a choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from newsdesk.comparison.labels import items_in
from newsdesk.comparison.three_way_merge import Clash, Data, identity, three_way
from newsdesk.pages.documents import digest_of_data


@dataclass(frozen=True, slots=True)
class CombinedData:
    """`data` has *mine* in each of `clashes`; `beside` are the paths of theirs that are kept in it."""

    data: Data
    clashes: tuple[Clash, ...]
    beside: tuple[str, ...]


def put_together(base: Data | None, mine: Data, theirs: Data) -> CombinedData:
    """Merge what I saved with what is stored now; `base` is what my form was opened with."""
    merged, clashes = three_way(base or {}, mine, theirs)
    real = tuple(clash for clash in clashes if clash.ours or clash.theirs)
    beside = changes(mine, merged) if base is not None else ()
    return CombinedData(merged, real, tuple(beside))


def changes(before: Data, after: Data) -> Iterator[str]:
    """Yield the paths of fields and parts in which two states of a page differ, without their inside."""
    for name, now in after.items():
        was = before.get(name)
        if was == now:
            continue
        earlier = items_in(was)
        if isinstance(now, list) and any(isinstance(each, dict) for each in (*now, *earlier)):
            yield from _parts(name, earlier, now)
        else:
            yield name


def _parts(name: str, before: list[object], after: list[object]) -> Iterator[str]:
    was, now = ({identity(part): part for part in side} for side in (before, after))
    found = [key for key in {**now, **was} if was.get(key) != now.get(key)]
    # The same parts in another order have no part of their own that changed.
    yield from (f"{name}:{key}" for key in found) if found else (name,)


def seen(clash: Clash) -> str:
    """Return a mark of what somebody sees who has to choose: the same as long as the question is."""
    return digest_of_data([clash.path, clash.base, clash.ours, clash.theirs])
