"""All vectors of the base in memory, to be searched. Knows keys and bytes, no questions, no database.

Two passes: the signs of the components (48 bytes a vector) are compared by XOR and popcount, then
the true cosine is taken of the nearest few hundred. 43 MB for 100,000 vectors. Sums of int8 products
stay below 2**24, so float32 holds them exactly: results do not depend on the order of summation.
"""

from collections.abc import Iterable, Iterator, Mapping
from threading import RLock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
_WORDS = DIMENSIONS // 64
_TILE = 1024  # rows compared at once in a full scan; 4 MB of float32 a tile
EXACT_BELOW = 4_096  # vectors; below this the first pass saves nothing
SHORTLIST = 512
MAX_NEIGHBOURS = 50


class NearKey(NamedTuple):
    """A key, and the cosine of its vector with the one asked for."""

    key: str
    cosine: float


class Pair(NamedTuple):
    """Two keys, the smaller first, and the cosine of their vectors."""

    left: str
    right: str
    cosine: float


class MalformedVector(ValueError):
    """The bytes are not 384 int8 components."""


class VectorIndex:
    """Vectors by key. Changes and searches may come from several threads."""

    def __init__(self, vectors: Iterable[tuple[str, bytes]] = ()) -> None:
        self._lock = RLock()
        self._rows: dict[str, int] = {}
        self._keys: list[str] = []
        self._vectors: NDArray[np.int8] = np.zeros((0, DIMENSIONS), np.int8)
        self._signs: NDArray[np.uint64] = np.zeros((_WORDS, 0), np.uint64)  # a column a vector
        self._norms: NDArray[np.float32] = np.zeros(0, np.float32)
        for key, vector in vectors:
            self.put(key, vector)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def put(self, key: str, vector: bytes) -> None:
        """Add a vector, or replace the one of this key. Raises MalformedVector."""
        row_vector = _components(vector)
        with self._lock:
            row = self._rows.get(key)
            if row is None:
                row = len(self._keys)
                self._make_room(row + 1)
                self._keys.append(key)
                self._rows[key] = row
            self._vectors[row] = row_vector
            self._signs[:, row] = _signs(row_vector)
            self._norms[row] = _norm(row_vector)

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        """Add or replace vectors, the new ones at once. Raises MalformedVector."""
        with self._lock:
            new = [key for key in vectors if key not in self._rows]
            for key in vectors.keys() - set(new):
                self.put(key, vectors[key])
            for top in range(0, len(new), _TILE):
                keys = new[top : top + _TILE]
                block = np.stack([_components(vectors[key]) for key in keys])
                first = len(self._keys)
                self._make_room(first + len(keys))
                here = slice(first, first + len(keys))
                self._vectors[here] = block
                self._signs[:, here] = np.packbits(block > 0, axis=1).view(np.uint64).T
                self._norms[here] = np.sqrt(np.square(block.astype(np.float32)).sum(axis=1))
                self._keys += keys
                self._rows |= {key: first + n for n, key in enumerate(keys)}

    def remove(self, key: str) -> None:
        """Forget a vector; nothing happens where there is none. The last row takes its place."""
        with self._lock:
            row = self._rows.pop(key, None)
            if row is None:
                return
            last_key = self._keys.pop()
            last = len(self._keys)
            if row != last:
                self._keys[row] = last_key
                self._rows[last_key] = row
                self._vectors[row] = self._vectors[last]
                self._signs[:, row] = self._signs[:, last]
                self._norms[row] = self._norms[last]

    def vector(self, key: str) -> bytes:
        """Return the bytes of a vector. Raises KeyError."""
        with self._lock:
            return self._vectors[self._rows[key]].tobytes()

    def nearest(self, vector: bytes, limit: int, *, shortlist: int = SHORTLIST) -> list[NearKey]:
        """Return the keys nearest to a vector, best first; equal ones in the order of their keys."""
        asked = _components(vector)
        with self._lock:
            count = len(self._keys)
            rows: NDArray[np.intp] | slice = slice(0, count)
            if count > EXACT_BELOW:
                rows = self._shortlist(asked, max(shortlist, limit))
            cosines = self._cosines(asked, rows)
            best = _largest(cosines, limit)
            numbers = best if isinstance(rows, slice) else rows[best]
            found = [
                NearKey(self._keys[n], float(cosines[b]))
                for n, b in zip(numbers, best, strict=True)
            ]
        return sorted(found, key=lambda near: (-near.cosine, near.key))[:limit]

    def keys(self) -> set[str]:
        with self._lock:
            return set(self._keys)

    def cosines(self, vector: bytes, keys: Iterable[str]) -> dict[str, float]:
        """Return the cosine of each of `keys` that is here with a vector."""
        with self._lock:
            known = [key for key in keys if key in self._rows]
            rows = np.array([self._rows[key] for key in known], np.intp)
            values = self._cosines(_components(vector), rows)
        return dict(zip(known, map(float, values), strict=True))

    def pairs(self, least: float) -> Iterator[Pair]:
        """Yield the pairs with at least this cosine, each once; at most MAX_NEIGHBOURS for a key.

        Exact, by blocks of rows in the order of keys: whatever was added, replaced or removed
        before, the same vectors give the same pairs.
        """
        with self._lock:
            order = np.array(sorted(range(len(self._keys)), key=self._keys.__getitem__), np.intp)
            keys = [self._keys[n] for n in order]
            vectors, norms = self._vectors[order], self._norms[order]
        norms = np.where(norms > 0, norms, np.float32(1))
        for top in range(0, len(keys), _TILE):
            yield from _pairs_of_block(vectors, norms, keys, top=top, least=least)

    def _make_room(self, rows: int) -> None:
        if rows <= len(self._vectors):
            return
        grown = max(rows + rows // 8, 1024)
        count = len(self._keys)
        vectors = np.zeros((grown, DIMENSIONS), np.int8)
        signs = np.zeros((_WORDS, grown), np.uint64)
        norms = np.zeros(grown, np.float32)
        vectors[:count], signs[:, :count] = self._vectors[:count], self._signs[:, :count]
        norms[:count] = self._norms[:count]
        self._vectors, self._signs, self._norms = vectors, signs, norms

    def _shortlist(self, asked: NDArray[np.int8], size: int) -> NDArray[np.intp]:
        """Return the rows whose signs differ least. All ties are in, so the order of rows is moot."""
        count = len(self._keys)
        distance = np.zeros(count, np.uint16)
        for word, sign in zip(self._signs[:, :count], _signs(asked), strict=True):
            distance += np.bitwise_count(word ^ sign)
        within = np.cumsum(np.bincount(distance, minlength=DIMENSIONS + 1))
        return np.flatnonzero(distance <= np.searchsorted(within, min(size, count)))

    def _cosines(
        self, asked: NDArray[np.int8], rows: NDArray[np.intp] | slice
    ) -> NDArray[np.float32]:
        products = self._vectors[rows].astype(np.float32) @ asked.astype(np.float32)
        norms = self._norms[rows]
        return _cosine(products, np.where(norms > 0, norms, np.float32(1)), _norm(asked) or 1.0)


def _pairs_of_block(
    vectors: NDArray[np.int8],
    norms: NDArray[np.float32],
    keys: list[str],
    *,
    top: int,
    least: float,
) -> Iterator[Pair]:
    """Yield the pairs whose smaller key is in the block of rows that begins at `top`."""
    block = vectors[top : top + _TILE].astype(np.float32)
    block_norms = norms[top : top + _TILE]
    found: list[list[Pair]] = [[] for _ in block]
    # Of equals the smaller keys stay, so a full row takes only what is above its last one.
    floor = np.full(len(block), -np.inf, np.float32)
    for left in range(top, len(keys), _TILE):
        products = block @ vectors[left : left + _TILE].astype(np.float32).T
        # A little below the bound, and quick; the exact cosine is taken of what remains.
        bounds = np.maximum(np.float32(least), floor) * block_norms * np.float32(0.9999)
        near = products >= np.outer(bounds, norms[left : left + _TILE])
        rows, columns = np.nonzero(near)
        cosines = _cosine(products[rows, columns], norms[left + columns], block_norms[rows])
        kept = (cosines >= np.float32(least)) & (cosines > floor[rows])
        kept &= left + columns > top + rows
        for row, column, cosine in zip(rows[kept], columns[kept], cosines[kept], strict=True):
            found[row].append(Pair(keys[top + row], keys[left + column], float(cosine)))
        for row in np.unique(rows[kept]):
            if len(found[row]) >= MAX_NEIGHBOURS:
                found[row].sort(key=lambda pair: (-pair.cosine, pair.right))
                del found[row][MAX_NEIGHBOURS:]
                floor[row] = found[row][-1].cosine
    for pairs in found:
        yield from pairs


def _components(vector: bytes) -> NDArray[np.int8]:
    if len(vector) != DIMENSIONS:
        raise MalformedVector(f"A vector has {DIMENSIONS} bytes, not {len(vector)}.")
    return np.frombuffer(vector, np.int8)


def _signs(vector: NDArray[np.int8]) -> NDArray[np.uint64]:
    return np.packbits(vector > 0).view(np.uint64)


def _norm(vector: NDArray[np.int8]) -> np.float32:
    return np.float32(np.sqrt(np.square(vector.astype(np.float32)).sum()))


def _cosine(
    products: NDArray[np.float32],
    norms: NDArray[np.float32],
    norm: float | np.float32 | NDArray[np.float32],
) -> NDArray[np.float32]:
    """Divide by both norms at once, in float64: the same bits whichever of the two comes first."""
    both = np.multiply(norms, norm, dtype=np.float64)
    return np.divide(products, both, dtype=np.float64).astype(np.float32)


def _largest(values: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Return where the `limit` largest values are, in no order, with all ties of the last one."""
    if len(values) <= limit:
        return np.arange(len(values))
    least = np.partition(values, len(values) - limit)[len(values) - limit]
    return np.flatnonzero(values >= least)
