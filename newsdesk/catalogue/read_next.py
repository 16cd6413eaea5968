"""What a reader may read after a story: the others of its running story, then those nearest by topics.

A story that continues another refers to it as "after:story:5"; what is before and after is told by these
references alone, so that nobody is led to what cannot be seen yet, or not any more. One statement, bounded
whatever there is: MOST_STEPS both ways, PER_TOPIC stories of each of MOST_TOPICS topics. It brings the pages
that the story names as well, which would be a statement of their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import router
from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledSql, Value
from newsdesk.catalogue.models import Page

CONTINUING = "after:"
MOST_STEPS = 20
MOST_TOPICS = 12
PER_TOPIC = 60
NEAREST = 4
# Beyond the nearest, for those that the running story lists already.
_RANKED = NEAREST + 2 * MOST_STEPS

# The page of a step comes as one value: to a join SQLite would make a filter of all visible pages.
_STATEMENT = """\
WITH RECURSIVE later (page, step) AS (
    SELECT CAST(%(key)s AS text), 0
    UNION
    SELECT CAST(p.key AS text), later.step + 1 FROM later
    JOIN catalogue_reference r ON r.shown = '{continuing}' || later.page
    JOIN catalogue_page p ON p.id = r.page_id
    WHERE later.step < %(steps)s AND {r_visible}
), earlier (page, step) AS (
    SELECT CAST(%(key)s AS text), 0
    UNION
    SELECT CAST(substr(r.shown, {after}) AS text), earlier.step + 1 FROM earlier
    JOIN catalogue_reference r ON r.page_id = (
        SELECT p.id FROM catalogue_page p WHERE p.key = earlier.page AND {p_visible}
    )
    WHERE earlier.step < %(steps)s AND substr(r.shown, 1, {length}) = '{continuing}'
), near (page, shared) AS (
    SELECT told.page_id, COUNT(*) FROM {told} GROUP BY told.page_id
    ORDER BY COUNT(*) DESC, MAX(told.published_at) DESC, MAX(told.uid) LIMIT {ranked}
)
SELECT {columns}, found.step, found.shared
FROM catalogue_page p JOIN (
    SELECT page, MAX(step) AS step, 0 AS shared FROM later WHERE step > 0 GROUP BY page
    UNION ALL SELECT page, -MAX(step), 0 FROM earlier WHERE step > 0 GROUP BY page
    UNION ALL SELECT other.key, 0, near.shared FROM near JOIN catalogue_page other ON other.id = near.page
    UNION ALL SELECT p.key, 0, -1 FROM catalogue_page p WHERE p.key {named} AND {p_visible}
) found ON found.page = p.key WHERE {p_visible}"""
# The stories of one topic, the newest. Its page has to be there, or readers do not know the topic.
_OF_TOPIC = """\
SELECT r.page_id, r.published_at, r.uid FROM catalogue_reference r
WHERE r.shown = {topic} AND r.kind = 'story' AND {r_visible}
AND EXISTS (SELECT 1 FROM catalogue_page p WHERE p.key = {topic} AND {p_visible})
ORDER BY r.published_at DESC, r.uid DESC LIMIT {most}"""
# SQLite wants a select with an order of its own to stand in another.
_ONE_OF_MANY = "SELECT * FROM ({each})"
# What `PageQuerySet.visible` says.
_VISIBLE = """\
({row}.visible_from <= %(now)s AND ({row}.visible_until IS NULL OR {row}.visible_until > %(now)s))"""


class _Candidate(NamedTuple):
    """A page, how many stories lie from the one asked for to it, below 0 to those before, and how many
    topics the two share: -1 where the story names it, to be told from what is near.
    """

    page: Page
    step: int
    shared: int


@dataclass(frozen=True, slots=True)
class ReadNext:
    """The stories before one and after it, the oldest first, and those near it, the nearest first."""

    earlier: tuple[Page, ...] = ()
    later: tuple[Page, ...] = ()
    near: tuple[Page, ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        return (*self.earlier, *self.later, *self.near)

    @property
    def newest(self) -> Page | None:
        """The last story of the running story, None where nothing comes after this one."""
        return self.later[-1] if self.later else None

    @property
    def state(self) -> list[list[str]]:
        """Return all that an answer depends on apart from what the pages say."""
        return [[page.key for page in some] for some in (self.earlier, self.later, self.near)]


def continuing(key: str) -> str:
    """Return what a story refers to that continues the one with this key."""
    return f"{CONTINUING}{key}"


def read_next(
    key: str, topics: Iterable[str], *, named: Iterable[str] = ()
) -> tuple[ReadNext, dict[str, Page]]:
    """Return what comes before and after the story `key` and what shares its topics, and the pages among
    `named` by key, as far as they are visible. All keys are as readers are led to them; of the topics the
    most important come first. One query.
    """
    using = router.db_for_read(Page)
    shared = list(dict.fromkeys(topics))[:MOST_TOPICS]
    values: dict[str, Value] = {
        "key": key,
        "topics": shared,
        "named": list(named),
        "steps": MOST_STEPS,
        "now": timezone.now(),
    }
    found = _FOUND.rows(using, values)
    pages = {row.page.key: row.page for row in found if row.shared < 0}
    return _in_order([row for row in found if row.page.key != key and row.shared >= 0]), pages


def _in_order(rows: Sequence[_Candidate]) -> ReadNext:
    earlier = sorted((row for row in rows if row.step < 0), key=lambda row: row.step)
    before = {row.page.key for row in earlier}
    later = [row for row in rows if row.step > 0 and row.page.key not in before]
    later.sort(key=lambda row: (row.step, row.page.published_at, row.page.uid))
    run = before | {row.page.key for row in later}
    near = [row for row in rows if not row.step and row.page.key not in run]
    near.sort(key=lambda row: (-row.shared, -row.page.published_at.timestamp(), row.page.uid))
    return ReadNext(*(tuple(row.page for row in some) for some in (earlier, later, near[:NEAREST])))


def _statement(vendor: str, columns: str) -> str:
    """Return the statement for a database, the same whatever is asked: a list comes as one value.

    PostgreSQL plans it once, and would plan a dozen selects, one for each topic, for longer than they run.
    SQLite knows no LATERAL, and plans them in no time.
    """
    visible = {f"{row}_visible": _VISIBLE.format(row=row) for row in ("r", "p")}
    if vendor == "postgresql":
        named = "= ANY(CAST(%(named)s AS text[]))"
        each = _OF_TOPIC.format(topic="topic.key", most=PER_TOPIC, **visible)
        told = f"unnest(CAST(%(topics)s AS text[])) topic (key) CROSS JOIN LATERAL ({each}) told"
    else:
        named = "IN (SELECT value FROM json_each(%(named)s))"
        topics = [f"json_extract(%(topics)s, '$[{n}]')" for n in range(MOST_TOPICS)]
        some = (_OF_TOPIC.format(topic=each, most=PER_TOPIC, **visible) for each in topics)
        told = "({}) told".format(
            " UNION ALL ".join(_ONE_OF_MANY.format(each=each) for each in some)
        )
    return _STATEMENT.format(
        continuing=CONTINUING,
        after=len(CONTINUING) + 1,
        length=len(CONTINUING),
        told=told,
        ranked=_RANKED,
        named=named,
        columns=columns,
        **visible,
    )


_FOUND = CompiledSql(Page, _Candidate, _statement, without=("text",))
