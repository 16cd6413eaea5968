"""Rows that are written once: the rule in Python. `triggers.py` holds it in the database."""

from typing import Any, NoReturn

from django.db import models

from newsdesk.pages.triggers import REFUSAL


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row that is written once."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses bulk changes; the triggers refuse what goes round it."""

    def update(self, **kwargs: object) -> NoReturn:
        raise AppendOnlyError(REFUSAL)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(REFUSAL)


class AppendOnly(models.Model):
    """A row that can be inserted and read, nothing else."""

    append_only = True

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError(REFUSAL)
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnlyError(REFUSAL)
