"""Finding people by any writing of their names."""

from typing import Any

from django.db.models import QuerySet

from newsdesk.accounts.models import PersonName
from newsdesk.text.normalise import fold

NAMES = frozenset({"username", "first_name", "last_name", "email"})


def folded_names(user: Any) -> str:
    """Return all that a person is found by."""
    return fold(" ".join(getattr(user, name) for name in sorted(NAMES)))


def keep(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of post_save of users; a login, which saves its time alone, costs nothing."""
    written = kwargs.get("update_fields")
    if raw or (written is not None and NAMES.isdisjoint(written)):
        return
    names = folded_names(instance)
    if not PersonName.objects.filter(user=instance, folded=names).exists():
        PersonName.objects.update_or_create(user=instance, defaults={"folded": names})


def people_called(words: str, rows: QuerySet) -> QuerySet:
    """Keep the people whose names hold each of `words`."""
    for word in fold(words).replace('"', " ").split():
        rows = rows.filter(found_as__folded__contains=word)
    return rows
