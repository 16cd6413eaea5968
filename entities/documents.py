"""What a reader can see of an entity, as plain data. No database here."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.document_image import Image, with_focus
from newsdesk.pages.documents import StoredDocument, Upgrade, added, from_data, upgraded

SCHEMA = 3

KINDS = {
    "organisation": gettext_noop("Organisation"),
    "person": gettext_noop("Person"),
    "place": gettext_noop("Place"),
    "spacecraft": gettext_noop("Spacecraft"),
    "rocket": gettext_noop("Rocket"),
    "mission": gettext_noop("Mission"),
    "celestial-body": gettext_noop("Celestial body"),
    "programme": gettext_noop("Programme"),
    "event": gettext_noop("Event"),
    "other": gettext_noop("Other"),
}
# What several topics of one kind are called, by what one is.
PLURALS = {
    "Organisation": gettext_noop("Organisations"),
    "Person": gettext_noop("People"),
    "Place": gettext_noop("Places"),
    "Spacecraft": gettext_noop("Spacecraft"),
    "Rocket": gettext_noop("Rockets"),
    "Mission": gettext_noop("Missions"),
    "Celestial body": gettext_noop("Celestial bodies"),
    "Programme": gettext_noop("Programmes"),
    "Event": gettext_noop("Events"),
    "Other": gettext_noop("Other topics"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a topic's facts, plain text: "Opened", "1 October 1958", and who says so.

    `url` leads to the source.
    """

    id: str
    label: str = ""
    value: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDocument:
    """A topic. `description` is plain text of a sentence or two; `body` is sanitised HTML.

    `kind` is one of KINDS. `as_of` is the day on which the description was true.
    `wikidata` is an item id such as "Q23548".
    """

    kind: str = "other"
    name: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    description_source: str = ""
    description_source_url: str = ""
    description_licence: str = ""
    as_of: date | None = None
    facts: tuple[Fact, ...] = added(())
    body: str = ""
    image: Image | None = None
    wikidata: str = ""
    official_site: str = ""


def _with_facts(data: Data) -> Data:
    """Schema 3 has facts."""
    return {"facts": []} | data


# From each older schema to the next. Editions are upgraded when read, never rewritten.
UPGRADES: dict[int, Upgrade] = {1: with_focus, 2: _with_facts}


def read(edition: StoredDocument) -> EntityDocument:
    """Return the document of an edition, upgraded to the current schema. Raises MalformedDocument."""
    return from_data(EntityDocument, _data(edition))


def _data(edition: StoredDocument) -> Data:
    return upgraded(edition.document, schema=edition.schema, current=SCHEMA, upgrades=UPGRADES)
