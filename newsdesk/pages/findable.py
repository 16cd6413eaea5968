"""Rows that the desk finds by words, in whatever accents, case, apostrophes and hyphens."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from newsdesk.text.normalise import fold


class Findable(models.Model):
    """A row that is looked up by what stands in the fields `found_by`.

    `folded` is that text, folded, one field or line a line. `save` keeps it; what writes past `save`
    has to set it.
    """

    found_by: ClassVar[tuple[str, ...]] = ()
    folded = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded_text(getattr(self, name) for name in self.found_by)
        written = kwargs.get("update_fields")
        if written is not None and not set(self.found_by).isdisjoint(written):
            kwargs["update_fields"] = [*written, "folded"]
        super().save(*args, **kwargs)


def folded_text(texts: Any) -> str:
    """Return the lines of `texts`, folded, with one space between words."""
    lines = (" ".join(line.split()) for text in texts for line in fold(text).splitlines())
    return "\n".join(line for line in lines if line)


def holding(words: str, rows: models.QuerySet) -> models.QuerySet:
    """Keep of `rows`, which are Findable, those that hold each of `words`. One condition a word."""
    for word in fold(words).replace('"', " ").split():
        rows = rows.filter(folded__contains=word)
    return rows


def called(name: str, rows: models.QuerySet) -> models.QuerySet:
    """Keep of `rows`, which are Findable, those one line of which is exactly `name`; none for no name."""
    key = folded_text([name])
    if not key:
        return rows.none()
    first, last = Q(folded__startswith=f"{key}\n"), Q(folded__endswith=f"\n{key}")
    return rows.filter(Q(folded=key) | first | last | Q(folded__contains=f"\n{key}\n"))


def fill_folded(rows: Any, found_by: tuple[str, ...]) -> None:
    """Write `folded` of rows that were stored before it was kept. For migrations: any model will do."""
    batch = []
    for row in rows.filter(folded="").iterator(chunk_size=2_000):
        row.folded = folded_text(getattr(row, name) for name in found_by)
        batch.append(row)
        if len(batch) == 2_000:
            rows.model.objects.bulk_update(batch, ["folded"])
            batch = []
    rows.model.objects.bulk_update(batch, ["folded"])
