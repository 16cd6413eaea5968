"""SQL put together from pieces, each with its parameters, so that they stay in order."""

from datetime import datetime
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

Param = str | int | float | datetime | bytes | None


class Sql(NamedTuple):
    """A piece of a statement, and what goes into its %s."""

    text: str
    params: tuple[Param, ...] = ()


def fill(template: str, **pieces: Sql | str | int) -> Sql:
    """Return `template` with its {names} replaced by pieces. Numbers and strings are SQL themselves.

    SECURITY: what a reader typed comes as a parameter of a piece, never as a string.
    """
    text: list[str] = []
    params: list[Param] = []
    for literal, name in _parsed(template):
        text.append(literal)
        if name is not None:
            piece = pieces[name]
            if isinstance(piece, Sql):
                text.append(piece.text)
                params += piece.params
            else:
                text.append(str(piece))
    return Sql("".join(text), tuple(params))


@lru_cache(maxsize=200)
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))


def joined_by(joint: str, pieces: list[Sql]) -> Sql:
    """Return pieces with `joint` between them."""
    return Sql(
        joint.join(piece.text for piece in pieces),
        tuple(param for piece in pieces for param in piece.params),
    )
