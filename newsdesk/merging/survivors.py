"""Which row stands for which, among those of one kind. The database follows the pointers: the rows that were
merged away are more, the longer a desk works.
"""

import json
from collections.abc import Iterable

from django.db import connections

from newsdesk.catalogue.shown import AMONG
from newsdesk.merging.models import Mergeable

# A pointer that leads in a circle is followed once: UNION keeps no row twice.
_LAST = """
WITH RECURSIVE chain (first, key) AS (
    SELECT id, id FROM {table} WHERE id {among}
    UNION
    SELECT chain.first, loser.merged_into_id FROM chain JOIN {table} loser ON loser.id = chain.key
    WHERE loser.merged_into_id IS NOT NULL
)
SELECT chain.first, chain.key FROM chain JOIN {table} last ON last.id = chain.key
WHERE last.merged_into_id IS NULL
"""
_FAMILY = """
WITH RECURSIVE family (key) AS (
    SELECT id FROM {table} WHERE id {among}
    UNION
    SELECT loser.id FROM family JOIN {table} loser ON loser.merged_into_id = family.key
)
SELECT key FROM family
"""


def last_survivors(model: type[Mergeable], keys: Iterable[int]) -> set[int]:
    """Return the rows that stand for `keys` today: their last survivors, or themselves, also where there is
    no such row. One query, none for no keys.
    """
    asked = set(keys)
    followed = _followed(_LAST, model, asked)
    astray = asked - {first for first, _ in followed}
    return astray | {key for _, key in followed}


def family(model: type[Mergeable], key: int) -> set[int]:
    """Return `key` and all that was merged into it, directly or not. One query."""
    return {key, *(found for (found,) in _followed(_FAMILY, model, {key}))}


def _followed(statement: str, model: type[Mergeable], keys: set[int]) -> list[tuple[int, ...]]:
    if not keys:
        return []
    connection = connections[model._default_manager.db]
    table = connection.ops.quote_name(model._meta.db_table)
    sent = json.dumps(sorted(keys)) if connection.vendor == "sqlite" else sorted(keys)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, among=AMONG[connection.vendor]), [sent])
        return list(cursor.fetchall())
