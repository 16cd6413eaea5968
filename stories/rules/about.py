"""What the gate is told of the pages that a story refers to, as plain data. No database here."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsdesk.text.mentions import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An entity that the story lists. `names` are its name and aliases, and those merged into it."""

    name: str
    names: tuple[str, ...] = ()
    kind: str = "other"
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A FAQ that the story lists, with the keys of its entities. `text` is all that readers read of it."""

    title: str
    text: str = ""
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An open desk query on a part ("3f2a9c01") or on a field ("summary"); empty for the whole story."""

    part: str
    text: str
    blocking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a story's document does not hold itself.

    `topics` and `faqs` are by key; an unknown key is one that leads nowhere. `same` leads from the key
    of a merged entity to that of its survivor. `known` are the desk's names of entities, with their
    keys; `people` further names that are no topics: authors, outlets. `guessed_outlets` are the names that
    an import has taken for outlets and nobody has confirmed.
    """

    today: datetime.date
    topics: Mapping[str, Topic] = field(default_factory=dict)
    faqs: Mapping[str, Question] = field(default_factory=dict)
    queries: tuple[Query, ...] = ()
    known: Names = field(default_factory=Names)
    same: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    guessed_outlets: frozenset[str] = frozenset()
