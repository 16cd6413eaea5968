"""What the statement of a search finds: pages with every word, the best first."""

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search.candidates import matches
from newsdesk.catalogue.search.query import read
from newsdesk.catalogue.search.ranking import ranked


def found(typed, **filters):
    """Return the visible pages that hold every word, or are called just that. Two queries."""
    query = read(typed)
    order = [each.candidate.pk for each in ranked(matches(query, filters).candidates, query)]
    pages = Page.objects.visible().in_bulk(order)
    return [pages[pk] for pk in order if pk in pages]


def keys(typed, **filters):
    return [page.key for page in found(typed, **filters)]
