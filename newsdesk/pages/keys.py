"""Keys: how documents name other pages, "entity:5" or "faq:12"."""

from collections.abc import Iterable


def numbers(kind: str, keys: Iterable[str]) -> list[int]:
    """Return the primary keys in `keys`, all of which must be of `kind`. Raises ValueError."""
    found = []
    for key in keys:
        prefix, _, number = key.partition(":")
        if prefix != kind or not number.isdigit():
            raise ValueError(f"{key!r} does not name a page of kind {kind!r}.")
        found.append(int(number))
    return found
