"""What each role may do, as a table that is made from the rights themselves: it cannot say anything else."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils.text import capfirst

from newsdesk.workflow.roles import roles


@dataclass(frozen=True, slots=True)
class Right:
    """A right, and for each role, in their order, whether it has it."""

    label: str
    held: tuple[bool, ...]


def table() -> dict[str, list[Right]]:
    """Return the rights of all roles by what they are about, OTHER last. One query."""
    held = {role: set(names) for role, names in roles().items()}
    named = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in Permission.objects.select_related("content_type")
    }
    found: dict[str, list[Right]] = defaultdict(list)
    for name in dict.fromkeys(each for names in roles().values() for each in names):
        about, label = _in_words(named[name])
        found[about].append(Right(label, tuple(name in names for names in held.values())))
    return {about: found[about] for about in sorted(found, key=lambda each: (each == OTHER, each))}


OTHER = "the desk"
# Where a table's own name would tell nothing.
CALLED = {"jobs.view_periodicrun": "See how the jobs stand"}


def _in_words(right: Permission) -> tuple[str, str]:
    """Return what a right is about and what it lets one do: ("stories", "Publish")."""
    if called := CALLED.get(f"{right.content_type.app_label}.{right.codename}"):
        return OTHER, called
    model = apps.get_model(right.content_type.app_label, right.content_type.model)
    verb, _, rest = right.codename.partition("_")
    if rest == model._meta.model_name:
        return str(model._meta.verbose_name_plural), capfirst(verb)
    words = right.name.removeprefix("Can ")
    return OTHER, words[0].upper() + words[1:]
