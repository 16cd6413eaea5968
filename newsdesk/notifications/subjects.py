"""What notices are about, as people choose which of them they want by mail. Each room adds its own."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models


class When(models.TextChoices):
    AT_ONCE = "at-once", "At once"
    DAILY = "daily", "Once a day, together"
    NEVER = "never", "Never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Kinds of notices that are chosen together. `when` holds until somebody says otherwise.

    Only who has the right `permission` is ever told of it; "" for everybody. One that is `fixed` is
    about the account itself: nobody can turn it off, least of all who has got into it.
    """

    name: str
    label: str
    help: str
    kinds: frozenset[str]
    when: When = When.AT_ONCE
    permission: str = ""
    fixed: bool = False


_subjects: dict[str, Subject] = {}


def add_subject(subject: Subject) -> None:
    """Let people choose of it. Called while apps are loaded, in the order in which they are listed."""
    _subjects[subject.name] = subject


def subjects() -> tuple[Subject, ...]:
    return tuple(_subjects.values())


def subjects_for(user: User) -> list[Subject]:
    """Return what somebody can be told of."""
    return [each for each in subjects() if not each.permission or user.has_perm(each.permission)]


def subject_of(kind: str) -> Subject | None:
    """Return what notices of a kind are about, None where that is never mailed."""
    return next((each for each in subjects() if kind in each.kinds), None)
