"""Pages whose title or other wordings share words with a text: a wide net, of which callers keep what fits.

Search asks for every word; here one is enough. Bounded whatever is asked: MAX_WORDS words, the best
MAX_FOUND pages.
"""

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.catalogue.search import sum_of_weights
from newsdesk.text.names_and_words import search_terms

MAX_WORDS = 12
MAX_FOUND = 300
WEIGHTS = {"title": 10, "also": 8}


def sharing_words(text: str, *, kind: str) -> PageQuerySet:
    """Return the visible pages of `kind` that share a word with `text`, unordered. One query now.

    SECURITY: what cannot be seen is left out before the best are taken, else pages that wait could keep
    visible ones out.
    """
    terms = list(dict.fromkeys(search_terms(text)))[:MAX_WORDS]
    pages = Page.objects.visible().of_kind(kind)
    if not terms:
        return pages.none()
    sharing = _sharing_postgresql if connection.vendor == "postgresql" else _sharing_sqlite
    best = sharing(pages, terms).order_by("-rank", "pk").values_list("pk", flat=True)
    return pages.filter(pk__in=list(best[:MAX_FOUND]))


# SECURITY: words hold letters, digits and apostrophes alone, and are quoted: no operator gets in.


def _sharing_sqlite(pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
    quoted = [f'"{term}"' for term in terms]
    matching = RawSQL(
        "SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s",
        ["{title also} : (" + " OR ".join(quoted) + ")"],
    )
    return pages.filter(pk__in=matching).annotate(rank=sum_of_weights(quoted, WEIGHTS))


def _sharing_postgresql(pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
    asked = " | ".join("'{}':AB".format(term.replace("'", "''")) for term in terms)
    matching = RawSQL(
        "SELECT page_id FROM catalogue_search WHERE words @@ to_tsquery('english', %s)", [asked]
    )
    rank = RawSQL(
        "(SELECT ts_rank(words, to_tsquery('english', %s)) FROM catalogue_search"
        " WHERE page_id = catalogue_page.id)",
        [asked],
        output_field=FloatField(),
    )
    return pages.filter(pk__in=matching).annotate(rank=rank)
