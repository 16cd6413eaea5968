"""The one statement of a search: how many pages match, what they can be narrowed by, and which may be best.

Bounded whatever is asked: the newest MOST matches are counted, of these FACETED looked through for what
they name, and at most a hundred rows brought home to be ranked: the pages of that name, those with all
words in the title and the newest of all.

SECURITY: what cannot be seen is left out before anything is bounded or counted, else pages that wait could
keep visible ones out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone

from newsdesk.catalogue.facets import SECTION, SINCE, SearchFilter, kind_choices
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search.engines import Engine, engine, moment, side, visible
from newsdesk.catalogue.search.query import Query
from newsdesk.catalogue.search.sql import Sql, fill, joined_by
from newsdesk.catalogue.tags import PREFIX as TAG
from newsdesk.text.slugs import slug_of

MOST = 500  # So many are counted, and can be paged through.
FACETED = 100
TITLED, NEWEST, CALLED = 40, 40, 20
FEW = 5
"""So many pages with all words are few: then those with some of them are looked for."""
PER_WORD = 2_000
SOME = 60
CHOICES = 12
SPARE = 4  # topics more, of which some may not be visible
TOPIC, AUTHOR, OUTLET = "entity:", "author:", "outlet:"
LISTS = (TAG, AUTHOR)
# The filters by what pages name, each with the keys of what can be chosen.
NAMED = {"topic": (TOPIC,), "tag": LISTS, "section": (SECTION,)}

Filters = Mapping[str, str]


class Candidate(NamedTuple):
    """A page that may be among the best. `words` is how many of the words it holds, where not `whole`."""

    pk: int
    title: str
    also: str
    summary: str
    uid: str
    published: str
    called: bool = False
    whole: bool = False
    phrase: bool = False
    words: int = 0


class NamedSubject(NamedTuple):
    """What pages name: a topic, tag, author or outlet, and how many of those looked through. A topic has
    its path.
    """

    key: str
    label: str
    number: int
    path: str = ""


@dataclass(slots=True)
class Matches:
    """What the statement found; `capped` says that there are more than MOST, `sampled` that what pages
    name was counted in the newest FACETED alone. `newest` are primary keys.
    """

    total: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    named: list[NamedSubject] = field(default_factory=list)
    lists: list[NamedSubject] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    some: list[Candidate] = field(default_factory=list)
    newest: list[int] = field(default_factory=list)

    @property
    def capped(self) -> bool:
        return self.total > MOST

    @property
    def sampled(self) -> bool:
        return self.total > FACETED


def matches(query: Query, filters: Filters, *, newest: int = NEWEST) -> Matches:
    """Return what matches `query`. One statement; none where nothing is asked."""
    if not (query.groups or query.phrases or query.keys):
        return Matches()
    found = Matches()
    for row in engine().rows(_Statement(query, filters, newest).sql()):
        _READ[str(row[0])](found, *row[1:])
    return found


class _Statement:
    """The pieces of the statement for one query."""

    def __init__(self, query: Query, filters: Filters, newest: int) -> None:
        self.engine: Engine = engine()
        self.query, self.filters, self.newest = query, filters, newest
        self.now = timezone.now()
        self.sets = {name: self._pages(name) for name in NAMED if filters.get(name)}

    def sql(self) -> Sql:
        narrowed = self._matched(*self.filters) if self.filters else Sql("SELECT * FROM matched")
        ctes = {
            "called": self._called(),
            "matched": self._matched(),
            "narrowed": narrowed,
            "counted": self._counted(),
            "titled": self._titled(),
            "newest": self._newest(),
            "latest": Sql(
                "SELECT page_id FROM newest"  # noqa: S608
                f" ORDER BY published_at DESC LIMIT {NEWEST}"
            ),
            "best": Sql(
                "SELECT page_id FROM called UNION SELECT page_id FROM titled"
                " UNION SELECT page_id FROM latest"
            ),
        }
        if self._may_follow:
            ctes["phrased"] = self.engine.phrased(self.query, "latest")
        # What is only another name for something else is left to the planner.
        kept = {
            name: "" if name == "narrowed" and not self.filters else "MATERIALIZED" for name in ctes
        }
        heads = ", ".join(f"{name} AS {kept[name]} ({{{name}}})" for name in ctes)
        rows = joined_by(" UNION ALL ", list(self._rows()))
        return fill(f"WITH {heads} {{rows}}", rows=rows, **ctes)

    def _rows(self) -> list[Sql]:
        rows = [*self._numbers(), self._hits(), *self._lists()]
        if self.newest > FACETED:
            rows.append(_row("newest", key="page_id", at="published_at", source="newest"))
        if self.sets:
            rows += [self._named(name, *prefixes) for name, prefixes in NAMED.items()]
        else:
            rows.append(self._named("", TOPIC, *LISTS, OUTLET, SECTION))
        if len(self.query.groups) > 1:
            rows.append(self._some())
        return rows

    @property
    def _may_follow(self) -> bool:
        """Tell whether it counts that the words stand one after the other."""
        groups = self.query.groups
        return len(groups) > 1 and all(len(group) == 1 for group in groups)

    # What is visible, and what is asked for besides words; `s` is the narrow row.

    def _visible(self) -> Sql:
        return visible(self.now)

    def _fitting(self, names: tuple[str, ...], row: str = "s") -> Sql:
        """Return the condition that a row fits these filters."""
        pieces = [Sql("1 = 1")]
        for name in names:
            value = self.filters.get(name)
            if name in self.sets:
                pieces.append(fill("{row}.page_id IN ({pages})", row=row, pages=self.sets[name]))
            elif value and name == "kind":
                pieces.append(Sql(f"{row}.kind = %s", (value,)))
            elif value:
                pieces.append(self._newer(value, row))
        return joined_by(" AND ", pieces)

    def _newer(self, name: str, row: str) -> Sql:
        start = moment(self.now - timedelta(SINCE[name][1]))
        return fill("{row}.updated_at >= {start}", row=row, start=start)

    def _pages(self, name: str) -> Sql:
        chosen = SearchFilter({name: self.filters[name]}, queryset=Page.objects.order_by()).qs
        return Sql(*chosen.values("pk").query.sql_with_params())

    # The pages.

    def _called(self) -> Sql:
        keys = self.query.keys
        return fill(
            "SELECT DISTINCT s.page_id FROM catalogue_called c JOIN {side} s ON s.page_id = c.page_id"
            " WHERE c.whole = 1 AND c.called IN ({keys}) AND {visible} AND {fitting} LIMIT {most}",
            side=side(),
            keys=Sql(", ".join(["%s"] * len(keys)) or "NULL", keys),
            visible=self._visible(),
            fitting=self._fitting(tuple(self.filters)),
            most=CALLED,
        )

    def _matched(self, *filters: str) -> Sql:
        return self._of_newest(self.engine.newest, filters, MOST + 1)

    def _of_newest(
        self, newest: Callable[[Query, Sql, int], Sql], filters: tuple[str, ...], most: int
    ) -> Sql:
        if not (self.query.groups or self.query.phrases):
            return fill("SELECT s.* FROM {side} s WHERE 1 = 0", side=side())
        fitting = joined_by(" AND ", [self._visible(), self._fitting(filters)])
        return newest(self.query, fitting, most)

    def _words(self, condition: Callable[[Query], Sql]) -> Sql:
        asked = self.query.groups or self.query.phrases
        return condition(self.query) if asked else Sql("1 = 0")

    def _titled(self) -> Sql:
        return self._of_newest(self.engine.newest_titled, tuple(self.filters), TITLED)

    def _newest(self) -> Sql:
        return fill(
            "SELECT page_id, published_at FROM narrowed ORDER BY published_at DESC LIMIT {n}",
            n=self.newest,
        )

    # The rows that come home: what, key, three texts, uid, time, number.

    def _hits(self) -> Sql:
        phrase = "s.page_id IN (SELECT page_id FROM phrased)" if self._may_follow else "1 = 0"
        return _row(
            "hit",
            key="s.page_id",
            texts=("p.title", "SUBSTR(p.also, 1, 1000)", "SUBSTR(p.summary, 1, 400)"),
            uid="p.uid",
            at="s.published_at",
            number=fill(
                "CASE WHEN s.page_id IN (SELECT page_id FROM called) THEN 1 ELSE 0 END"
                # Those that are there for their name alone are few, and asking one by one is dear.
                " + CASE WHEN s.page_id NOT IN (SELECT page_id FROM called) OR {words} THEN 2 ELSE 0 END"
                " + CASE WHEN {phrase} THEN 4 ELSE 0 END",
                words=self._words(self.engine.has_words),
                phrase=phrase,
            ),
            source=f"best b JOIN {side()} s ON s.page_id = b.page_id"
            " JOIN catalogue_page p ON p.id = b.page_id",
        )

    def _counted(self) -> Sql:
        """Return one row of numbers: `n` of what fits, and what each choice of kind and time would leave.

        Where nothing narrows, all are counted in one go through the matches.
        """
        by_kind = self._fitting((*NAMED, "since"), "m")
        by_time = self._fitting((*NAMED, "kind"), "m")
        choices = [
            *(
                fill(
                    "SUM(CASE WHEN m.kind = {name} AND {fitting} THEN 1 ELSE 0 END) AS kind_{n}",
                    name=Sql("%s", (kind,)),
                    fitting=by_kind,
                    n=n,
                )
                for n, (kind, _) in enumerate(kind_choices())
            ),
            *(
                fill(
                    "SUM(CASE WHEN {newer} AND {fitting} THEN 1 ELSE 0 END) AS since_{name}",
                    newer=self._newer(name, "m"),
                    fitting=by_time,
                    name=name,
                )
                for name in SINCE
            ),
        ]
        return fill(
            "SELECT {n} AS n, {choices} FROM matched m",
            n="(SELECT COUNT(*) FROM narrowed)" if self.filters else "COUNT(*)",
            choices=joined_by(", ", choices),
        )

    def _numbers(self) -> list[Sql]:
        kinds = [
            _row("kind", key=f"'{kind}'", number=f"COALESCE(kind_{n}, 0)", source="counted")
            for n, (kind, _) in enumerate(kind_choices())
        ]
        since = [
            _row("since", key=f"'{name}'", number=f"COALESCE(since_{name}, 0)", source="counted")
            for name in SINCE
        ]
        return [_row("total", number="n", source="counted"), *kinds, *since]

    def _named(self, name: str, *prefixes: str) -> Sql:
        """Return the rows of what most of the newest matches name, by what readers see for it now: of each
        prefix so many. `name` is the filter that does not narrow them.
        """
        rest = tuple(each for each in ("kind", "since", *NAMED) if each != name)
        pages = fill(
            "SELECT m.page_id FROM {source} m WHERE {fitting} ORDER BY m.published_at DESC LIMIT {most}",
            source="matched" if name else "newest",
            fitting=self._fitting(rest, "m") if name else "1 = 1",
            most=FACETED,
        )
        return fill(
            "SELECT 'named', shown, COALESCE("
            "(SELECT MAX(g.title) FROM catalogue_merged g WHERE g.page = '' AND g.\"into\" = shown"
            " AND g.title <> ''), t.title{called}, (SELECT s.label FROM catalogue_reference s"
            " WHERE s.shown = best_{name}.shown AND {visible} ORDER BY s.published_at DESC LIMIT 1), ''),"
            " COALESCE(t.path, ''), '', '', '', number FROM ("
            "SELECT shown, number, ROW_NUMBER() OVER ("
            "PARTITION BY SUBSTR(shown, 1, 1) ORDER BY number DESC, shown) AS place"
            " FROM (SELECT r.shown, COUNT(*) AS number FROM ({pages}) m"
            " JOIN catalogue_reference r ON r.page_id = m.page_id AND ({prefixes})"
            " GROUP BY r.shown) counted_{name}) best_{name}"
            " LEFT JOIN (SELECT s.key, s.title, s.path FROM catalogue_page s WHERE {visible}) t"
            " ON t.key = shown WHERE place <= {choices}",
            pages=pages,
            visible=self._visible(),
            called=_called(),
            prefixes=joined_by(
                " OR ",
                [Sql("(r.shown > %s AND r.shown < %s)", (p, p[:-1] + ";")) for p in prefixes],
            ),
            choices=CHOICES + SPARE,
            name=name,
        )

    def _lists(self) -> list[Sql]:
        """Return the tag and the author of just this name, each as some visible page names it."""
        slug = slug_of(self.query.typed)
        return [
            fill(
                "SELECT * FROM (SELECT 'list', r.target, r.label, '', '', '', '', 0"
                " FROM catalogue_reference r JOIN {side} s ON s.page_id = r.page_id"
                " WHERE r.target = {target} AND {visible} AND NOT EXISTS (SELECT 1"
                " FROM catalogue_merged g WHERE g.key = r.target) LIMIT 1) {name}",
                side=side(),
                target=Sql("%s", (f"{prefix}{slug}",)),
                visible=self._visible(),
                name=f"{prefix[:-1]}_of_that_name",
            )
            for prefix in LISTS
        ]

    def _some(self) -> Sql:
        """Return the pages that hold most of the words, where few hold all. In the title counts twice."""
        few = fill("(SELECT n FROM counted) < {few}", few=FEW).text
        each = [
            fill(
                "SELECT * FROM (SELECT s.page_id, {n} AS word FROM {some}"
                " WHERE {condition} AND {visible} AND {fitting}{order} LIMIT {most}) some_{n}_{place}",
                n=n,
                place=place,
                some=source,
                order=self.engine.newest_first,
                condition=condition(group[0], few),
                visible=self._visible(),
                fitting=self._fitting(tuple(self.filters)),
                most=PER_WORD,
            )
            for n, group in enumerate(self.query.groups)
            for place, source, condition in (
                ("titled", self.engine.named, self.engine.in_title),
                ("any", self.engine.some, self.engine.word),
            )
        ]
        counted = fill(
            "(SELECT page_id, COUNT(DISTINCT word) AS words, COUNT(*) AS times FROM ({each}) e"
            " GROUP BY page_id ORDER BY 2 DESC, 3 DESC, page_id LIMIT {most}) c",
            each=joined_by(" UNION ALL ", each),
            most=SOME,
        )
        return _row(
            "some",
            key="p.id",
            texts=("p.title", "SUBSTR(p.also, 1, 1000)", "SUBSTR(p.summary, 1, 400)"),
            uid="p.uid",
            at="p.published_at",
            number="c.words",
            source=fill("{counted} JOIN catalogue_page p ON p.id = c.page_id", counted=counted),
        )


# The tables in which it stands what something is called that pages name by its slug, by its prefix.
_tables: dict[str, str] = {}


def called_in(prefix: str, model: type[models.Model]) -> None:
    """Let search call what pages name as "prefix:slug" by the `name` that it has in a table of its own."""
    _tables[prefix] = model._meta.db_table


def _called() -> str:
    """Return the names of these tables for `shown`, each behind a comma."""
    name = (
        ", (SELECT n.name FROM {table} n WHERE n.slug = SUBSTR(shown, {after})"
        " AND shown > '{prefix}' AND shown < '{end}')"
    )
    return "".join(
        name.format(table=table, after=len(prefix) + 1, prefix=prefix, end=f"{prefix[:-1]};")
        for prefix, table in _tables.items()
    )


def _row(
    what: str,
    *,
    key: str = "''",
    texts: tuple[str, str, str] = ("''", "''", "''"),
    uid: str = "''",
    at: str = "''",
    number: str | Sql = "0",
    source: str | Sql = "",
) -> Sql:
    """Return a SELECT whose columns are what, key, three texts, uid, time and number."""
    return fill(
        "SELECT '{what}', CAST({key} AS text), {texts}, {uid}, CAST({at} AS text), {number}{source}",
        what=what,
        key=key,
        texts=", ".join(texts),
        uid=uid,
        at=at,
        number=number,
        source=fill(" FROM {source}", source=source) if source else "",
    )


def _read_hit(found: Matches, *row: str) -> None:
    *texts, number = row
    flags = int(number)
    one = _candidate(texts)._replace(
        called=bool(flags & 1), whole=bool(flags & 2), phrase=bool(flags & 4)
    )
    found.candidates.append(one)
    found.total += not one.whole


def _candidate(texts: list[str]) -> Candidate:
    key, title, also, summary, uid, at = texts
    return Candidate(int(key), title, also, summary, uid, at)


def _read_named(found: Matches, key: str, label: str, path: str, *rest: str) -> None:
    found.named.append(NamedSubject(key, label, int(rest[-1]), path))


def _read_list(found: Matches, key: str, label: str, *rest: str) -> None:
    found.lists.append(NamedSubject(key, label, 0))


_READ: dict[str, Callable[..., None]] = {
    "total": lambda found, *row: setattr(found, "total", found.total + int(row[-1])),
    "kind": lambda found, key, *row: found.kinds.__setitem__(key, int(row[-1])),
    "since": lambda found, key, *row: found.since.__setitem__(key, int(row[-1])),
    "hit": _read_hit,
    "some": lambda found, *row: found.some.append(
        _candidate(list(row[:-1]))._replace(words=int(row[-1]))
    ),
    "newest": lambda found, key, *row: found.newest.append(int(key)),
    "named": _read_named,
    "list": _read_list,
}
