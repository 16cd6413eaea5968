"""A topic and those named together with it, laid out to be drawn. Pure, and the same at every request."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsdesk.catalogue.neighbours import Neighbours
from newsdesk.presentation.heads import Card, card_of

LARGEST = 8
LINE = 13  # letters in a line of a label
LINES = 2
ONE_ROW, THREE_ROWS = 180, 416  # pixels of height
# Places in per cent of width and height, for one to eight topics around the middle: each far enough
# from the others that two lines of a label fit between them on a narrow phone.
_LEFT, _MIDDLE, _RIGHT = 17, 50, 83
_TOP, _CENTRE, _BOTTOM = 12, 46, 80
_PLACES = {
    name: (x, y)
    for row, y in zip(("n", "", "s"), (_TOP, _CENTRE, _BOTTOM), strict=True)
    for name, x in ((row + "w", _LEFT), (row or "c", _MIDDLE), (row + "e", _RIGHT))
}
_LAYOUTS = [
    "",
    "e",
    "w e",
    "n sw se",
    "nw ne se sw",
    "n e se sw w",
    "nw n ne se s sw",
    "nw n ne e se sw w",
    "nw n ne e se s sw w",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A topic at its place; `lines` are its name, broken, each with its distance from the middle."""

    card: Card
    x: int
    y: int
    radius: int
    lines: tuple[tuple[str, int], ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two places; `width` in pixels says how often both are named together."""

    x1: int
    y1: int
    x2: int
    y2: int
    width: int
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn, and the same in words: for each topic how often, and with whom else, it is named."""

    centre: Node
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    words: tuple[tuple[Card, int, tuple[str, ...]], ...]
    height: int = THREE_ROWS


def graph_of(card: Card, found: Neighbours) -> Graph | None:
    """Return the topic amid its neighbours, or None where it has none."""
    near = found.nearest[:LARGEST]
    if not near:
        return None
    places = [_PLACES[name] for name in _LAYOUTS[len(near)].split()]
    centre = _node(card, _PLACES["c"], radius=26)
    nodes = tuple(
        _node(card_of(each.page, words=18), place, radius=19, number=each.number)
        for each, place in zip(near, places, strict=True)
    )
    at = {node.card.key: node for node in nodes}
    pairs = [(at[a], at[b], n) for a, b, n in found.pairs if a in at and b in at]
    edges = [_edge(one, other, number, faint=True) for one, other, number in pairs]
    edges += [_edge(centre, node, node.number) for node in nodes]
    words = tuple((node.card, node.number, _with(node, pairs)) for node in nodes)
    flat = all(node.y == centre.y for node in nodes)
    return Graph(centre, nodes, tuple(edges), words, ONE_ROW if flat else THREE_ROWS)


def _node(card: Card, place: tuple[int, int], *, radius: int, number: int = 0) -> Node:
    lines = tuple(
        (line, radius + 15 + 15 * row) for row, line in enumerate(broken(card.title)[:LINES])
    )
    return Node(card=card, x=place[0], y=place[1], radius=radius, lines=lines, number=number)


def _edge(one: Node, other: Node, number: int, *, faint: bool = False) -> Edge:
    return Edge(one.x, one.y, other.x, other.y, min(number, 3 if faint else 6), faint)


def _with(node: Node, pairs: Sequence[tuple[Node, Node, int]]) -> tuple[str, ...]:
    """Return the titles of the other neighbours that are named together with this one."""
    ends = [(one, other) for one, other, _ in pairs if node in (one, other)]
    return tuple((other if one is node else one).card.title for one, other in ends)


def broken(name: str) -> list[str]:
    """Return a name in lines short enough for a label; what does not fit ends in dots."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [line if len(line) <= LINE + 1 else f"{line[:LINE]}…" for line in lines[:LINES]]
    if len(lines) > LINES and not kept[-1].endswith("…"):
        kept[-1] = f"{kept[-1]}…"
    return kept
