"""Search over the catalogue: index, forget, search, suggest. The same answers on SQLite and PostgreSQL.

SQLite uses FTS5 with the Porter stemmer, PostgreSQL its English full text over text that was folded
here (no accents), so that no extension is needed. Every word must occur; the last one may be
unfinished. Weights: title, other wordings, summary, text. What finds nothing is tried again with the
mistyped words corrected to words of visible pages (`spelling.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from newsdesk.catalogue import spelling
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.catalogue.snippets import Fragment, snippet, stem
from newsdesk.text.names_and_words import fold, search_terms, sort_title

MAX_WORDS = 12
MAX_CORRECTED = 8  # In longer queries nothing is corrected: each word costs queries.
ANSWERED = 0.7  # The share of a question's words that must have been asked for.
WEIGHTS = {"title": 10, "also": 8, "summary": 4, "text": 1}


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found, with the passage that shows why: fragments of text, some of them marked."""

    page: Page
    passage: tuple[Fragment, ...]


class Backend(Protocol):
    """What an engine has to do. `terms` are folded words; the last one may be the start of a word."""

    def index(self, pages: Sequence[Page]) -> None: ...

    def forget(self, pages: Sequence[Page]) -> None: ...

    def find(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet: ...

    def find_any(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet: ...


class SQLiteSearch:
    """FTS5, its row ids the primary keys of pages."""

    def index(self, pages: Sequence[Page]) -> None:
        self.forget(pages)
        rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(pages))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO catalogue_search (rowid, title, also, summary, text) VALUES {rows}",  # noqa: S608
                _columns(pages),
            )

    def forget(self, pages: Sequence[Page]) -> None:
        marks = ", ".join(["%s"] * len(pages))
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM catalogue_search WHERE rowid IN ({marks})",  # noqa: S608
                [page.pk for page in pages],
            )

    def find(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
        # SECURITY: each word is quoted, else FTS5 reads operators in what a reader typed.
        return self._matching(pages, terms, " ")

    def find_any(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
        return self._matching(pages, terms, " OR ")

    def _matching(self, pages: PageQuerySet, terms: list[str], joint: str) -> PageQuerySet:
        quoted = [f'"{term}"' for term in terms[:-1]] + [f'"{terms[-1]}"*']
        matching = RawSQL(
            "SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s",
            [joint.join(quoted)],
        )
        return pages.filter(pk__in=matching).annotate(rank=sum_of_weights(quoted, WEIGHTS))


def sum_of_weights(quoted: Iterable[str], weights: Mapping[str, int]) -> RawSQL:
    """Return the rank of a page in FTS5: the weight of each of its parts for each word that this holds.

    SECURITY: it follows from this page alone. FTS5's own, bm25, counts how many pages hold a word and
    how long they are, and pages that wait are among them: the order of what is found would tell of them.
    """
    asked = [(f"{part} : {word}", weight) for part, weight in weights.items() for word in quoted]
    each = (
        "SELECT rowid AS page, %s AS weight FROM catalogue_search WHERE catalogue_search MATCH %s"
    )
    # Ranked once for all: a look-up by row would make FTS5 search anew for each page found. The limit
    # that is none keeps SQLite from turning the one into the other.
    return RawSQL(
        "(SELECT ranked.rank FROM (SELECT page, SUM(weight) AS rank"  # noqa: S608
        f" FROM ({' UNION ALL '.join([each] * len(asked))}) GROUP BY page LIMIT -1) ranked"
        " WHERE ranked.page = catalogue_page.id)",
        [value for query, weight in asked for value in (weight, query)],
        output_field=FloatField(),
    )


class PostgreSQLSearch:
    """A tsvector in a table of its own."""

    def index(self, pages: Sequence[Page]) -> None:
        row = (
            "(%s, setweight(to_tsvector('english', %s), 'A')"
            " || setweight(to_tsvector('english', %s), 'B')"
            " || setweight(to_tsvector('english', %s), 'C')"
            " || setweight(to_tsvector('english', %s), 'D'))"
        )
        rows = ", ".join([row] * len(pages))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO catalogue_search (page_id, words) VALUES {rows}"  # noqa: S608
                " ON CONFLICT (page_id) DO UPDATE SET words = EXCLUDED.words",
                _columns(pages),
            )

    def forget(self, pages: Sequence[Page]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM catalogue_search WHERE page_id = ANY(%s)",
                [[page.pk for page in pages]],
            )

    def find(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
        *whole, last = terms
        query = (
            "plainto_tsquery('english', %s)"
            " && (plainto_tsquery('english', %s) || to_tsquery('simple', %s))"
        )
        # The last word counts when its stem matches, or when a word of the page begins with it.
        return self._matching(pages, query, [" ".join(whole), last, _beginning(last)])

    def find_any(self, pages: PageQuerySet, terms: list[str]) -> PageQuerySet:
        each = " || ".join(["plainto_tsquery('english', %s)"] * len(terms))
        query = f"{each} || to_tsquery('simple', %s)"
        return self._matching(pages, query, [*terms, _beginning(terms[-1])])

    def _matching(self, pages: PageQuerySet, query: str, params: list[str]) -> PageQuerySet:
        matching = RawSQL(
            f"SELECT page_id FROM catalogue_search WHERE words @@ ({query})",  # noqa: S608
            params,
        )
        rank = RawSQL(
            "(SELECT ts_rank('{0.1, 0.4, 0.8, 1.0}', words, "  # noqa: S608
            f"({query})) FROM catalogue_search WHERE page_id = catalogue_page.id)",
            params,
            output_field=FloatField(),
        )
        return pages.filter(pk__in=matching).annotate(rank=rank)


def _beginning(term: str) -> str:
    """Return what stands for every word that begins with `term`, for to_tsquery."""
    return f"'{term.replace(chr(39), chr(39) * 2)}':*"


def backend() -> Backend:
    return PostgreSQLSearch() if connection.vendor == "postgresql" else SQLiteSearch()


def index(pages: Sequence[Page]) -> None:
    """Make pages findable, in the caller's transaction. What is visible is decided when searching."""
    if pages:
        backend().index(pages)
        spelling.learn(part for page in pages for part in _parts(page))


def forget(pages: Sequence[Page]) -> None:
    if pages:
        backend().forget(pages)


def find(query: str, *, kinds: tuple[str, ...] = ()) -> PageQuerySet:
    """Return the visible pages that hold every word of `query`, best first; none for no words."""
    terms = search_terms(query)[:MAX_WORDS]
    pages = Page.objects.visible().of_kind(*kinds) if kinds else Page.objects.visible()
    if not terms:
        return pages.none()
    return backend().find(pages, terms).order_by("-rank", "-published_at", "uid")


def resembling(query: str, *, kinds: tuple[str, ...]) -> PageQuerySet:
    """Return the visible pages that hold any word of `query`, best first; for what is half typed."""
    terms = search_terms(query)[:MAX_WORDS]
    pages = Page.objects.visible().of_kind(*kinds)
    if not terms:
        return pages.none()
    return backend().find_any(pages, terms).order_by("-rank", "-published_at", "uid")


def corrected(query: str) -> str:
    """Return `query` with the words that no visible page holds replaced by the likeliest that one does.

    "" where nothing can be corrected, or where no page holds all the words even so. For queries that
    found nothing; a query for each word, and some for each that is corrected.
    """
    terms = search_terms(query)
    if len(terms) > MAX_CORRECTED:
        return ""
    better = [term if find(term).exists() else _likeliest(term) for term in terms]
    words = " ".join(better)
    return words if better != terms and find(words).exists() else ""


def _likeliest(term: str) -> str:
    return next((word for word in spelling.candidates(term) if find(word).exists()), term)


def answers(page: Page, query: str) -> bool:
    """Tell whether a question page is what was asked, rather than something that mentions it."""
    asked = {stem(term) for term in search_terms(query)}
    for wording in (page.title, *page.also.splitlines()):
        named = {stem(term) for term in search_terms(wording)}
        if named and len(asked & named) >= max(ANSWERED * len(named), min(2, len(named))):
            return True
    return False


def hits(pages: Iterable[Page], query: str) -> list[Hit]:
    """Return a page of results with their passages."""
    return [Hit(page, snippet(page.summary, page.text, query)) for page in pages]


def suggest(query: str, *, limit: int = 8) -> list[Page]:
    """Return pages that begin to match what is being typed, spelled rightly or not.

    First those whose title begins with it. Two queries, more where nothing is found.
    """
    if not search_terms(query):
        return []
    visible = Page.objects.visible().defer("text")
    titled = visible.filter(sort_title__startswith=sort_title(query)).by_title()[:limit]
    found = {page.pk: page for page in (*titled, *find(query).defer("text")[:limit])}
    if not found and (words := corrected(query)):
        found = {page.pk: page for page in find(words).defer("text")[:limit]}
    return list(found.values())[:limit]


def _columns(pages: Iterable[Page]) -> list[int | str]:
    """Return what the index keeps of pages, one after the other: the key, and each part, folded."""
    rows: list[int | str] = []
    for page in pages:
        rows += [page.pk, *(fold(part) for part in _parts(page))]
    return rows


def _parts(page: Page) -> tuple[str, str, str, str]:
    return page.title, page.also, page.summary, page.text
