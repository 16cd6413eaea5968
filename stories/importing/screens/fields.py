"""What can be put right beside the text: fields and buttons, as the reading screen draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsdesk.importing.models import OfferedPicture

Choice = tuple[str, str]
PREFIX, FIND = "set:", "find:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field for `field` of a thing, as corrections name both. `groups` makes it a list to choose from.

    `rows` makes it a box of so many rows; `offers` is the id of a list of words to choose from. One that
    `finds` takes the words by which something of the desk is looked up.
    """

    of: str
    name: str
    label: str
    value: str = ""
    groups: Sequence[tuple[str, Sequence[Choice]]] = ()
    rows: int = 0
    longest: int = 0
    offers: str = ""
    help: str = ""
    error: str = ""
    finds: bool = False

    @property
    def sent_as(self) -> str:
        return f"{FIND}{self.of}" if self.finds else f"{PREFIX}{self.of}:{self.name}"

    @property
    def id(self) -> str:
        return f"id_{self.of}-{self.name}".replace(":", "-")


@dataclass(frozen=True, slots=True)
class Button:
    """A button that says one thing of one thing."""

    label: str
    does: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt as it is shown: its sentence, where it leads, and why it stays, if somebody has said so."""

    key: str
    code: str
    message: str
    line: int | None
    card: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A thing of the draft: its title, the lines that it came from, what it says, what can be put right."""

    id: str
    title: str
    badge: str = ""
    told: str = ""
    texts: Sequence[tuple[int, str]] = ()
    quote: str = ""
    fields: Sequence[Field] = ()
    buttons: Sequence[Button] = ()
    doubts: Sequence[Doubt] = ()
    lines: Sequence[int] = ()
    open: bool = False
    nearest: Sequence[Mapping[str, object]] | None = None
    near: str = ""
    find: Field | None = None
    pictures: Sequence[tuple[OfferedPicture, Button]] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the draft with its cards; `head` is a field that stands over them."""

    title: str
    id: str
    cards: Sequence[Card] = ()
    head: Field | None = None
    buttons: Sequence[Button] = ()
