"""What references lead readers to: worked out when something is written, never when lists are read.

A reference leads to what its target was merged into, in its page before everywhere. Of several in one
page that lead to the same the first one counts; the others have no `shown`, so that no list has a page
twice. One statement, whatever the number of references.
"""

import json
from collections.abc import Sequence

from django.db import connection

_LEAD = """
WITH led AS (
    SELECT reference.id, reference.page_id, reference.position,
        COALESCE(here."into", everywhere."into", reference.target) AS goal
    FROM catalogue_reference reference
    JOIN catalogue_page page ON page.id = reference.page_id
    LEFT JOIN catalogue_merged here ON here.key = reference.target AND here.page = page.key
    LEFT JOIN catalogue_merged everywhere
        ON everywhere.key = reference.target AND everywhere.page = ''
    {where}
), told AS (
    SELECT id, CASE WHEN ROW_NUMBER() OVER (PARTITION BY page_id, goal ORDER BY position) = 1
        THEN goal ELSE '' END AS shown
    FROM led
)
UPDATE catalogue_reference SET shown = told.shown FROM told
WHERE told.id = catalogue_reference.id AND told.shown <> catalogue_reference.shown
"""
# PostgreSQL is told the values themselves, so that it knows how few they are; SQLite a list of any length.
AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}
_IN_PAGES = "WHERE reference.page_id {among}"
_NAMING = (
    "WHERE reference.page_id IN (SELECT page_id FROM catalogue_reference WHERE target {among})"
)


def lead() -> None:
    """Let all references lead to what they are shown as now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAD.format(where=""))


def lead_in(pages: Sequence[int]) -> None:
    """Do so for the references of these pages, by their primary keys. One query, none for no page."""
    _lead(_IN_PAGES, pages)


def lead_to(targets: Sequence[str]) -> None:
    """Do so in the pages that name one of `targets`. One query, none for no target."""
    _lead(_NAMING, targets)


def _lead(where: str, given: Sequence[int] | Sequence[str]) -> None:
    if not given:
        return
    asked = list(given) if connection.vendor == "postgresql" else json.dumps(list(given))
    with connection.cursor() as cursor:
        cursor.execute(_LEAD.format(where=where.format(among=AMONG[connection.vendor])), [asked])
