"""Where an editor has put a line of a text: under which section, as what, or nowhere."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from stories.importing.section_words import SOURCES, TITLES

HEADING = "heading"  # the line is the heading of a section
BEGIN = "begin"  # a section, or a further entry of it, begins with the line
IN = "in"  # this line alone belongs to a section
IS = "is"  # the line is headline, standfirst or byline
INSIDE = "inside"  # a heading inside its section
TEXT = "text"  # no heading
OUT = "out"  # left out

HEADLINE, STANDFIRST, BYLINE = "headline", "standfirst", "byline"
_HEADS = {HEADLINE: "Headline", STANDFIRST: "Standfirst", BYLINE: "Byline"}
_SECTIONS = {**TITLES, SOURCES: "Sources (addresses)"}
# The sections that are rows of entries: a line in one can begin the next entry.
ENTRIES = {"questions": "A further question begins here", "topics": "A further topic begins here"}


class Place(NamedTuple):
    """What an editor says of a line; `where` is a section, or what of the head of the page the line is."""

    verb: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.verb}:{self.where}" if self.where else self.verb


Places = Mapping[int, Place]  # by the number of the line
NOWHERE: Places = {}


def place_from(value: str) -> Place | None:
    """Return the place that `str` of one gives; None for anything else."""
    verb, _, where = value.partition(":")
    known = {HEADING: _SECTIONS, BEGIN: _SECTIONS, IN: _SECTIONS, IS: _HEADS}
    if verb in known and where in known[verb]:
        return Place(verb, where)
    return Place(verb) if value in (INSIDE, TEXT, OUT) else None


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a line can be, in groups, each choice with the words that say it."""
    return [
        (
            "Not as it was read",
            [
                (str(Place(OUT)), "Leave this line out"),
                (str(Place(TEXT)), "Plain text, no heading"),
                (str(Place(INSIDE)), "A heading inside its section"),
            ],
        ),
        ("It is the heading of", _each(HEADING, _SECTIONS.items())),
        ("It belongs to", [*_each(IS, _HEADS.items()), *_each(IN, _SECTIONS.items())]),
        ("With it begins", [*_each(BEGIN, ENTRIES.items()), *_each(BEGIN, _others())]),
    ]


def _others() -> Iterable[tuple[str, str]]:
    return ((name, title) for name, title in _SECTIONS.items() if name not in ENTRIES)


def _each(verb: str, named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(str(Place(verb, name)), title) for name, title in named]


def in_words(place: Place) -> str:
    """Return what a place says of a line, for the list of what was put right."""
    named = {**_SECTIONS, **_HEADS}.get(place.where, "")
    return {
        OUT: "left out",
        TEXT: "is no heading",
        INSIDE: "is a heading inside its section",
        HEADING: f"is the heading of “{named}”",
        BEGIN: ENTRIES.get(place.where, f"“{named}” begins with it"),
        IN: f"belongs to “{named}”",
        IS: f"is the {named.lower()}",
    }[place.verb]
