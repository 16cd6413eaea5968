"""What people are called on the desk, and finding them by any writing of their names."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from newsdesk.accounts.models import PersonName
from newsdesk.text.normalise import fold

NAMES = frozenset({"username", "first_name", "last_name", "email"})


def name_of(user: User) -> str:
    """Return what the desk calls somebody: the name, or the username of who has not said one."""
    return user.get_full_name() or user.get_username()


def folded_names(user: User) -> str:
    """Return all that a person is found by."""
    return fold(" ".join(getattr(user, name) for name in sorted(NAMES)))


def keep(
    sender: object,
    instance: User,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: object,
) -> None:
    """Receiver of post_save of users; a login, which saves its time alone, costs nothing."""
    if raw or (update_fields is not None and NAMES.isdisjoint(update_fields)):
        return
    PersonName.objects.bulk_create(
        [PersonName(user=instance, folded=folded_names(instance))],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["folded"],
    )


def people_called(words: str, rows: "QuerySet[User]") -> "QuerySet[User]":
    """Keep the people whose names hold each of `words`."""
    for word in fold(words).replace('"', " ").split():
        rows = rows.filter(found_as__folded__contains=word)
    return rows
