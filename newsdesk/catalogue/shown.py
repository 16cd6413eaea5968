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
_IN_PAGES = "WHERE reference.page_id IN ({})"
_NAMING = _IN_PAGES.format("SELECT page_id FROM catalogue_reference WHERE target IN ({})")
# A list as JSON, however long it is.
_NUMBERS = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM jsonb_array_elements_text(%s::jsonb)",
}
_WORDS = {
    "sqlite": _NUMBERS["sqlite"],
    "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)",
}


def lead() -> None:
    """Let all references lead to what they are shown as now. One query."""
    _ask(_LEAD.format(where=""))


def lead_in(pages: Sequence[int]) -> None:
    """Do so for the references of these pages, by their primary keys. One query, none for no page."""
    if pages:
        _ask(_LEAD.format(where=_IN_PAGES.format(_NUMBERS[connection.vendor])), list(pages))


def lead_to(targets: Sequence[str]) -> None:
    """Do so in the pages that name one of `targets`. One query, none for no target."""
    if targets:
        _ask(_LEAD.format(where=_NAMING.format(_WORDS[connection.vendor])), list(targets))


def _ask(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(each) for each in given])
