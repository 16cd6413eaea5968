"""The register of outlets that comes with the product: names, aliases and domains, for a desk to begin with.

One outlet a line, lists separated by ";"; an `ambiguous` name is also a word, a place or an acronym of
something else, and none of those that the importer knows by itself. Where it comes from: NOTICE.md.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from entities.outlets import OutletDocument

FILE = Path(__file__).parent / "outlet_register.tsv"


def register(*, ambiguous: bool = False) -> Iterator[OutletDocument]:
    """Yield the outlets of the register; those of an ambiguous name only where they are asked for.

    A text that names the city of Nice, or time, would be taken to quote a paper.
    """
    for name, aliases, domains, doubtful in _rows(FILE.read_text(encoding="utf-8").splitlines()):
        if ambiguous or not doubtful:
            yield OutletDocument(name=name, aliases=_split(aliases), domains=_split(domains))


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    _, *rows = lines
    return (line.split("\t") for line in rows)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
