"""Pairs grouped, so that a moderator judges a question and all its copies at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from faqs.duplicates.score import LIKELY, POSSIBLE, RANK, Suggestion


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that hang together by likely or possible pairs, and the pairs among them.

    `keys` and `pairs` are in a fixed order; the first pair is the one the cluster is ranked by.
    """

    keys: tuple[str, ...]
    pairs: tuple[Suggestion, ...]


def in_order(pairs: Iterable[Suggestion]) -> list[Suggestion]:
    """Return pairs as a queue has them: contradicting answers, then by band, score and key."""
    return sorted(pairs, key=lambda p: (*_urgency(p), p.left, p.right))


def clusters(pairs: Iterable[Suggestion]) -> tuple[Cluster, ...]:
    """Return the connected components over the pairs that may be the same, the most certain first.

    Pairs that differ join nothing, but are shown in the cluster that both belong to.
    """
    ordered = in_order(pairs)
    parents: dict[str, str] = {}
    for pair in ordered:
        if pair.band in {LIKELY, POSSIBLE}:
            one, other = _root(parents, pair.left), _root(parents, pair.right)
            parents[max(one, other)] = min(one, other)
    members: dict[str, list[str]] = {}
    for key in sorted(parents):
        members.setdefault(_root(parents, key), []).append(key)
    inside: dict[str, list[Suggestion]] = {root: [] for root in members}
    for pair in ordered:
        root = _root(parents, pair.left) if pair.left in parents else ""
        if root and pair.right in parents and _root(parents, pair.right) == root:
            inside[root].append(pair)
    found = [Cluster(tuple(keys), tuple(inside[root])) for root, keys in members.items()]
    return tuple(sorted(found, key=_rank))


def _urgency(pair: Suggestion) -> tuple[bool, int, float]:
    return not pair.contradictions, RANK[pair.band], -pair.score


def _rank(cluster: Cluster) -> tuple[bool, int, float, tuple[str, ...]]:
    return (*_urgency(cluster.pairs[0]), cluster.keys)


def _root(parents: dict[str, str], key: str) -> str:
    parents.setdefault(key, key)
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key
