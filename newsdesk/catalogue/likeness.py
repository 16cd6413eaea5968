"""Pages whose title or other wordings share words with a text: a wide net, of which callers keep what fits.

Search asks for every word; here one is enough. Bounded whatever is asked: MAX_WORDS words, the best
MAX_FOUND pages.
"""

from django.db import connection

from .folding import search_terms
from .models import Page, PageQuerySet

MAX_WORDS = 12
MAX_FOUND = 300

_SQLITE = (
    "SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s"
    " ORDER BY bm25(catalogue_search, 10.0, 8.0) LIMIT %s"
)
_POSTGRESQL = (
    "SELECT page_id FROM catalogue_search, to_tsquery('english', %s) asked"
    " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, page_id LIMIT %s"
)


def sharing_words(text: str, *, kind: str) -> PageQuerySet:
    """Return the visible pages of `kind` that share a word with `text`, unordered. One query now."""
    terms = list(dict.fromkeys(search_terms(text)))[:MAX_WORDS]
    pages = Page.objects.visible().of_kind(kind)
    return pages.filter(pk__in=_found(terms)) if terms else pages.none()


def _found(terms: list[str]) -> list[int]:
    # SECURITY: words hold letters, digits and apostrophes alone, and are quoted: no operator gets in.
    if connection.vendor == "postgresql":
        asked = " | ".join("'{}':AB".format(term.replace("'", "''")) for term in terms)
        statement = _POSTGRESQL
    else:
        asked = "{title also} : (" + " OR ".join(f'"{term}"' for term in terms) + ")"
        statement = _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, MAX_FOUND])
        return [key for (key,) in cursor.fetchall()]
