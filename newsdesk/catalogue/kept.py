"""What follows from all of the catalogue, such as how many pages a list has: worked out once and kept as long
as nothing changes of what readers see, in this process.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from django.db import connections

from newsdesk.catalogue.generation import Epoch, epoch
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.statements import Asked, noting, repeat

T = TypeVar("T")
# So many things are kept at most, those that were asked for last. Each is a few numbers or names.
ROOM = 5_000
_kept: OrderedDict[Hashable, tuple[Epoch, object, Asked]] = OrderedDict()
_lock = Lock()


def kept(name: Hashable, make: Callable[[], T], *, away: Callable[[], T] | None = None) -> T:
    """Return what `make` makes of the catalogue, made anew only in another epoch; `name` says what it is.

    Where the database does not answer `away` is asked, if there is one, and nobody waits for `make`.

    An answer that is being made learns by which statements it was found, so that it can be found again.

    SECURITY: a transaction sees what nobody else may be told of before it ends, and what it has written
    itself before the generation is drawn. Nothing is kept of it, nor given to it.
    """
    database = Page.objects.db
    asks = not connections[database].in_atomic_block
    now = epoch(database, told=True) if asks else None
    if asks and now is None and away:
        return away()
    if now is None or now.mark is None:
        return make()
    with _lock:
        found = _kept.get(name)
        if found and found[0] == now:
            _kept.move_to_end(name)
    if found and found[0] == now:
        repeat(database, found[2])
        return cast("T", found[1])
    with noting(database) as asked:
        made = make()
    with _lock:
        _kept[name] = now, made, asked
        _kept.move_to_end(name)
        while len(_kept) > ROOM:
            _kept.popitem(last=False)
    return made


def forget_all() -> None:
    """Keep nothing that was worked out until now."""
    with _lock:
        _kept.clear()
