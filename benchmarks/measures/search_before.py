"""The statements of search as they were before they were bounded, to compare with: benchmarks of search.

One search was four statements, each of which found all matches anew; a mistyped one fourteen. SQLite ranks
by the sum of weights, PostgreSQL by ts_rank. Not for anything else.

On SQLite they had an index of their own kind, which `prepare` makes: its rowids are the keys of pages.
"""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Window
from django.db.models.expressions import RawSQL
from django.db.models.fields import FloatField
from django.db.models.functions import RowNumber, Substr
from django.utils import timezone

from benchmarks.measures import bulk
from newsdesk.catalogue.models import Page, Reference
from newsdesk.text.names_and_words import search_terms, sort_title

WEIGHTS = {"title": 10, "also": 8, "summary": 4, "text": 1}
SINCE = {"week": 7, "month": 31, "year": 366}


def prepare() -> None:
    """Make the index that these statements need, of what search has indexed."""
    if connection.vendor == "postgresql":
        return
    columns = "title, also, more, summary, text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE search_before USING fts5({columns},"
            " tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        bulk.gather(cursor, bulk.MUCH, "search_before")
        cursor.execute(
            f"INSERT INTO search_before (rowid, {columns}) SELECT s.page_id, f.title, f.also, f.more,"  # noqa: S608
            " f.summary, f.text FROM catalogue_searched s JOIN catalogue_search f ON f.rowid = s.place"
            " ORDER BY s.page_id"
        )


def search(typed: str) -> list[Page]:
    """Return the first ten results, with everything that their page showed asked for."""
    numbers = _facets(_find(typed))
    if not numbers["total"] and (meant := _corrected(typed)):
        typed = meant
        _facets(_find(typed))
    rows = list(_find(typed)[:10])
    _named(_find(typed))
    return rows


def suggest(typed: str) -> list[Page]:
    visible = Page.objects.visible().defer("text")
    titled = visible.filter(sort_title__startswith=sort_title(typed)).by_title()[:6]
    return [*titled, *_find(typed).defer("text")[:6]]


def _find(typed: str) -> Any:
    terms = search_terms(typed)
    find = _find_postgresql if connection.vendor == "postgresql" else _find_sqlite
    return find(Page.objects.visible(), terms).order_by("-rank", "-published_at", "uid")


def _find_sqlite(pages: Any, terms: list[str]) -> Any:
    quoted = [f'"{term}"' for term in terms[:-1]] + [f'"{terms[-1]}"*']
    matching = RawSQL(
        "SELECT rowid FROM search_before WHERE search_before MATCH %s", [" ".join(quoted)]
    )
    asked = [(f"{part} : {word}", weight) for part, weight in WEIGHTS.items() for word in quoted]
    each = "SELECT rowid AS page, %s AS weight FROM search_before WHERE search_before MATCH %s"
    rank = RawSQL(  # noqa: S611
        "(SELECT ranked.rank FROM (SELECT page, SUM(weight) AS rank"  # noqa: S608
        f" FROM ({' UNION ALL '.join([each] * len(asked))}) GROUP BY page LIMIT -1) ranked"
        " WHERE ranked.page = catalogue_page.id)",
        [value for query, weight in asked for value in (weight, query)],
        output_field=FloatField(),
    )
    return pages.filter(pk__in=matching).annotate(rank=rank)


def _find_postgresql(pages: Any, terms: list[str]) -> Any:
    *whole, last = terms
    query = "plainto_tsquery('english', %s) && (plainto_tsquery('english', %s) || to_tsquery('simple', %s))"
    params = [" ".join(whole), last, f"'{last}':*"]
    matching = RawSQL(  # noqa: S611
        f"SELECT page_id FROM catalogue_search WHERE words @@ ({query})",  # noqa: S608
        params,
    )
    rank = RawSQL(  # noqa: S611
        "(SELECT ts_rank('{0.1, 0.4, 0.8, 1.0}', words, "  # noqa: S608
        f"({query})) FROM catalogue_search WHERE page_id = catalogue_page.id)",
        params,
        output_field=FloatField(),
    )
    return pages.filter(pk__in=matching).annotate(rank=rank)


def _facets(pages: Any) -> dict[str, int]:
    now = timezone.now()
    counted = {"total": None} | {kind: Q(kind=kind) for kind in ("story", "faq", "entity")}
    counted |= {name: Q(updated_at__gte=now - timedelta(days)) for name, days in SINCE.items()}
    numbers: dict[str, int] = pages.order_by().aggregate(
        **{name: Count("pk", filter=fitting) for name, fitting in counted.items()}
    )
    return numbers


def _named(pages: Any) -> list[Any]:
    wanted = Q(page__in=pages.order_by().values("pk"))
    wanted &= Q(target__startswith="entity:") | Q(target__startswith="tag:")
    place = Window(
        RowNumber(),
        partition_by=Substr("target", 1, 1),
        order_by=[F("number").desc(), F("shown").asc()],
    )
    counted = Reference.objects.with_shown().filter(wanted).exclude(target="tag:").order_by()
    counted = counted.values("shown").annotate(number=Count("page", distinct=True))
    return list(counted.annotate(place=place).filter(place__lte=12).order_by("place"))


def _corrected(typed: str) -> str:
    better = [t if _find(t).exists() else _likeliest(t) for t in search_terms(typed)]
    words = " ".join(better)
    return words if words != typed and _find(words).exists() else ""


def _likeliest(term: str) -> str:
    from newsdesk.catalogue.search.spelling import _grams, distance

    grams = sorted(_grams(term))
    allowed = 2 if len(term) > 7 else 1
    marks = ", ".join(["%s"] * len(grams))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM catalogue_gram"  # noqa: S608
            f" WHERE gram IN ({marks}) AND LENGTH(word) BETWEEN %s AND %s"
            " GROUP BY word HAVING COUNT(DISTINCT gram) >= %s",
            [*grams, len(term) - allowed, len(term) + allowed, max(1, len(grams) - 4)],
        )
        near = sorted((distance(term, word, allowed), word) for (word,) in cursor.fetchall())
    likely = (word for far, word in near if 0 < far <= allowed)
    return next((word for word in likely if _find(word).exists()), term)
