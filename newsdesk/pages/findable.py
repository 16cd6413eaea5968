"""Rows that the desk finds by words, in whatever accents, case, apostrophes and hyphens."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

from newsdesk.pages.findable_index import SHORTEST, is_one_line
from newsdesk.text.normalise import fold

# What so many rows hold is found sooner in the latest of them than by the index, which would name them all.
COMMON = 5_000
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


def holding(words: str, rows: models.QuerySet, *, indexed: bool = True) -> models.QuerySet:
    """Keep of `rows`, which are Findable, those that hold each of `words`. One condition a word.

    Not `indexed` is for the first rows in the order of an index, of words that are common.
    """
    for word in _words(words):
        if indexed and len(word) >= SHORTEST:
            rows = _indexed([word], rows)
        # FTS5 finds what holds the groups in a row, which is the word; a GIN index what holds each of them.
        if not indexed or len(word) < SHORTEST or connection.vendor == "postgresql":
            rows = rows.filter(folded__contains=word)
    return rows


def are_common(words: str, model: type[Findable]) -> bool:
    """Tell whether more than COMMON rows hold all of `words`; of what is too short nobody knows.
    One query at most.

    Words that many rows hold each, and few together, are found by the index: one would go through all rows.
    """
    found = _words(words)
    if not found or min(map(len, found)) < SHORTEST:
        return False
    statement, sent = _lookup(found, model, joined="AND")
    with connection.cursor() as cursor:
        bounded = f"SELECT COUNT(*) FROM ({statement} LIMIT {COMMON + 1}) AS found"  # noqa: S608
        cursor.execute(bounded, sent)
        (number,) = cursor.fetchone()
    return bool(number > COMMON)


def _words(words: str) -> list[str]:
    return fold(words).replace('"', " ").split()


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
    return rows.filter(pk__in=RawSQL(*_lookup(texts, rows.model)))  # noqa: S611


def _lookup(
    texts: Sequence[str], model: type[Findable], *, joined: str = "OR"
) -> tuple[str, list[str]]:
    """Return the statement that finds by the index which rows may hold one of `texts`, or all of them where
    they are `joined` by "AND", and what is sent.
    """
    table, joint = model._meta.db_table, f" {joined} "
    if connection.vendor == "postgresql":
        conditions = joint.join(["newsdesk_grams(folded) @> newsdesk_grams(%s)"] * len(texts))
        return f"SELECT id FROM {table} WHERE {conditions}", list(texts)  # noqa: S608
    # SECURITY: each is quoted, else FTS5 reads operators in what was typed.
    quoted = joint.join('"{}"'.format(text.replace('"', '""')) for text in texts)
    return f"SELECT rowid FROM {table}_grams WHERE {table}_grams MATCH %s", [quoted]  # noqa: S608


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
