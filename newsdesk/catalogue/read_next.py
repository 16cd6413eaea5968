"""What a reader may read after a story: the others of its running story, then those nearest by topics.

A story that continues another refers to it as "after:story:5"; what is before and after is told by these
references alone, so that nobody is led to what cannot be seen yet, or not any more. One statement, bounded
whatever there is: MOST_STEPS both ways, PER_TOPIC stories of each of MOST_TOPICS topics. It brings the pages
that the story names as well, which would be a statement of their own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connections, router
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search.sql import Param, Sql, fill, joined_by

CONTINUING = "after:"
MOST_STEPS = 20
MOST_TOPICS = 12
PER_TOPIC = 60
NEAREST = 4
# Beyond the nearest, for those that the running story lists already.
_RANKED = NEAREST + 2 * MOST_STEPS

_STATEMENT = """\
WITH RECURSIVE later (page, step) AS (
    SELECT CAST({key} AS text), 0
    UNION
    SELECT CAST(p.key AS text), later.step + 1 FROM later
    JOIN catalogue_reference r ON r.shown = '{continuing}' || later.page
    JOIN catalogue_page p ON p.id = r.page_id
    WHERE later.step < {steps} AND {r_visible}
), earlier (page, step) AS (
    SELECT CAST({key} AS text), 0
    UNION
    SELECT CAST(substr(r.shown, {after}) AS text), earlier.step + 1 FROM earlier
    JOIN catalogue_page p ON p.key = earlier.page
    JOIN catalogue_reference r ON r.page_id = p.id
    WHERE earlier.step < {steps} AND substr(r.shown, 1, {length}) = '{continuing}' AND {p_visible}
), near (page, shared) AS ({near})
SELECT {columns}, found.step AS step, found.shared AS shared
FROM catalogue_page p JOIN (
    SELECT page, MAX(step) AS step, 0 AS shared FROM later WHERE step > 0 GROUP BY page
    UNION ALL SELECT page, -MAX(step), 0 FROM earlier WHERE step > 0 GROUP BY page
    UNION ALL SELECT other.key, 0, near.shared FROM near JOIN catalogue_page other ON other.id = near.page
    UNION ALL {named}
) found ON found.page = p.key WHERE {p_visible}"""
_NEAR = """\
SELECT page_id, COUNT(*) FROM ({each}) told GROUP BY page_id
ORDER BY COUNT(*) DESC, MAX(published_at) DESC, MAX(uid) LIMIT {ranked}"""
_OF_TOPIC = """\
SELECT * FROM (SELECT r.page_id, r.published_at, r.uid FROM catalogue_reference r
WHERE r.shown = {topic} AND r.kind = 'story' AND {r_visible}
AND EXISTS (SELECT 1 FROM catalogue_page p WHERE p.key = {topic} AND {p_visible})
ORDER BY r.published_at DESC, r.uid DESC LIMIT {most}) t{n}"""
_NOTHING_NEAR = "SELECT 0, 0 WHERE 1 = 0"
# What a page names shares less than nothing with it, so that it is told from what is near.
_NAMED = "SELECT p.key, 0, -1 FROM catalogue_page p WHERE p.key IN ({keys}) AND {p_visible}"
_NOTHING_NAMED = "SELECT '', 0, -1 WHERE 1 = 0"


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
    now = connections[using].ops.adapt_datetimefield_value(timezone.now())
    shared = list(dict.fromkeys(topics))[:MOST_TOPICS]
    found = list(Page.objects.using(using).raw(*_statement(key, shared, set(named), now)))
    pages = {row.key: row for row in found if _shared(row) < 0}
    return _in_order([row for row in found if row.key != key and _shared(row) >= 0]), pages


def _in_order(rows: Sequence[Page]) -> ReadNext:
    earlier = sorted((row for row in rows if _step(row) < 0), key=_step)
    before = {row.key for row in earlier}
    later = [row for row in rows if _step(row) > 0 and row.key not in before]
    run = before | {row.key for row in later}
    near = (row for row in rows if not _step(row) and row.key not in run)
    return ReadNext(
        earlier=tuple(earlier),
        later=tuple(sorted(later, key=lambda row: (_step(row), row.published_at, row.uid))),
        near=tuple(sorted(near, key=_nearest_first)[:NEAREST]),
    )


def _step(row: Page) -> int:
    """Return how many stories lie from the one asked for to this one, below 0 to those before it."""
    return int(vars(row)["step"])


def _shared(row: Page) -> int:
    """Return how many topics it shares with the one asked for."""
    return int(vars(row)["shared"])


def _nearest_first(row: Page) -> tuple[int, float, str]:
    return -_shared(row), -row.published_at.timestamp(), row.uid


def _statement(key: str, topics: Sequence[str], named: Collection[str], now: Param) -> Sql:
    at = Sql("%s", (now,))
    columns = ", ".join(
        f"p.{field.column}" for field in Page._meta.concrete_fields if field.name != "text"
    )
    visible = {f"{row}_visible": _visible(row, at) for row in ("r", "p")}
    return fill(
        _STATEMENT,
        key=Sql("%s", (key,)),
        continuing=CONTINUING,
        after=len(CONTINUING) + 1,
        length=len(CONTINUING),
        steps=MOST_STEPS,
        near=_near(topics, visible),
        named=_named(named, visible["p_visible"]),
        columns=columns,
        **visible,
    )


def _named(keys: Collection[str], visible: Sql) -> Sql:
    if not keys:
        return Sql(_NOTHING_NAMED)
    each = joined_by(", ", [Sql("%s", (key,)) for key in sorted(keys)])
    return fill(_NAMED, keys=each, p_visible=visible)


def _near(topics: Sequence[str], visible: Mapping[str, Sql]) -> Sql:
    each = [
        fill(_OF_TOPIC, topic=Sql("%s", (topic,)), most=PER_TOPIC, n=n, **visible)
        for n, topic in enumerate(topics)
    ]
    if not each:
        return Sql(_NOTHING_NEAR)
    return fill(_NEAR, each=joined_by(" UNION ALL ", each), ranked=_RANKED)


def _visible(row: str, at: Sql) -> Sql:
    """Return what `PageQuerySet.visible` says, of a row of the statement."""
    rule = "({row}.visible_from <= {at} AND ({row}.visible_until IS NULL OR {row}.visible_until > {at}))"
    return fill(rule, row=row, at=at)
