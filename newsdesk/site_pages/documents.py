"""What a reader can see of a site page, as plain data. No database here."""

from dataclasses import dataclass

from newsdesk.pages.documents import StoredDocument, Upgrade, from_data, upgraded

SCHEMA = 1
# From each older schema to the next. Editions are upgraded when read, never rewritten.
UPGRADES: dict[int, Upgrade] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePageDocument:
    """A page of the publication's own. `body` is sanitised HTML."""

    title: str = ""
    slug: str = ""
    standfirst: str = ""
    body: str = ""


def read(edition: StoredDocument) -> SitePageDocument:
    """Return the document of an edition, upgraded to the current schema. Raises MalformedDocument."""
    data = upgraded(edition.document, schema=edition.schema, current=SCHEMA, upgrades=UPGRADES)
    return from_data(SitePageDocument, data)
