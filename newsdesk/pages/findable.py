"""Rows that the desk finds by words, in whatever accents, case, apostrophes and hyphens."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

from newsdesk.pages.findable_index import SHORTEST, is_one_line
from newsdesk.text.normalise import fold

# So many names are asked for in one query; SQLite takes conditions up to a depth of a thousand.
_TERMS = 300


class Findable(models.Model):
    """A row that is looked up by what stands in the fields `found_by`.

    `folded` is that text, folded, one field or line a line. `save` keeps it; what writes past `save`
    calls `fold`.
    """

    found_by: ClassVar[tuple[str, ...]] = ()
    folded = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold()
        written = kwargs.get("update_fields")
        if written is not None and not set(self.found_by).isdisjoint(written):
            kwargs["update_fields"] = [*written, "folded"]
        super().save(*args, **kwargs)

    def fold(self) -> None:
        self.folded = folded_text(getattr(self, name) for name in self.found_by)


Row = TypeVar("Row", bound=Findable)


def folded_text(texts: Iterable[str]) -> str:
    """Return the lines of `texts`, folded, with one space between words."""
    lines = (" ".join(line.split()) for text in texts for line in fold(text).splitlines())
    return "\n".join(line for line in lines if line)


def holding(words: str, rows: models.QuerySet) -> models.QuerySet:
    """Keep of `rows`, which are Findable, those that hold each of `words`. One condition a word."""
    for word in fold(words).replace('"', " ").split():
        rows = _indexed([word], rows).filter(folded__contains=word)
    return rows


def called(names: Iterable[str], rows: "models.QuerySet[Row]") -> dict[str, list[Row]]:
    """Return for each name those of `rows`, which are Findable, one line of which is exactly it, in their
    order; none for no name. One query.
    """
    names = list(names)
    keys = {name: folded_text([name]) for name in names}
    asked = sorted({key for key in keys.values() if key})
    parts = [asked[start : start + _TERMS] for start in range(0, len(asked), _TERMS)]
    found = [(row, set(row.folded.split("\n"))) for part in parts for row in _with_line(part, rows)]
    return {
        name: list({row.pk: row for row, lines in found if keys[name] in lines}.values())
        for name in names
    }


def _with_line(keys: Sequence[str], rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """Keep of `rows` those one line of which is one of some keys."""
    if is_one_line(rows.model):
        return rows.filter(folded__in=keys)
    return _indexed(_shortest(keys), rows).filter(_any_line(keys, rows))


def _indexed(texts: Sequence[str], rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """Keep of `rows` those that may hold one of `texts`, by the index; all where one is too short for it."""
    if not texts or any(len(text) < SHORTEST for text in texts):
        return rows
    table = rows.model._meta.db_table
    if connection.vendor == "postgresql":
        either = " OR ".join(["newsdesk_grams(folded) @> newsdesk_grams(%s)"] * len(texts))
        found = RawSQL(f"SELECT id FROM {table} WHERE {either}", texts)  # noqa: S608, S611
    else:
        # SECURITY: each is quoted, else FTS5 reads operators in what was typed.
        quoted = " OR ".join('"{}"'.format(text.replace('"', '""')) for text in texts)
        statement = f"SELECT rowid FROM {table}_grams WHERE {table}_grams MATCH %s"  # noqa: S608
        found = RawSQL(statement, [quoted])  # noqa: S611
    return rows.filter(pk__in=found)


def _shortest(texts: Sequence[str]) -> list[str]:
    """Return of some texts those that hold none of the others: whoever has these may have the others.

    To look one up in the index takes longer the more rows there are.
    """
    found: list[str] = []
    for text in sorted(texts, key=len):
        if not any(shorter in text for shorter in found):
            found.append(text)
    return found


def _any_line(keys: Sequence[str], rows: "models.QuerySet[Row]") -> RawSQL:
    """Return the condition that a line is one of some keys."""
    place, end = (
        ("strpos", "chr(10)") if connection.vendor == "postgresql" else ("instr", "char(10)")
    )
    lines = f"{end} || {connection.ops.quote_name(rows.model._meta.db_table)}.folded || {end}"
    either = " OR ".join([f"{place}({lines}, %s) > 0"] * len(keys))
    asked = [f"\n{key}\n" for key in keys]
    return RawSQL(f"({either})", asked, output_field=models.BooleanField())  # noqa: S611
