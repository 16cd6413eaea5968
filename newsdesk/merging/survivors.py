"""Which row stands for which, among those of one kind."""

from collections import defaultdict
from collections.abc import Iterable

from newsdesk.merging.models import Mergeable, MergeableQuerySet


def last_survivors(model: type[Mergeable], keys: Iterable[int]) -> set[int]:
    """Return the rows that stand for `keys` today: their last survivors, or themselves. One query."""
    into = _pointers(model)
    return {_last(into, key) for key in keys}


def family(model: type[Mergeable], key: int) -> set[int]:
    """Return `key` and all that was merged into it, directly or not. One query."""
    absorbed = defaultdict(list)
    for loser, survivor in _pointers(model).items():
        absorbed[survivor].append(loser)
    found, waiting = {key}, [key]
    while waiting:
        more = absorbed[waiting.pop()]
        found.update(more)
        waiting += more
    return found


def _pointers(model: type[Mergeable]) -> dict[int, int]:
    return MergeableQuerySet(model).survivors()


def _last(into: dict[int, int], key: int) -> int:
    while key in into:
        key = into[key]
    return key
