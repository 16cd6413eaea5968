"""What an explainer page turns out to hold: documents, and what an editor should know about them.

Keys of pages that do not exist yet are "faq:new-1" and "entity:new-3", numbered in the order of the
page. A `where` or `target` names a field: "story.summary", "story.reports:1f0c22ab.outlet",
"entity:new-3.description", "faq:new-2.intro".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.intake.lines import Line
from stories.documents import StoryDocument

if TYPE_CHECKING:
    from stories.importing.outlet_directory import Directory

Level = Literal["warning", "information"]
WARNING: Level = "warning"
INFORMATION: Level = "information"

# What the desk says that a name is, which stands where an outlet must stand.
OUTLET, PERSON, NEITHER = "outlet", "person", "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence for the editor. `line` is None where it is about the page as a whole."""

    code: str
    level: Level
    line: int | None
    message: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a line went. "heading" and "separator" stand for lines that only give the layout."""

    line: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFaq:
    """A question page to be made; it starts at `line`.

    `same` is the key of the page or of the proposal that asks the same and is linked in its place;
    `apart` says that a person wants a page of its own, whatever asks the same.
    """

    key: str
    document: FaqDocument
    line: int
    same: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEntity:
    """A topic read from a description. With `known`, `key` is that of a page that exists already.

    `confidence` is "sure", "likely" or "guess" and tells about the name; `reason` says why, in words.
    """

    key: str
    document: EntityDocument
    line: int
    known: bool = False
    confidence: str = "guess"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedOutlet:
    """A name that nothing knows and that stands, first on `line`, where an outlet must stand: a guess."""

    name: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """A whole page, understood. `lines` are all that it was read from; `unplaced` no document has taken up.

    A question page is one FAQ and no story: its `story` is empty. `keys` are those of the lines, in their
    order, by which corrections name them.
    """

    story: StoryDocument
    faqs: tuple[ProposedFaq, ...] = ()
    entities: tuple[ProposedEntity, ...] = ()
    notes: tuple[Note, ...] = ()
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    proposed_outlets: tuple[ProposedOutlet, ...] = ()
    keys: tuple[str, ...] = ()
    question_page: bool = False

    @property
    def text(self) -> str:
        """Return the words of all lines, as they are kept with the import."""
        return "\n".join(line.text for line in self.lines)

    @property
    def title(self) -> str:
        return self.faqs[0].document.question if self.question_page else self.story.headline


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntity:
    """A topic that has a page: its key ("entity:5") and the names it goes by."""

    key: str
    name: str
    kind: str = "other"
    aliases: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlet:
    """A paper, station or agency with its other names and its internet domains; `kind` as in `Outlet`."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What the desk knows already, as the caller read it from the database.

    `entities` may be a Register and `outlets` a Directory, which saves making one for every page.
    `sections` are the desk's own words for sections, by their form; `names` what it has said that names of
    texts are, by theirs.
    """

    entities: Iterable[KnownEntity] = ()
    outlets: "Iterable[KnownOutlet] | Directory" = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = KnownNames()
