"""What differs between the two databases: how words are kept, asked for, and how a statement is run.

SQLite has FTS5 with the Porter stemmer, PostgreSQL its English full text over text that was folded here
(no accents), so that no extension is needed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.replica import reading
from newsdesk.catalogue.search.query import Query
from newsdesk.catalogue.search.sql import Sql, fill, joined_by
from newsdesk.catalogue.search_tables import SIDE

# What the index keeps of a page besides its key, each folded: title, also, more, summary, text.
Parts = tuple[str, str, str, str, str]
LAST = "\U0010ffff"  # after all that begins with something
BEGUN = 3  # A last word of so many letters may be the start of one,
ENDINGS = 50  # of so many at most.
NARROW = "kind, published_at, updated_at, visible_from, visible_until"


# Weeks, quarters and years of whole weeks, in days, by what their lexemes begin with.
SPANS = {"w": 7, "q": 91, "y": 364}
DAY = 86_400
_SPANS_OF_PAGE = "array_to_tsvector(ARRAY[{}])".format(
    ", ".join(
        f"'@{name}' || FLOOR(EXTRACT(EPOCH FROM p.published_at) / {days * DAY})::bigint"
        for name, days in SPANS.items()
    )
)


class Engine(Protocol):
    """One database. A row of the narrow side table is `s` in all conditions."""

    some: str
    """A FROM in which rows `s` match a condition on words."""
    named: str
    """One in which they match a condition on titles and other names."""
    newest_first: str
    """An ORDER BY in which either gives rows without looking at more than are wanted, or ""."""

    def index(self, pages: Sequence[tuple[Page, Parts]]) -> None: ...

    def forget(self, pages: Sequence[Page]) -> None: ...

    def newest(self, query: Query, fitting: Sql, most: int) -> Sql:
        """Return the SELECT of so many of the newest matches that fit: page, kind and both times."""
        ...

    def newest_titled(self, query: Query, fitting: Sql, most: int) -> Sql: ...

    def words(self, query: Query) -> Sql: ...

    def titled(self, query: Query) -> Sql: ...

    def word(self, term: str, needed: str = "") -> Sql:
        """Return the condition on one word; where `needed` is not true nothing is looked up."""
        ...

    def in_title(self, term: str, needed: str = "") -> Sql: ...

    def has_words(self, query: Query) -> Sql: ...

    def phrased(self, query: Query, pages: str) -> Sql: ...

    def rows(self, statement: Sql) -> list[tuple[str | int, ...]]: ...


class SQLite:
    """FTS5, once of everything and once of the names, and a narrow table. The rowid of a page is its place in
    time: matches come the newest first, and nobody has to look at the others.
    """

    some = "catalogue_search f CROSS JOIN catalogue_searched s ON s.place = f.rowid"
    named = "catalogue_titled f CROSS JOIN catalogue_searched s ON s.place = f.rowid"
    newest_first = " ORDER BY f.rowid DESC"

    def index(self, pages: Sequence[tuple[Page, Parts]]) -> None:
        self.forget([page for page, _ in pages])
        # In order: FTS5 writes to its tables anew where a rowid is less than that before it.
        told = dict(sorted((_place(page), parts) for page, parts in pages))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO catalogue_search (rowid, title, also, more, summary, text)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [(place, *parts) for place, parts in told.items()],
            )
            cursor.executemany(
                "INSERT INTO catalogue_titled (rowid, title, also) VALUES (%s, %s, %s)",
                [(place, *parts[:2]) for place, parts in told.items()],
            )
            cursor.executemany(
                f"INSERT INTO catalogue_searched (place, page_id, {NARROW})"  # noqa: S608
                f" SELECT %s, id, {NARROW} FROM catalogue_page WHERE id = %s",
                [(_place(page), page.pk) for page, _ in pages],
            )

    def forget(self, pages: Sequence[Page]) -> None:
        keys = [page.pk for page in pages]
        of = f"FROM catalogue_searched WHERE page_id IN ({_marks(keys)})"
        with connection.cursor() as cursor:
            for table in ("search", "titled"):
                gone = f"DELETE FROM catalogue_{table} WHERE rowid IN (SELECT place {of})"  # noqa: S608
                cursor.execute(gone, keys)
            cursor.execute(f"DELETE {of}", keys)

    def newest(self, query: Query, fitting: Sql, most: int) -> Sql:
        return self._newest(self.some, self.words(query), fitting, most)

    def newest_titled(self, query: Query, fitting: Sql, most: int) -> Sql:
        return self._newest(self.named, self.titled(query), fitting, most)

    def _newest(self, source: str, asked: Sql, fitting: Sql, most: int) -> Sql:
        return fill(
            "SELECT s.page_id, s.kind, s.published_at, s.updated_at FROM {source}"
            " WHERE {asked} AND {fitting}{order} LIMIT {most}",
            source=source,
            asked=asked,
            fitting=fitting,
            order=self.newest_first,
            most=most,
        )

    # SECURITY: each word is quoted, else FTS5 reads operators in what a reader typed.

    def words(self, query: Query) -> Sql:
        return fill("catalogue_search MATCH {asked}", asked=_all(query))

    def titled(self, query: Query) -> Sql:
        return fill("catalogue_titled MATCH {asked}", asked=_all(query))

    def word(self, term: str, needed: str = "") -> Sql:
        return fill("catalogue_search MATCH {asked}", asked=_one(term, needed))

    def in_title(self, term: str, needed: str = "") -> Sql:
        return fill("catalogue_titled MATCH {asked}", asked=_one(term, needed))

    def has_words(self, query: Query) -> Sql:
        return fill(
            "EXISTS (SELECT 1 FROM catalogue_search WHERE {asked} AND rowid = s.place)",
            asked=self.words(query),
        )

    def phrased(self, query: Query, pages: str) -> Sql:
        """Go through the phrase's pages once, from the oldest of `pages` on: to ask one by one is dear."""
        return fill(
            "SELECT s.page_id FROM {some} WHERE catalogue_search MATCH {phrase} AND f.rowid >="
            # Place by place: a join would be begun at the oldest of all.
            " (SELECT MIN(place) FROM (SELECT (SELECT o.place FROM catalogue_searched o"
            " WHERE o.page_id = {pages}.page_id) AS place FROM {pages}))",
            some=self.some,
            phrase=Sql("%s", (_quoted(" ".join(query.terms)),)),
            pages=pages,
        )

    def rows(self, statement: Sql) -> list[tuple[str | int, ...]]:
        with reading().cursor() as cursor:
            cursor.execute(statement.text, statement.params)
            return list(cursor.fetchall())


class PostgreSQL:
    """A tsvector of everything and a small one of the names, in a table of its own.

    GIN knows no order. So both tell when a page was published, in spans of a week, a quarter and a year, by
    lexemes that nobody can type: of a word that many pages have only those of the latest spans are read.
    """

    some = named = "catalogue_search s"
    newest_first = ""

    def index(self, pages: Sequence[tuple[Page, Parts]]) -> None:
        given = ", ".join(["(%s::bigint, %s, %s, %s, %s, %s)"] * len(pages))
        own = ", ".join(f"p.{name}" for name in NARROW.split(", "))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO catalogue_search (page_id, {NARROW}, named, words)"  # noqa: S608
                f" SELECT p.id, {own},"
                f" to_tsvector('english', v.title || ' ' || v.also) || {_SPANS_OF_PAGE},"
                f" {_SPANS_OF_PAGE} || setweight(to_tsvector('english', v.title), 'A')"
                " || setweight(to_tsvector('english', v.also), 'B')"
                " || setweight(to_tsvector('english', v.more || ' ' || v.summary), 'C')"
                " || setweight(to_tsvector('english', v.text), 'D')"
                f" FROM (VALUES {given}) v (id, title, also, more, summary, text)"
                " JOIN catalogue_page p ON p.id = v.id"
                " ON CONFLICT (page_id) DO UPDATE SET (kind, published_at, updated_at,"
                " visible_from, visible_until, named, words) = (EXCLUDED.kind,"
                " EXCLUDED.published_at, EXCLUDED.updated_at, EXCLUDED.visible_from,"
                " EXCLUDED.visible_until, EXCLUDED.named, EXCLUDED.words)",
                [value for page, parts in pages for value in (page.pk, *parts)],
            )

    def forget(self, pages: Sequence[Page]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM catalogue_search WHERE page_id = ANY(%s)",
                [[page.pk for page in pages]],
            )

    def newest(self, query: Query, fitting: Sql, most: int) -> Sql:
        return self._newest("words", _tsquery(query), fitting, most)

    def newest_titled(self, query: Query, fitting: Sql, most: int) -> Sql:
        return self._newest("named", _tsquery(query), fitting, most)

    def _newest(self, column: str, asked: Sql, fitting: Sql, most: int) -> Sql:
        """Go back span by span until there are enough: each takes in the one before."""
        parts = [fill("asked AS MATERIALIZED (SELECT {asked} AS words)", asked=asked)]
        enough, known, lately = "1 = 1", "", Sql("")
        now = int(timezone.now().timestamp())
        for n, (name, days) in enumerate((*SPANS.items(), ("", 0))):
            if days:
                number = now // (days * DAY)
                lately = Sql(" && %s::tsquery", (f"'@{name}{number}' | '@{name}{number - 1}'",))
            parts.append(
                fill(
                    "span_{n} AS MATERIALIZED (SELECT s.page_id, s.kind, s.published_at, s.updated_at"
                    " FROM catalogue_search s WHERE {enough} AND"
                    " s.{column} @@ (SELECT words{lately} FROM asked)"
                    "{known} AND {fitting})",
                    n=n,
                    enough=enough,
                    column=column,
                    lately=lately if days else "",
                    known=known,
                    fitting=fitting,
                )
            )
            found = [Sql(f"(SELECT COUNT(*) FROM span_{i})") for i in range(n + 1)]  # noqa: S608
            enough = fill("{found} < {most}", found=joined_by(" + ", found), most=most).text
            start = f"to_timestamp({(number - 1) * days * DAY})"
            end = f"to_timestamp({(number + 1) * days * DAY})"
            known = f" AND (s.published_at < {start} OR s.published_at >= {end})"
        spans = [Sql(f"SELECT * FROM span_{n}") for n in range(len(SPANS) + 1)]  # noqa: S608
        return fill(
            "WITH {parts} SELECT * FROM ({spans}) spans ORDER BY published_at DESC LIMIT {most}",
            parts=joined_by(", ", parts),
            spans=joined_by(" UNION ALL ", spans),
            most=most,
        )

    def words(self, query: Query) -> Sql:
        return fill("s.words @@ ({asked})", asked=_tsquery(query))

    def titled(self, query: Query) -> Sql:
        return fill("s.named @@ ({asked})", asked=_tsquery(query))

    def word(self, term: str, needed: str = "") -> Sql:
        return fill("s.words @@ {asked} AND {needed}", asked=_plain(term), needed=needed or "1 = 1")

    def in_title(self, term: str, needed: str = "") -> Sql:
        return fill("s.named @@ {asked} AND {needed}", asked=_plain(term), needed=needed or "1 = 1")

    def has_words(self, query: Query) -> Sql:
        return self.words(query)

    def phrased(self, query: Query, pages: str) -> Sql:
        return fill(
            "SELECT s.page_id FROM {pages} JOIN catalogue_search s ON s.page_id = {pages}.page_id"
            " WHERE s.words @@ phraseto_tsquery('english', {phrase})",
            pages=pages,
            phrase=Sql("%s", (" ".join(query.terms),)),
        )

    def rows(self, statement: Sql) -> list[tuple[str | int, ...]]:
        """Run it by its indexes: the planner does not know that reading a tsvector means unpacking it, and
        would rather read them all. One message for the three statements, in one transaction.
        """
        with reading().cursor() as cursor:
            cursor.execute(
                f"SET LOCAL enable_seqscan = off; SET LOCAL jit = off; {statement.text};"
                " SET LOCAL enable_seqscan = on",
                statement.params,
            )
            cursor.nextset()
            cursor.nextset()
            return list(cursor.fetchall())


# Known words as FTS5 and as PostgreSQL are asked for any of them.
_AS_MATCH = "GROUP_CONCAT('\"' || word || '\"', ' OR ')"
_AS_TSQUERY = "STRING_AGG(NULLIF(plainto_tsquery('english', word)::text, ''), ' | ')::tsquery"


def _place(page: Page) -> int:
    """Return where a page stands in time, to the hour, and among those of the hour by its key."""
    return (int(page.published_at.timestamp()) // 3_600 << 31) + page.pk % 2**31


def _all(query: Query) -> Sql:
    """Return what FTS5 is asked for: all groups, and the phrases. The last word may be the start of one."""
    groups = [f"({' OR '.join(_words(each) for each in group)})" for group in query.groups]
    phrases = [_quoted(phrase) for phrase in query.phrases]
    last = query.terms[-1] if groups else ""
    if len(last) < BEGUN:
        return Sql("%s", (" AND ".join([*groups, *phrases]),))
    head = "".join(f"{group} AND " for group in groups[:-1])
    tail = "".join(f" AND {phrase}" for phrase in phrases)
    return fill(
        "({head} || COALESCE({begun}, {beginning}) || {tail})",
        head=Sql("%s", (f"{head}({groups[-1]} OR ",)),
        begun=_begun(last, _AS_MATCH) if last.isalpha() else "NULL",
        beginning=Sql("%s", (f"{_quoted(last)}*",)),
        tail=Sql("%s", (f"){tail}",)),
    )


def _begun(beginning: str, told: str) -> Sql:
    """Return `told`, an aggregate, of the known words `word` that begin so, the shortest; NULL where there is
    none. An engine asked for a beginning itself reads all pages of all such words before the first.

    SECURITY: those that only pages have which wait do not count, see `spelling`.
    """
    return fill(
        "(SELECT {told} FROM (SELECT w.word, LENGTH(w.word) AS length FROM catalogue_word w"
        " LEFT JOIN {side} s ON s.page_id = w.page_id WHERE w.word >= {beginning} AND w.word < {end}"
        " AND (s.page_id IS NULL OR s.visible_from <= {now})"
        " GROUP BY w.word ORDER BY LENGTH(w.word), w.word LIMIT {most}) begun)",
        told=told,
        side=side(),
        beginning=Sql("%s", (beginning,)),
        end=Sql("%s", (beginning + LAST,)),
        now=moment(timezone.now()),
        most=ENDINGS,
    )


def _one(term: str, needed: str) -> Sql:
    """Return what FTS5 is asked for: nothing where it is not `needed`, for it looks before it is told so."""
    asked = Sql("%s", (_quoted(term),))
    if not needed:
        return asked
    return fill("(CASE WHEN {needed} THEN {asked} ELSE '\"\"' END)", needed=needed, asked=asked)


def _words(text: str) -> str:
    return f"({' AND '.join(map(_quoted, text.split()))})"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _tsquery(query: Query) -> Sql:
    """Return what PostgreSQL is asked for: all groups, and the phrases."""
    groups = [[_plain(each) for each in group] for group in query.groups]
    if groups and len(query.terms[-1]) >= BEGUN:
        last = query.terms[-1]
        escaped = last.replace("'", "''")
        groups[-1].append(
            fill(
                "COALESCE({begun}, to_tsquery('simple', {beginning}))",
                begun=_begun(last, _AS_TSQUERY) if last.isalpha() else "NULL::tsquery",
                beginning=Sql("%s", (f"'{escaped}':*",)),
            )
        )
    asked = [fill("({any})", any=joined_by(" || ", group)) for group in groups]
    phrases = [Sql("phraseto_tsquery('english', %s)", (phrase,)) for phrase in query.phrases]
    return joined_by(" && ", [*asked, *phrases])


def _plain(text: str) -> Sql:
    return Sql("plainto_tsquery('english', %s)", (text,))


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def engine() -> Engine:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def side() -> str:
    """Return the table with the columns by which results are filtered and sorted."""
    return SIDE[connection.vendor]


def moment(at: datetime) -> Sql:
    """Return a time as the database has it."""
    return Sql("%s", (connection.ops.adapt_datetimefield_value(at),))


def visible(at: datetime) -> Sql:
    """Return the condition that a reader can see the page of row `s` of `side` at `at`: what
    `PageQuerySet.visible` says, for statements that no QuerySet makes.
    """
    return fill(
        "(s.visible_from <= {at} AND (s.visible_until IS NULL OR s.visible_until > {at}))",
        at=moment(at),
    )
