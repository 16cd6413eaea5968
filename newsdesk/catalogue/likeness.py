"""Pages that share words with a text: a wide net, of which callers keep what fits.

Search asks for every word; here one is enough. Bounded whatever is asked: MAX_WORDS words, PER_WORD pages
of each, the best MAX_FOUND of all.
"""

from collections.abc import Callable, Sequence

from django.db.models import Case, Value, When
from django.utils import timezone

from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.catalogue.search.engines import engine, visible
from newsdesk.catalogue.search.query import Query, read
from newsdesk.catalogue.search.sql import Sql, fill, joined_by

MAX_FOUND = 300
PER_WORD = 5_000


def sharing_words(text: str, *, kind: str) -> PageQuerySet:
    """Return the visible pages of `kind` whose title or other wordings share a word with `text`,
    unordered. One query now.

    SECURITY: what cannot be seen is left out before the best are taken, else pages that wait could keep
    visible ones out.
    """
    pages = Page.objects.visible().of_kind(kind)
    own = engine()
    return pages.filter(
        pk__in=_best(text, kind, [(own.named, lambda one: own.in_title(one.terms[0]))])
    )


def resembling(text: str, *, kind: str) -> PageQuerySet:
    """Return the visible pages of `kind` that hold any word of `text`, best first; for what is half typed:
    the last word may be the start of one. One query now.
    """
    own = engine()
    best = _best(text, kind, [(own.named, own.titled), (own.some, own.words)])
    order = Case(*(When(pk=pk, then=Value(n)) for n, pk in enumerate(best)), default=Value(0))
    return Page.objects.visible().of_kind(kind).filter(pk__in=best).order_by(order)


def _best(
    text: str, kind: str, conditions: Sequence[tuple[str, Callable[[Query], Sql]]]
) -> list[int]:
    """Return the pages that fit most of the conditions with most of the words, by their primary keys. Each
    condition comes with the FROM that it is on.
    """
    at = timezone.now()
    single = [Query("", (group,), (), (), ()) for group in read(text).groups]
    each = [
        fill(
            "SELECT * FROM (SELECT s.page_id, s.published_at FROM {some} WHERE {condition}"
            " AND s.kind = {kind} AND {visible}{order} LIMIT {most}) e{n}_{place}",
            some=some,
            order=engine().newest_first,
            condition=condition(word),
            kind=Sql("%s", (kind,)),
            visible=visible(at),
            most=PER_WORD,
            n=n,
            place=place,
        )
        for n, word in enumerate(single)
        for place, (some, condition) in enumerate(conditions)
    ]
    if not each:
        return []
    best = fill(
        "SELECT page_id FROM ({each}) shared GROUP BY page_id"
        " ORDER BY COUNT(*) DESC, MAX(published_at) DESC, page_id LIMIT {most}",
        each=joined_by(" UNION ALL ", each),
        most=MAX_FOUND,
    )
    return [int(pk) for (pk,) in engine().rows(best)]
