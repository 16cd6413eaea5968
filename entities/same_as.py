"""Addresses elsewhere that name the same thing as a topic: Wikidata, its own site."""

import re
from collections.abc import Iterable

from newsdesk.catalogue.models import Page
from newsdesk.presentation.heads import web_link

_ITEM = re.compile(r"Q[1-9][0-9]{0,14}")


def wikidata_link(item: str) -> str:
    return f"https://www.wikidata.org/wiki/{item}" if _ITEM.fullmatch(item) else ""


def same_as(wikidata: str, official_site: str) -> tuple[str, ...]:
    """Return the addresses elsewhere that name the same thing as a topic."""
    links = (wikidata_link(wikidata), web_link(official_site))
    return tuple(link for link in links if link)


def same_as_of(pages: Iterable[Page]) -> dict[str, tuple[str, ...]]:
    """Return `same_as` of every topic among `pages` by key, as the catalogue has it. No query."""
    return {
        page.key: tuple(page.card.get("same_as", ())) for page in pages if page.kind == "entity"
    }
