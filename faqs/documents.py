"""What a reader can see of a FAQ page, as plain data. No database here."""

from dataclasses import dataclass
from datetime import date

from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.documents import StoredDocument, Upgrade, from_data, upgraded

SCHEMA = 1
# From each older schema to the next: {1: from_1_to_2}. Editions are upgraded when read, never rewritten.
UPGRADES: dict[int, Upgrade] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question of the page with its answer. `text` is sanitised HTML; `id` never changes."""

    id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an answer comes from: a title with a link, the outlet's name and the day it appeared."""

    id: str
    title: str
    url: str = ""
    outlet: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqDocument:
    """A question page. `intro` is sanitised HTML, the direct answer; `entities` are keys ("entity:5")."""

    question: str = ""
    slug: str = ""
    intro: str = ""
    answers: tuple[Answer, ...] = ()
    sources: tuple[Source, ...] = ()
    entities: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read(edition: StoredDocument) -> FaqDocument:
    """Return the document of an edition, upgraded to the current schema. Raises MalformedDocument."""
    data = upgraded(edition.document, schema=edition.schema, current=SCHEMA, upgrades=UPGRADES)
    return from_data(FaqDocument, data)


def tidy(data: Data) -> Data:
    """Return the data of a document as a working copy gives them: tags by name."""
    return data | {"tags": sorted(data["tags"])} if "tags" in data else data
