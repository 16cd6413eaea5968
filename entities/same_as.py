"""Addresses elsewhere that name the same thing as a topic: Wikidata, its own site."""

import re
from collections.abc import Iterable

from entities.documents import identity
from entities.models.edition import EntityEdition
from newsdesk.catalogue.compiled import Compiled
from newsdesk.catalogue.models import Page
from newsdesk.presentation.heads import web_link

_EDITIONS = Compiled(
    EntityEdition,
    lambda keys: EntityEdition.objects.filter(pk__in=keys).only("schema", "document"),
)
_ITEM = re.compile(r"Q[1-9][0-9]{0,14}")


def wikidata_link(item: str) -> str:
    return f"https://www.wikidata.org/wiki/{item}" if _ITEM.fullmatch(item) else ""


def same_as(wikidata: str, official_site: str) -> tuple[str, ...]:
    """Return the addresses elsewhere that name the same thing as a topic."""
    links = (wikidata_link(wikidata), web_link(official_site))
    return tuple(link for link in links if link)


def same_as_of(pages: Iterable[Page]) -> dict[str, tuple[str, ...]]:
    """Return `same_as` of every topic among `pages` by key. One query; none without a topic."""
    keys = {page.edition: page.key for page in pages if page.kind == "entity"}
    if not keys:
        return {}
    editions = _EDITIONS.rows(keys=list(keys))
    return {keys[edition.pk]: same_as(*identity(edition)) for edition in editions}
