"""The index finds what a comparison with every vector would find."""

import random

import pytest

from tests.duplicates.conftest import own_pairs

np = pytest.importorskip("numpy", reason="vectors need numpy")

from newsdesk.meaning.vectors import (
    DIMENSIONS,
    EXACT_BELOW,
    MAX_NEIGHBOURS,
    MalformedVector,
    VectorIndex,
)


def random_vectors(count, *, clusters=0, seed=0):
    """Random directions; with `clusters`, groups of ten that lie as close as real paraphrases."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, DIMENSIONS))
    for start in range(0, clusters * 10, 10):
        centre = rng.normal(size=DIMENSIONS)
        vectors[start : start + 10] = centre + 0.7 * rng.normal(size=(10, DIMENSIONS))
    scaled = vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))
    rows = np.rint(scaled).astype(np.int8)
    return [(f"faq:{number:05}", row.tobytes()) for number, row in enumerate(rows)]


def brute_force(vectors, asked, limit):
    keys = [key for key, _ in vectors]
    matrix = np.array([np.frombuffer(data, np.int8) for _, data in vectors], np.float64)
    query = np.frombuffer(asked, np.int8).astype(np.float64)
    cosines = matrix @ query / (np.linalg.norm(matrix, axis=1) * np.linalg.norm(query))
    order = sorted(range(len(keys)), key=lambda n: (-np.float32(cosines[n]), keys[n]))
    return [keys[n] for n in order[:limit]]


def test_exact_top_ten_on_random_vectors():
    vectors = random_vectors(1_000)
    index = VectorIndex(vectors)
    for _, asked in vectors[:25]:
        assert [near.key for near in index.nearest(asked, 10)] == brute_force(vectors, asked, 10)


def test_sign_scan_recalls_the_top_ten():
    vectors = random_vectors(EXACT_BELOW + 1_000, clusters=60)
    index = VectorIndex(vectors)
    found = expected = 0
    for _, asked in vectors[:600:15]:
        top = brute_force(vectors, asked, 10)
        found += len(set(top) & {near.key for near in index.nearest(asked, 10)})
        expected += len(top)
    assert found / expected >= 0.99


def test_sign_scan_recalls_the_top_ten_of_real_vectors(encoder):
    titles = sorted({text for pair in own_pairs() for text in pair[:2]})
    real = [(f"real:{n:03}", data) for n, data in enumerate(encoder.encode(titles))]
    vectors = real + random_vectors(EXACT_BELOW)
    index = VectorIndex(vectors)
    found = [
        len({near.key for near in index.nearest(asked, 10)} & set(brute_force(vectors, asked, 10)))
        for _, asked in real[::25]
    ]
    assert sum(found) / (10 * len(found)) >= 0.98


def test_changes_lead_to_the_same_index_as_a_fresh_one():
    rng = random.Random(3)
    final = dict(random_vectors(600, clusters=30, seed=4))
    index = VectorIndex(random_vectors(300, seed=9))
    steps = [("put", key) for key in final] + [("drop", f"faq:{n:05}") for n in range(300)]
    rng.shuffle(steps)
    for step, key in steps:
        index.put(key, final[key]) if step == "put" else index.remove(key)
    for key, data in sorted(final.items(), reverse=True):
        index.put(key, data)
    fresh = VectorIndex(sorted(final.items()))
    assert len(index) == len(fresh) == 600
    for key in list(final)[::20]:
        assert index.nearest(final[key], 20) == fresh.nearest(final[key], 20)
        assert index.vector(key) == final[key]
    assert list(index.pairs(0.3)) == list(fresh.pairs(0.3))


def test_pairs_are_those_that_single_searches_find():
    vectors = random_vectors(900, clusters=40)
    index = VectorIndex(vectors)
    pairs = {(pair.left, pair.right): pair.cosine for pair in index.pairs(0.5)}
    single = {}
    for key, data in vectors:
        for near in index.nearest(data, 30):
            if near.cosine >= 0.5 and near.key != key:
                single[min(key, near.key), max(key, near.key)] = near.cosine
    assert pairs == single
    assert len(pairs) > 1_000


def test_a_thousand_copies_do_not_flood_the_scan():
    data = random_vectors(1)[0][1]
    index = VectorIndex((f"faq:{n:05}", data) for n in range(1_500))
    assert len(list(index.pairs(0.9))) <= 1_500 * MAX_NEIGHBOURS


def test_empty_and_strange_vectors():
    index = VectorIndex()
    assert index.nearest(bytes(DIMENSIONS), 5) == []
    assert list(index.pairs(0.8)) == []
    index.remove("faq:1")
    index.put("faq:1", bytes(DIMENSIONS))
    assert index.nearest(bytes(DIMENSIONS), 5)[0].cosine == 0.0
    with pytest.raises(MalformedVector):
        index.put("faq:2", b"short")
    assert "faq:2" not in index


def test_memory_is_what_was_promised():
    """43 MB for 100,000 vectors, and at most an eighth of room to grow."""
    index = VectorIndex(random_vectors(2_000))
    held = index._vectors.nbytes + index._signs.nbytes + index._norms.nbytes
    assert held <= 2_000 * 436 * 1.2
