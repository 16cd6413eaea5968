"""Rows that the desk finds by words, in whatever accents, case, apostrophes and hyphens."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

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
        rows = rows.filter(folded__contains=word)
    return rows


def called(names: Iterable[str], rows: "models.QuerySet[Row]") -> dict[str, list[Row]]:
    """Return for each name those of `rows`, which are Findable, one line of which is exactly it, in their
    order; none for no name. One query.
    """
    names = list(names)
    keys = {name: folded_text([name]) for name in names}
    asked = sorted({key for key in keys.values() if key})
    lines = rows.annotate(
        lines=Concat(Value("\n"), "folded", Value("\n"), output_field=models.TextField())
    )
    found = [
        (row, set(row.folded.split("\n")))
        for start in range(0, len(asked), _TERMS)
        for row in lines.filter(_any_line(asked[start : start + _TERMS]))
    ]
    return {
        name: list({row.pk: row for row, lines in found if keys[name] in lines}.values())
        for name in names
    }


def _any_line(keys: Iterable[str]) -> Q:
    return reduce(or_, (Q(lines__contains=f"\n{key}\n") for key in keys))
